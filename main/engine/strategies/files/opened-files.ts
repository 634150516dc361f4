import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { Failure } from '#shared/protocol/failure.ts'
import { writeWholeFile } from '../../files/whole-file.ts'
import { readTextFile } from './text-file.ts'

const mostOpened = 200
const content = z.object({ format: z.literal('tapedeck opened strategies 1'), files: z.array(z.string()) })

/** Files elsewhere on the disk that the user opened, kept in a file of their paths. */
export class OpenedFiles {
  readonly #path: string
  #files: readonly string[] | undefined

  constructor(path: string) {
    this.#path = path
  }

  /** Paths in the order they were opened; none where the list cannot be read. */
  async all(): Promise<readonly string[]> {
    this.#files ??= await this.#read()
    return this.#files
  }

  /** Adds a file. Throws a Failure of code 'usage' when there are too many. */
  async add(file: string): Promise<void> {
    const files = await this.all()
    if (files.includes(file)) return
    if (files.length >= mostOpened)
      throw new Failure('usage', `${mostOpened} files are listed already: remove one from the list first`)
    await this.#write([...files, file])
  }

  async remove(file: string): Promise<void> {
    const files = await this.all()
    await this.#write(files.filter((other) => other !== file))
  }

  async #read(): Promise<readonly string[]> {
    const found = await readTextFile(this.#path).catch(() => undefined)
    try {
      return content.parse(JSON.parse(found?.text ?? '')).files.slice(0, mostOpened)
    } catch {
      return []
    }
  }

  async #write(files: readonly string[]): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true })
    const text = `${JSON.stringify({ format: 'tapedeck opened strategies 1', files }, undefined, 2)}\n`
    await writeWholeFile(this.#path, (write) => write(text))
    this.#files = files
  }
}
