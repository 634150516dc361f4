import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { Miss, StartFacts } from '#shared/prefetch/session-start.ts'
import type { Calendars } from '../calendars/calendars.ts'
import type { StoreReader } from '../store/store.ts'
import type { Ticker } from '../time/ticker.ts'
import { KeptSession } from './kept-session.ts'
import { type LoadAnswer, loadSession, type SessionRequest } from './load-session.ts'
import type { Run, RunOrigin } from './replay-run.ts'

/** A session that is filled over and over while it is read is opened as it was read last. */
const mostReads = 3

/** Sessions that were prepared ahead of time. */
export interface Prefetch {
  /** Hands over all of a prepared session that is what is asked for, or says why there is none. */
  activatePrefetch(
    reader: StoreReader,
    calendar: TradingCalendar,
    request: SessionRequest,
  ): { readonly answer?: LoadAnswer | undefined; readonly miss?: Miss | undefined }
}

/** What a replay is opened with, and where it came from. */
export interface OpeningRead extends Pick<StartFacts, 'from' | 'miss'> {
  readonly answer: LoadAnswer
}

/** Why a session that is to be opened has to be read. */
export interface OpeningMiss extends Pick<StartFacts, 'from' | 'miss'> {
  readonly answer?: undefined
}

/** Reads sessions from the store, and keeps the one that a replay rolled from. */
export class SessionReads {
  readonly #calendars: Calendars
  readonly #ticker: Ticker
  readonly #prefetch: Prefetch | undefined
  readonly #kept = new KeptSession()
  /** Counts sessions that were filled in the store. */
  #filled = 0

  constructor(calendars: Calendars, ticker: Ticker, prefetch: Prefetch | undefined) {
    this.#calendars = calendars
    this.#ticker = ticker
    this.#prefetch = prefetch
  }

  /** Rejects like `loadSession`. */
  load({ reader, calendar, request }: RunOrigin): Promise<LoadAnswer> {
    return loadSession(reader, this.#calendars, calendar, request, this.#ticker)
  }

  /** What was kept or prepared of a session that is to be opened, or that it has to be read. */
  atHand(origin: RunOrigin): OpeningRead | OpeningMiss {
    const { reader, calendar, request } = origin
    const kept = this.#kept.find(reader, keyOf(origin))
    if (kept) return { answer: kept, from: 'kept' }
    const { answer, miss } = this.#prefetch?.activatePrefetch(reader, calendar, request) ?? {}
    if (answer) return { answer, from: 'prefetched' }
    return { from: 'store', ...(miss && { miss }) }
  }

  /** Reads a session that is to be opened; again, when something was filled while it was read. Rejects like `load`. */
  async read(origin: RunOrigin): Promise<LoadAnswer> {
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
