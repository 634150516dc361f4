import type { DayChange } from '#shared/calendar/overlay-day.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { flooredPercent } from '#shared/gaps/percent.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import type { CalendarYear, YearDay } from '#shared/protocol/calendar-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { MadeReady, ReadyCount } from './made-ready.ts'
import { type Counts, type Measure, shareOf } from './measures.ts'

/** What is known of the bars of a session. */
export type Bars =
  /** Still being counted. */
  | { readonly kind: 'unknown' }
  /** Not open yet. */
  | { readonly kind: 'to-come' }
  /** Not one of the symbols has a bar of it. */
  | { readonly kind: 'none' }
  | { readonly kind: 'counted'; readonly counts: Counts; readonly stored: number; readonly symbols: number }

/** A day of the calendar with everything that is shown of it. */
export interface Day {
  readonly date: SessionDate
  readonly session: YearDay | undefined
  readonly bars: Bars
  /** Why there is no session, where that has a name. */
  readonly closure: CalendarYear['closures'][number] | undefined
  readonly interruptions: CalendarYear['interruptions']
  /** Minutes by which clocks are put forward, or back where negative. */
  readonly clockChange: number | undefined
  readonly changes: readonly DayChange[]
  /** Runs of prefetch that were to make it ready, the last one first. */
  readonly runs: readonly RunRecord[]
  /** What the last run for a later session made ready of it. */
  readonly madeReady: MadeReady | undefined
  /** Follows from rules, not from published sessions. */
  readonly projected: boolean
}

/** What the quality of one session is made of, as far as it was told. */
export interface Told {
  readonly clock: EpochMs
  readonly symbols: number
  readonly stored: number
  readonly counts: Counts
}

/** What is known of the bars of a session from what was told of it. */
export function barsOf(session: YearDay, told: Told | undefined): Bars {
  if (!told) return { kind: 'unknown' }
  const { clock, symbols, stored, counts } = told
  if (stored > 0) return { kind: 'counted', counts, stored, symbols }
  return { kind: session.open > clock ? 'to-come' : 'none' }
}

/** The last run that had something to make ready; one that was skipped had not. */
export function lastRun(runs: readonly RunRecord[]): RunRecord | undefined {
  return runs.find(({ of }) => of > 0)
}

/** What was made ready of a session and those before it by the last run for it, else of it by one for a later session. */
export function preparedOf({ runs, madeReady }: Pick<Day, 'runs' | 'madeReady'>): ReadyCount | undefined {
  return lastRun(runs) ?? madeReady
}

/** What the colour of a day stands for, in percent; undefined where nothing is known of it. */
export function shareOfDay(day: Day, measure: Measure): number | undefined {
  const { session, bars } = day
  if (!session) return undefined
  if (measure !== 'prefetched') return bars.kind === 'counted' ? shareOf(measure, bars.counts) : undefined
  const made = preparedOf(day)
  return made && flooredPercent(made.ready, made.of)
}
