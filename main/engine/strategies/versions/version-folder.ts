import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '#shared/protocol/failure.ts'
import type { StrategyVersion } from '#shared/protocol/strategy-calls.ts'
import { type EpochMs, epochMs } from '#shared/time/epoch.ts'
import { writeWholeFile } from '../../files/whole-file.ts'
import { badFile, hashOf, isMissing, readTextFile, type TextFile } from '../files/text-file.ts'

/** More are not kept of one strategy: the oldest goes. */
const mostVersions = 200
const pattern = /^(\d{4}-\d{2}-\d{2}T\d{2})-(\d{2})-(\d{2}\.\d{3}Z)-(\d{4})\.txt$/

/**
 * The texts that one strategy had: a folder with a plain file for each, named by its time, so that they can be read
 * without the program.
 */
export class VersionFolder {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /** Keeps a text, unless it is the last one already. */
  async keep(text: string, at: EpochMs): Promise<void> {
    const names = await this.#names()
    const last = names.at(-1)
    if (last !== undefined && (await this.#read(last)).hash === hashOf(text)) return
    await mkdir(this.path, { recursive: true })
    await writeWholeFile(join(this.path, nextName(last, at)), (write) => write(text))
    const surplus = names.slice(0, Math.max(0, names.length + 1 - mostVersions))
    for (const name of surplus) await rm(join(this.path, name), { force: true })
  }

  /** The last one first. */
  async list(): Promise<readonly StrategyVersion[]> {
    const names = await this.#names()
    const versions = await Promise.all(
      names.map(async (name) => ({
        version: name,
        at: timeOf(name),
        bytes: (await stat(join(this.path, name))).size,
      })),
    )
    return versions.reverse()
  }

  /** Throws a Failure of code 'usage' for one that there is not. */
  async read(version: string): Promise<TextFile> {
    if (!(await this.#names()).includes(version))
      throw new Failure('usage', `There is no version ${version}: the list of versions has those there are`)
    return this.#read(version)
  }

  /** The last text, if any was kept. */
  async last(): Promise<TextFile | undefined> {
    const name = (await this.#names()).at(-1)
    return name === undefined ? undefined : this.#read(name)
  }

  /** Moves all of them elsewhere; what was there goes. Nothing happens where none were kept. */
  async moveTo(path: string): Promise<void> {
    if ((await this.#names()).length === 0) return
    try {
      await mkdir(dirname(path), { recursive: true })
      await rm(path, { recursive: true, force: true })
      await rename(this.path, path)
    } catch (error) {
      throw badFile(this.path, 'could not be moved', error)
    }
  }

  async #read(name: string): Promise<TextFile> {
    const found = await readTextFile(join(this.path, name))
    if (!found) throw new Failure('bad-file', `${join(this.path, name)}: is gone; list the versions again`)
    return found
  }

  /** In the order of time. */
  async #names(): Promise<string[]> {
    try {
      return (await readdir(this.path)).filter((name) => pattern.test(name)).sort()
    } catch (error) {
      if (isMissing(error)) return []
      throw badFile(this.path, 'cannot be read', error)
    }
  }
}

/** A name that comes after `last` in the order of the alphabet, also when the clock stood still or went back. */
function nextName(last: string | undefined, at: EpochMs): string {
  const stamp = new Date(at).toISOString().replaceAll(':', '-')
  if (last === undefined || `${stamp}-0000.txt` > last) return `${stamp}-0000.txt`
  const [, , , , count] = pattern.exec(last) ?? []
  return `${last.slice(0, stamp.length)}-${String(Number(count) + 1).padStart(4, '0')}.txt`
}

function timeOf(name: string): EpochMs {
  const [, hour, minute, second] = pattern.exec(name) ?? []
  return epochMs(Date.parse(`${hour}:${minute}:${second}`))
}
