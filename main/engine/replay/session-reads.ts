import type { Calendars } from '../calendars/calendars.ts'
import type { Ticker } from '../time/ticker.ts'
import { KeptSession } from './kept-session.ts'
import { type LoadAnswer, loadSession } from './load-session.ts'
import type { Run, RunOrigin } from './replay-run.ts'

/** A session that is filled over and over while it is read is opened as it was read last. */
const mostReads = 3

/** Reads sessions from the store, and keeps the one that a replay rolled from. */
export class SessionReads {
  readonly #calendars: Calendars
  readonly #ticker: Ticker
  readonly #kept = new KeptSession()
  /** Counts sessions that were filled in the store. */
  #filled = 0

  constructor(calendars: Calendars, ticker: Ticker) {
    this.#calendars = calendars
    this.#ticker = ticker
  }

  /** Rejects like `loadSession`. */
  load({ reader, calendar, request }: RunOrigin): Promise<LoadAnswer> {
    return loadSession(reader, this.#calendars, calendar, request, this.#ticker)
  }

  /** The same for a replay that is opened: what was kept is not read again, what was filled while it was read is. */
  async open(origin: RunOrigin): Promise<LoadAnswer> {
    const kept = this.#kept.find(origin.reader, keyOf(origin))
    if (kept) return kept
    for (let reads = 1; ; reads++) {
      const filled = this.#filled
      const answer = await this.load(origin)
      if (filled === this.#filled || reads === mostReads) return answer
    }
  }

  /** Keeps what was read for a run. */
  keep(run: Run): void {
    this.#kept.keep(run.reader, keyOf(run), run.answer)
  }

  /** A session has more in the store than when it was read. */
  noteFilled(): void {
    this.#filled++
    this.#kept.forget()
  }

  forget(): void {
    this.#kept.forget()
  }
}

/** Says all that the reading of a session depends on, besides the store. */
function keyOf({ calendar: { exchange, version }, request }: RunOrigin): string {
  return JSON.stringify({ exchange, version, ...request, until: undefined, at: undefined, speed: undefined })
}
