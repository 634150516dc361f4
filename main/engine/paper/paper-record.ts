import { Failure } from '#shared/protocol/failure.ts'
import type { PaperEntry } from '#shared/protocol/paper-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'

/**
 * An order by what placed it: the entry of the record, or of the exits that its bracket placed the so manyth, counted
 * from 0. The broker's numbers do not serve: with other bars other orders are filled, and exits are counted too.
 */
export interface OrderName {
  readonly entry: number
  readonly exit?: number
}

/** What was asked for by hand. */
export type PaperAction = PaperEntry['action']

/** More than anyone asks for by hand in a session. */
const mostEntries = 2000

/** What was asked for by hand in a session, in the order of the replay's clock. */
export class PaperRecord {
  readonly #entries: PaperEntry[] = []

  get length(): number {
    return this.#entries.length
  }

  entry(index: number): PaperEntry | undefined {
    return this.#entries[index]
  }

  /** Symbols that orders were placed in, in the order of their first one. */
  symbols(): readonly string[] {
    const placed = this.#entries.flatMap(({ action }) =>
      action.type === 'place' ? [action.request.symbol] : [],
    )
    return [...new Set(placed)]
  }

  /** Entries from a number on, so many at most. */
  slice(from: number, most: number): readonly PaperEntry[] {
    return this.#entries.slice(from, from + most)
  }

  /** How many entries lie after a time. */
  countAfter(time: EpochMs): number {
    return this.#entries.length - this.#firstAfter(time)
  }

  /** Drops the entries after a time. */
  dropAfter(time: EpochMs): void {
    this.#entries.length = this.#firstAfter(time)
  }

  /**
   * Adds an entry and gives back its number. Throws a Failure with code 'usage' when there are too many, and
   * for one before the last.
   */
  add(entry: PaperEntry): number {
    const last = this.#entries.at(-1)
    if (last && entry.at < last.at)
      throw new Failure('usage', 'An order was placed before one that is recorded; order again.')
    if (this.#entries.length === mostEntries)
      throw new Failure(
        'usage',
        `More than ${mostEntries.toLocaleString('en-US')} orders and changes by hand in one session. Reset paper orders to go on.`,
      )
    this.#entries.push(entry)
    return this.#entries.length - 1
  }

  #firstAfter(time: EpochMs): number {
    const index = this.#entries.findIndex(({ at }) => at > time)
    return index < 0 ? this.#entries.length : index
  }
}
