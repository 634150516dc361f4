import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { Plan } from '#shared/prefetch/plan.ts'
import { addMs, dayMs, type EpochMs } from '#shared/time/epoch.ts'
import { lastRunsBetween, type PlannedRun } from './run-times.ts'
import { wallText } from './wall-clock.ts'

/** Runs that were missed longer ago are not told of: nobody reads of a year in which the computer was off. */
export const longestMissedMs = 92 * dayMs

/** A run that is to begin now: at its time, or because it was missed and its session is still ahead. */
export interface DueRun extends PlannedRun {
  readonly trigger: 'schedule' | 'missed'
}

/** A run that does not take place, and why, in one sentence. */
export interface SkippedRun extends PlannedRun {
  readonly reason: string
}

export interface DueRuns {
  readonly run: DueRun | undefined
  /** In order, one for each session: the last of the runs that were for it. */
  readonly skipped: readonly SkippedRun[]
}

/**
 * What became due in (since, now], where `since` is when one looked last; nothing where the clock was put back behind
 * it. Runs for one session are one run. Only a session that is still ahead is made ready: at its time when that is no
 * longer ago than `graceMs`, else as the plan says of missed runs. Throws as lastRunsBetween does.
 */
export function dueRuns(
  plan: Pick<Plan, 'when' | 'missed'>,
  calendar: TradingCalendar,
  since: EpochMs,
  now: EpochMs,
  graceMs: number,
): DueRuns {
  // The calendar may not reach to where a wrong clock had been.
  if (since >= now) return { run: undefined, skipped: [] }
  const from = Math.max(since + 1, now - longestMissedMs) as EpochMs
  const skipped: SkippedRun[] = []
  let run: DueRun | undefined
  for (const last of lastRunsBetween(plan.when, calendar, from, addMs(now, 1))) {
    const isLate = now - last.due > graceMs
    const reason = reasonToSkip(plan, calendar, last, now, isLate)
    if (reason === undefined) run = { ...last, trigger: isLate ? 'missed' : 'schedule' }
    else skipped.push({ ...last, reason })
  }
  return { run, skipped }
}

function reasonToSkip(
  { missed }: Pick<Plan, 'missed'>,
  { zone }: TradingCalendar,
  { due, session }: PlannedRun,
  now: EpochMs,
  isLate: boolean,
): string | undefined {
  const when = `${wallText(zone, due).wall} (${zone})`
  if (session.open <= now)
    return `Nothing was there to run it at ${when}, and the session of ${session.date} has opened since.`
  if (isLate && missed === 'skip')
    return `Nothing was there to run it at ${when}; the plan skips runs that were missed.`
  return undefined
}
