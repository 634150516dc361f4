import type { AdjustmentMode } from '#shared/bars/adjustment-mode.ts'
import type { BarRange } from '#shared/bars/columns.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { type Adjustment, adjustmentOf, type FactorRow } from '../adjustment/factors.ts'
import type { BarSource } from './bar-source.ts'
import { ContinuousBars } from './continuous-bars.ts'
import { noBars } from './no-bars.ts'
import type { PastBars } from './past-bars.ts'
import { PastSession } from './past-session.ts'
import { type TrailingSession, TrailingSessions } from './trailing-sessions.ts'

/** What the trailing sessions of a run are, whatever its symbols. */
export interface HistorySettings {
  readonly calendar: TradingCalendar
  readonly hours: Hours
  readonly adjustment: AdjustmentMode
}

/** One interval of a symbol as loaded: its trailing sessions, oldest first, and how many it keeps. */
export interface LoadedWindow {
  readonly interval: Interval
  readonly sessions: number
  readonly past: readonly PastSession[]
}

/**
 * Bars of a session that has ended, by symbol and interval, as the store has them; undefined where it has none.
 * They lie within the hours of the run, are kept, and must not be written to later.
 */
export type EndedBars = (symbol: string, interval: Interval) => BarRange | undefined

/** A session that has ended, with the 1m bars of each symbol. */
export interface LastSession {
  readonly session: SessionDate
  readonly minutes: ReadonlyMap<string, BarRange>
}

interface Series {
  readonly window: number
  readonly trailing: TrailingSessions
  readonly bars: ContinuousBars
}

interface SymbolHistory {
  readonly series: ReadonlyMap<Interval, Series>
  readonly factors: readonly FactorRow[]
}

/**
 * The sessions before the current one, of all symbols, and the current one joined to them. It moves on by one
 * session a roll. Every question about a symbol and interval that have no window throws a Failure with code
 * 'unknown-symbol'.
 */
export class HistoricalBars {
  readonly settings: HistorySettings
  readonly #symbols = new Map<string, SymbolHistory>()
  #session: SessionDate
  #lastSession: LastSession | undefined

  constructor(settings: HistorySettings, session: SessionDate) {
    this.settings = settings
    this.#session = session
  }

  /** The session that the history comes before. */
  get session(): SessionDate {
    return this.#session
  }

  /** The session that ended last, kept to be looked at after a run; undefined before the first end (H2). */
  get lastSession(): LastSession | undefined {
    return this.#lastSession
  }

