import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { asFailure } from '#shared/protocol/failure.ts'
import { OneByOne } from '../one-by-one.ts'
import type { StrategyPlaces } from '../strategy-places.ts'
import { isStrategyFile } from './file-names.ts'
import type { OpenedFiles } from './opened-files.ts'
import { isMissing, readTextFile, type TextFile } from './text-file.ts'

/** More files of the folder are not listed: it holds something else then. */
const mostFiles = 500

/** A file that is listed: its text, or why it has none. */
export type ListedFile =
  | { readonly kind: 'text'; readonly path: string; readonly file: TextFile }
  | { readonly kind: 'unreadable'; readonly path: string; readonly cause: string }

interface Found {
  readonly files: readonly ListedFile[]
  readonly changed: readonly string[]
}

interface Looked {
  /** Another one when the file has another text. */
  readonly mark: string
  readonly listed: ListedFile
}

/** The files of the folder and those that were opened elsewhere; each is read again when it has changed. */
export class ListedFiles {
  readonly #places: StrategyPlaces
  readonly #opened: OpenedFiles
  #looked: ReadonlyMap<string, Looked> = new Map()
  /** What one look finds changed, the next one knows. */
  readonly #looks = new OneByOne()

  constructor(places: StrategyPlaces, opened: OpenedFiles) {
    this.#places = places
    this.#opened = opened
  }

  /** Looks at the disk. Answers with all files and the paths of those that came, went or have another text. */
  look(): Promise<Found> {
    return this.#looks.run(() => this.#lookAtAll())
  }

  async #lookAtAll(): Promise<Found> {
    const paths = new Set([...(await this.inFolder()), ...(await this.#opened.all())])
    const looked = new Map<string, Looked>()
    for (const path of paths) looked.set(path, await this.#lookAt(path))
    const before = this.#looked
    this.#looked = looked
    const changed = [...new Set([...before.keys(), ...looked.keys()])].filter(
      (path) => textOf(before.get(path)) !== textOf(looked.get(path)),
    )
    return { files: [...looked.values()].map(({ listed }) => listed), changed }
  }

  /** Whether a file is listed, by what lies on the disk now. */
  async has(path: string): Promise<boolean> {
    return (await this.#opened.all()).includes(path) || (await this.inFolder()).includes(path)
  }

  /** Files of the folder, in the order of their names. */
  async inFolder(): Promise<readonly string[]> {
    const { folder } = this.#places
    try {
      const names = (await readdir(folder)).filter(isStrategyFile).sort()
      return names.slice(0, mostFiles).map((name) => join(folder, name))
    } catch (error) {
      if (isMissing(error)) return []
      throw error
    }
  }

  async #lookAt(path: string): Promise<Looked> {
    try {
      const { mtimeMs, size, ino } = await stat(path)
      const mark = `${mtimeMs} ${size} ${ino}`
      const known = this.#looked.get(path)
      if (known?.mark === mark) return known
      const file = await readTextFile(path)
      if (file) return { mark, listed: { kind: 'text', path, file } }
    } catch (error) {
      if (!isMissing(error))
        return { mark: '', listed: { kind: 'unreadable', path, cause: asFailure(error).message } }
    }
    return { mark: '', listed: { kind: 'unreadable', path, cause: 'The file is not there any more.' } }
  }
}

function textOf(looked: Looked | undefined): string | undefined {
  if (!looked) return undefined
  const { listed } = looked
  return listed.kind === 'text' ? listed.file.hash : listed.cause
}
