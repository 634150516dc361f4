import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { ClassifiedGap } from '../classify/classify-gaps.ts'
import { gapsToAsk } from './tries.ts'
import type { Wanted } from './filler.ts'

/** So many sessions before the present one are looked at in one check, so that none of them takes long. */
const sessionsACheck = 20

interface TrailingSession {
  readonly symbol: string
  readonly exchange: string
  readonly session: SessionDate
  /** How often it was asked for in this run, whatever the store can keep of it. */
  rounds: number
}

/** Sessions before the present one that are kept complete too: some a check, in turn, until nothing is left to ask. */
export class TrailingWork {
  readonly #gapsOf: (session: TrailingSession) => readonly ClassifiedGap[]
  #line: TrailingSession[] = []

  /** `gapsOf` looks a session up in the store. */
  constructor(gapsOf: (session: TrailingSession) => readonly ClassifiedGap[]) {
    this.#gapsOf = gapsOf
  }

  add(symbol: string, exchange: string, sessions: readonly SessionDate[]): void {
    this.#line = this.#line.filter((other) => other.symbol !== symbol)
    this.#line.push(...sessions.map((session) => ({ symbol, exchange, session, rounds: 0 })))
  }

  /** Sessions that may still have something to ask for. */
  get count(): number {
    return this.#line.length
  }

  /** What is to be asked for next. A session of which nothing is, is not looked at again in this run. */
  take(maxRetries: number): readonly Wanted[] {
    const next = this.#line.splice(0, sessionsACheck)
    return next.flatMap((session) => {
      const gaps = session.rounds < maxRetries ? gapsToAsk(this.#gapsOf(session), maxRetries) : []
      if (gaps.length === 0) return []
      session.rounds++
      this.#line.push(session)
      return { symbol: session.symbol, exchange: session.exchange, session: session.session, gaps }
    })
  }
}