  /** Adds a symbol, in place of what was known of it. */
  add(symbol: string, windows: readonly LoadedWindow[], factors: readonly FactorRow[]): void {
    const { adjustment } = this.settings
    const series = windows.map(({ interval, sessions, past }): [Interval, Series] => {
      const trailing = new TrailingSessions(past, adjustment, factors)
      const bars = new ContinuousBars(this.#pastBarsOf(trailing), noBars)
      return [interval, { window: sessions, trailing, bars }]
    })
    this.#symbols.set(symbol, { series: new Map(series), factors })
  }

  remove(symbol: string): void {
    this.#symbols.delete(symbol)
  }

  symbols(): readonly string[] {
    return [...this.#symbols.keys()]
  }

  /** Intervals that a symbol has a window of. */
  intervals(symbol: string): readonly Interval[] {
    return [...(this.#symbols.get(symbol)?.series.keys() ?? [])]
  }

  /** What bars of an earlier session of a symbol are multiplied and divided with, as of the current session (R21). */
  adjustmentOf(symbol: string, session: SessionDate): Adjustment {
    return adjustmentOf(this.#factorsOf(symbol), this.settings.adjustment, session, this.#session)
  }

  /** Whether a symbol had splits or dividends before the current session: then modes of adjustment differ. */
  isAdjustable(symbol: string): boolean {
    const factors = this.#factorsOf(symbol)
    return factors.some(({ until }) => {
      const { price, split } = adjustmentOf(factors, 'split-and-dividend', until, this.#session)
      return price !== 1 || split !== 1
    })
  }

  /** The trailing sessions that have bars, oldest first, adjusted as of the current session. */
  trailingSessions(symbol: string, interval: Interval): readonly TrailingSession[] {
    return this.#seriesOf(symbol, interval).trailing.sessions(this.#session)
  }

  /** The bars of these sessions, for a reader that follows their changes. */
  pastBars(symbol: string, interval: Interval): PastBars {
    return this.#pastBarsOf(this.#seriesOf(symbol, interval).trailing)
  }

  /**
   * Puts a trailing session of a symbol, as it is now, in its place in every window that reaches so far back; one
   * that lies elsewhere, or a symbol that is not there, changes nothing.
   */
  renew(symbol: string, session: SessionDate, past: (interval: Interval) => PastSession | undefined): void {
    for (const [interval, { window, trailing }] of this.#symbols.get(symbol)?.series ?? []) {
      const isTrailing = this.settings.calendar
        .trailingSessions(this.#session, window)
        .some(({ date }) => date === session)
      const renewed = isTrailing ? past(interval) : undefined
      if (renewed) trailing.renew(renewed)
    }
  }

  /** Joins the bars of the current session to the history; the source is read from now on, here alone. */
  attach(symbol: string, interval: Interval, current: BarSource): void {
    this.#seriesOf(symbol, interval).bars.reset(current)
  }

  /** History and current session as one, for a reader that asks often. */
  continuousBars(symbol: string, interval: Interval): ContinuousBars {
    return this.#seriesOf(symbol, interval).bars
  }

  /** All bars of the history and of the current session so far, as one range. */
  getAllBarsIncludingHistorical(symbol: string, interval: Interval): BarRange {
    return this.#seriesOf(symbol, interval).bars.range()
  }

  /**
   * Ends the current session: it becomes the newest trailing one of every window, the oldest leaves, and the
   * calendar's next one is current, with no bars until they are attached. An interval without bars of its own is
   * made of the 1m bars. Throws a RangeError when another session is current.
   */
  roll(ended: SessionDate, bars: EndedBars): void {
    this.finish(ended, bars)
    const { calendar } = this.settings
    const session = sessionOn(calendar, ended)
    const next = calendar.nextSession(ended).date
    const oldestOf = new Map<number, SessionDate>()
    for (const [symbol, { series }] of this.#symbols) {
      const minutes = bars(symbol, oneMinute)
      for (const [interval, { window, trailing, bars: continuous }] of series) {
        const oldest = oldestOf.get(window) ?? calendar.trailingSessions(next, window)[0]?.date ?? next
        oldestOf.set(window, oldest)
        trailing.roll(this.#past(session, interval, bars(symbol, interval), minutes), oldest)
        continuous.reset(noBars)
      }
    }
    this.#session = next
  }

  /** Ends the current session without going on: the history stays, and the session can be looked at. */
  finish(ended: SessionDate, bars: EndedBars): void {
    if (ended !== this.#session)
      throw new RangeError(`Session ${ended} cannot end: the current one is ${this.#session}`)
    const minutes = new Map<string, BarRange>()
    for (const symbol of this.#symbols.keys()) {
      const range = bars(symbol, oneMinute)
      if (range) minutes.set(symbol, range)
    }
    this.#lastSession = { session: ended, minutes }
  }

  #past(
    session: Session,
    interval: Interval,
    bars: BarRange | undefined,
    minutes: BarRange | undefined,
  ): PastSession | undefined {
    if (bars) return bars.to > bars.from ? PastSession.of(session, bars) : undefined
    if (!minutes || minutes.to === minutes.from) return undefined
    return PastSession.derived(session, minutes, interval, this.settings.hours)
  }

  #pastBarsOf(trailing: TrailingSessions): PastBars {
    return {
      get version() {
        return trailing.version
      },
      ranges: () => trailing.sessions(this.#session).map(({ bars }) => bars),
    }
  }

  #factorsOf(symbol: string): readonly FactorRow[] {
    return this.#symbols.get(symbol)?.factors ?? []
  }

  #seriesOf(symbol: string, interval: Interval): Series {
    const series = this.#symbols.get(symbol)?.series.get(interval)
    if (!series)
      throw new Failure(
        'unknown-symbol',
        `${symbol} has no trailing sessions of ${interval}; ask for a window.`,
      )
    return series
  }
}

function sessionOn(calendar: TradingCalendar, date: SessionDate): Session {
  const session = calendar.session(date)
  if (!session) throw new RangeError(`${calendar.exchange} has no session on ${date}`)
  return session
}
