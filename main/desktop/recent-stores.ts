import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import type { RecentStore } from '#shared/protocol/desktop-contract.ts'
import { asFailure } from '#shared/protocol/failure.ts'

const mostKept = 20
const entries = z.array(z.object({ path: z.string().min(1), openedAt: z.number() }))
type Entries = z.infer<typeof entries>

/** The stores that were open lately, newest first, kept in a JSON file of the user's. */
export class RecentStores {
  readonly #file: string
  readonly #now: () => number
  readonly #warn: (line: string) => void

  constructor(file: string, now: () => number, warn: (line: string) => void) {
    this.#file = file
    this.#now = now
    this.#warn = warn
  }

  /** At most twenty; each says whether its file still exists. */
  list(): RecentStore[] {
    return this.#read().map(({ path, openedAt }) => ({ path, openedAt, exists: existsSync(path) }))
  }

  /** Puts a store in front, once. */
  add(path: string): RecentStore[] {
    const added = { path: resolve(path), openedAt: this.#now() }
    this.#write([added, ...this.#without(path)].slice(0, mostKept))
    return this.list()
  }

  remove(path: string): RecentStore[] {
    this.#write(this.#without(path))
    return this.list()
  }

  #without(path: string): Entries {
    return this.#read().filter((entry) => entry.path !== resolve(path))
  }

  #read(): Entries {
    if (!existsSync(this.#file)) return []
    try {
      return entries.parse(JSON.parse(readFileSync(this.#file, 'utf8'))).slice(0, mostKept)
    } catch {
      this.#warn(`${this.#file}: the list of recent stores cannot be read; it starts anew.`)
      return []
    }
  }

  #write(list: Entries): void {
    try {
      mkdirSync(dirname(this.#file), { recursive: true })
      const unfinished = `${this.#file}.new`
      writeFileSync(unfinished, JSON.stringify(list, undefined, 2))
      renameSync(unfinished, this.#file)
    } catch (error) {
      this.#warn(`${this.#file}: the list of recent stores cannot be kept: ${asFailure(error).message}`)
    }
  }
}
