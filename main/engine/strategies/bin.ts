import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Failure } from '#shared/protocol/failure.ts'
import type { RemovedStrategy } from '#shared/protocol/strategy-calls.ts'
import { type EpochMs, epochMs } from '#shared/time/epoch.ts'
import { badFile, isMissing } from './files/text-file.ts'
import { VersionFolder } from './versions/version-folder.ts'

const mostRemoved = 200
const pattern = /^(\d{13})-(\d{3})-(.+)$/

/** Strategies that were removed: the file with its versions, a folder each, until there are too many of them. */
export class Bin {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  /** The last one first. */
  async list(): Promise<readonly RemovedStrategy[]> {
    const names = await this.#names()
    return names.reverse().map((removed) => {
      const [, at, , file = ''] = pattern.exec(removed) ?? []
      return { removed, file, at: epochMs(Number(at)) }
    })
  }

  /** Takes a file and its versions in. */
  async take(file: string, versions: VersionFolder, at: EpochMs): Promise<void> {
    const names = await this.#names()
    const same = names.filter((name) => name.startsWith(`${at}-`)).length
    const place = join(this.#path, `${at}-${String(same).padStart(3, '0')}-${basename(file)}`)
    try {
      await mkdir(place, { recursive: true })
      await versions.moveTo(join(place, 'versions'))
      await rename(file, join(place, basename(file)))
    } catch (error) {
      throw badFile(file, 'could not be removed', error)
    }
    for (const oldest of names.slice(0, Math.max(0, names.length + 1 - mostRemoved)))
      await rm(join(this.#path, oldest), { recursive: true, force: true })
  }

  /** Gives a file and its versions back, to where `placeFor` says. Answers with the path of the file. */
  async giveBack(removed: string, placeFor: (file: string) => Promise<Place>): Promise<string> {
    const [, , , name = ''] = pattern.exec(removed) ?? []
    if (!(await this.#names()).includes(removed))
      throw new Failure('usage', `There is no removed strategy ${removed}: list them again`)
    const { file, versions } = await placeFor(name)
    const place = join(this.#path, removed)
    try {
      await rename(join(place, name), file)
      await new VersionFolder(join(place, 'versions')).moveTo(versions.path)
      await rm(place, { recursive: true, force: true })
    } catch (error) {
      throw badFile(file, 'could not be brought back', error)
    }
    return file
  }

  /** In the order of time. */
  async #names(): Promise<string[]> {
    try {
      return (await readdir(this.#path)).filter((name) => pattern.test(name)).sort()
    } catch (error) {
      if (isMissing(error)) return []
      throw badFile(this.#path, 'cannot be read', error)
    }
  }
}

interface Place {
  readonly file: string
  readonly versions: VersionFolder
}
