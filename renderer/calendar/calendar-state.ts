import { create } from 'zustand'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import type { CalendarYear, YearDay } from '#shared/protocol/calendar-calls.ts'
import type { CallResult } from '#shared/protocol/contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { BoardTotals } from './made-ready.ts'
import type { Counts, Measure } from './measures.ts'

export type Exchange = CallResult<EngineContract, 'calendar.exchanges'>[number]
export type Range = CallResult<EngineContract, 'calendar.range'>

/** Whose bars the days are about: a watchlist by its number, or all symbols of the exchange. */
export type SymbolsOf = number | 'all'

/** How complete the bars of the sessions of a year are, by session date, as of a clock. */
export interface Quality {
  readonly clock: EpochMs
  readonly symbols: number
  readonly sessions: ReadonlyMap<SessionDate, { readonly stored: number; readonly counts: Counts }>
}

interface CalendarState {
  readonly exchanges: readonly Exchange[]
  /** Whose calendar is shown; undefined until the first one is chosen. */
  readonly exchange: string | undefined
  readonly span: 'year' | 'month'
  readonly measure: Measure
  readonly symbolsOf: SymbolsOf
  /** The day that is chosen; it has the focus when a day has it. */
  readonly chosen: SessionDate
  /** The other end of a range of days; undefined where it is one day alone. */
  readonly anchor: SessionDate | undefined
  /** What the engine told of the exchange. */
  readonly range: Range | undefined
  /** The year of the chosen day; undefined while it is asked for, or outside the calendar. */
  readonly year: CalendarYear | undefined
  readonly quality: Quality | undefined
  /** Runs of prefetch for the exchange by the session that they were to make ready, the last one first. */
  readonly runs: ReadonlyMap<SessionDate, readonly RunRecord[]>
  /** What boards of runs that left something open tell of their sessions. */
  readonly boards: BoardTotals
  /** Sessions of the year after the shown one, where runs for them may have some of the shown year before them. */
  readonly sessionsAfter: readonly YearDay[]
  /** Whether sessions are being counted. */
  readonly counting: boolean
  /** Why the bars of the sessions cannot be told of. */
  readonly failure: string | undefined
}

export const firstState: CalendarState = {
  exchanges: [],
  exchange: undefined,
  span: 'year',
  measure: 'coverage',
  symbolsOf: 'all',
  chosen: '2024-01-02' as SessionDate,
  anchor: undefined,
  range: undefined,
  year: undefined,
  quality: undefined,
  runs: new Map(),
  boards: new Map(),
  sessionsAfter: [],
  counting: false,
  failure: undefined,
}

/** What the calendar view shows; kept while another view is shown. */
export const useCalendar = create<CalendarState>(() => firstState)

export function yearOf(date: SessionDate): number {
  return Number(date.slice(0, 4))
}

/** First and last day of the range that is chosen, the same day where it is one alone. */
export function chosenSpan({
  chosen,
  anchor = chosen,
}: Pick<CalendarState, 'chosen' | 'anchor'>): readonly [first: SessionDate, last: SessionDate] {
  return anchor < chosen ? [anchor, chosen] : [chosen, anchor]
}
