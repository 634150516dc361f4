import { type FSWatcher, watch } from 'node:fs'
import type { Ticker } from '../../time/ticker.ts'

/** More folders than these are only looked at now and then. */
const mostWatched = 50
/** News of a folder come in bursts: an editor writes, renames and writes again. */
const burstMs = 150
/** How long a change may go unseen where the system tells nothing: on network drives, or without free watches. */
const lookEveryMs = 2000

/** Calls `look` soon after something changed in one of some folders, and now and then in any case. */
export class FolderWatch {
  readonly #ticker: Ticker
  readonly #look: () => void
  readonly #watchers = new Map<string, FSWatcher>()
  #cancelLook: (() => void) | undefined
  #cancelBurst: (() => void) | undefined

  constructor(ticker: Ticker, look: () => void) {
    this.#ticker = ticker
    this.#look = look
  }

  /** Watches these folders and no others from now on. One that cannot be watched is looked at now and then. */
  follow(folders: Iterable<string>): void {
    this.#cancelLook ??= this.#ticker.after(lookEveryMs, () => this.#again())
    const wanted = new Set([...folders].slice(0, mostWatched))
    for (const folder of this.#watchers.keys()) if (!wanted.has(folder)) this.#drop(folder)
    for (const folder of wanted) if (!this.#watchers.has(folder)) this.#add(folder)
  }

  close(): void {
    this.#cancelLook?.()
    this.#cancelBurst?.()
    for (const folder of [...this.#watchers.keys()]) this.#drop(folder)
  }

  #again(): void {
    this.#cancelLook = this.#ticker.after(lookEveryMs, () => this.#again())
    this.#look()
  }

  #add(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#noted())
      watcher.on('error', () => this.#drop(folder))
      this.#watchers.set(folder, watcher)
    } catch {
      // It is not there yet, or the system has no watch left.
    }
  }

  #drop(folder: string): void {
    this.#watchers.get(folder)?.close()
    this.#watchers.delete(folder)
  }

  #noted(): void {
    this.#cancelBurst?.()
    this.#cancelBurst = this.#ticker.after(burstMs, this.#look)
  }
}
