import type { AdjustmentMode } from '#shared/bars/adjustment-mode.ts'
import type { BarView } from '#shared/bars/bar-view.ts'
import type { BarColumns } from '#shared/bars/columns.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { TrailingWindow } from '#shared/session-file/trailing-window.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { LateBars } from '../coordinator/bar-source.ts'
import type { HistoricalBars } from '../history/historical-bars.ts'
import { spanOfHours } from './hours.ts'

/** One exchange of a replay: its session of the replayed label, and the sessions before it. */
export interface LoadedExchange {
  readonly calendar: TradingCalendar
  readonly session: Session
  /** Sessions shown before it, oldest first, whether or not the store has bars of them. */
  readonly trailing: readonly Session[]
  /** Those of them that the store has, of the exchange's symbols in the replay. */
  readonly history: HistoricalBars
}

/** What was read of one symbol for a replay. */
export interface LoadedSymbol {
  readonly symbol: string
  readonly exchange: LoadedExchange
  /** Whether all its bars are made up. */
  readonly synthetic: boolean
  /** The feed of its bars; undefined when the store has none of this session. */
  readonly feed: string | undefined
  /** Close of the session before, adjusted, where the store has it. */
  readonly previousClose: number | undefined
  /** 1m bars of the session to be replayed, known at their end. */
  readonly columns: BarColumns
  /** Versions of them, and other bars, that become known later: as traded alone (R17). */
  readonly late?: LateBars | undefined
}

/** What a replay was asked for, whatever its symbols. */
export interface ReplaySettings {
  readonly hours: Hours
  readonly adjustment: AdjustmentMode
  /** As traded, a bar is there from the time on at which it was known, in its version of then. */
  readonly view: BarView
  /** Sessions before the replayed one that are kept at hand. */
  readonly windows: readonly TrailingWindow[]
}

/** All that a replay needs, read from the store at once. */
export interface LoadedSession extends ReplaySettings {
  /** The calendar and session of the exchange that the replay was opened for. */
  readonly calendar: TradingCalendar
  readonly session: Session
  /** That exchange first, then those of symbols of others. */
  readonly exchanges: readonly LoadedExchange[]
  readonly synthetic: boolean
  /** From the earliest start of the hours of any exchange that bars are played of to the latest end. */
  readonly start: EpochMs
  readonly end: EpochMs
  readonly symbols: readonly LoadedSymbol[]
}

/** The replay of some symbols, opened for an exchange. */
export function sessionOf(
  primary: LoadedExchange,
  symbols: readonly LoadedSymbol[],
  { hours, adjustment, view, windows }: ReplaySettings,
): LoadedSession {
  const exchanges = [...new Set([primary, ...symbols.map(({ exchange }) => exchange)])]
  // An exchange of which no bar is played does not make the replay longer.
  const played = new Set(
    symbols.filter(({ columns }) => columns.start.length > 0).map(({ exchange }) => exchange),
  )
  const spans = exchanges
    .filter((exchange) => exchange === primary || played.has(exchange))
    .map(({ session }) => spanOfHours(session, hours))
  return {
    calendar: primary.calendar,
    session: primary.session,
    exchanges,
    hours,
    adjustment,
    view,
    windows,
    synthetic: symbols.some(({ synthetic }) => synthetic),
    start: Math.min(...spans.map(({ open }) => open)) as EpochMs,
    end: Math.max(...spans.map(({ close }) => close)) as EpochMs,
    symbols,
  }
}

/** Whether there is nothing to be played of a symbol. */
export function isEmpty({ columns, late }: LoadedSymbol): boolean {
  return columns.start.length === 0 && !late
}
