import type { BarColumns } from '#shared/bars/columns.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { SplitHistory } from './split-history.ts'

/** 1m bars of one session of a symbol, those within the hours asked for. */
export interface SessionBars {
  readonly session: Session
  readonly columns: BarColumns
}

/** What was read of one symbol for a replay. */
export interface LoadedSymbol {
  readonly symbol: string
  /** The feed of its bars; undefined when the store has none of this session. */
  readonly feed: string | undefined
  /** How its earlier bars are adjusted for splits; those below are already. */
  readonly history: SplitHistory
  /** Close of the session before, where the store has it. */
  readonly previousClose: number | undefined
  /** 1m bars of the session to be replayed. */
  readonly columns: BarColumns
  /** Sessions before it that the store has, oldest first. */
  readonly trailing: readonly SessionBars[]
}

/** All that a replay needs, read from the store at once. */
export interface LoadedSession {
  readonly calendar: TradingCalendar
  readonly session: Session
  readonly hours: Hours
  readonly synthetic: boolean
  readonly start: EpochMs
  readonly end: EpochMs
  /** Sessions shown before this one, oldest first, whether or not the store has bars of them. */
  readonly trailing: readonly Session[]
  readonly symbols: readonly LoadedSymbol[]
}
