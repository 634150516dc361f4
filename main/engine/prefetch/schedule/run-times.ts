import { dateOfDay, dayNumber } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { PlanTime } from '#shared/prefetch/plan.ts'
import { addMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { nextOpening, noOpening, numberOfOpening } from '../detector/next-opening.ts'
import { parseCronLine } from './cron-line.ts'
import { lastOfCron, timesOf } from './cron-times.ts'
import { clockOf } from './wall-clock.ts'

/** A time at which a plan runs, and the session that it makes ready. */
export interface PlannedRun {
  readonly due: EpochMs
  readonly session: Session
}

/**
 * The runs of a plan from an instant on, in order, each once. A run before an open makes the session of that open ready;
 * any other one the next session that opens after it.
 *
 * Times of day are those on the wall of the exchange. One that the clock shows twice on the day of a change is its
 * first pass; one that it skips comes as much later as the clock was put forward, so that 02:30 runs at 03:30, once
 * with what runs at 03:30 anyway.
 *
 * Throws a Failure with code 'outside-calendar' where the calendar does not know what comes next, and with 'usage' for a
 * cron line that is wrong.
 */
export function runsFrom(
  when: PlanTime,
  calendar: TradingCalendar,
  from: EpochMs,
): Generator<PlannedRun, never> {
  switch (when.kind) {
    case 'before-open':
      return runsBeforeOpens(when.minutes * minuteMs, calendar, from)
    case 'at':
      return runsAt(minutesOf(when.time), calendar, from)
    case 'cron':
      return runsOfCron(when.line, calendar, from)
  }
}

/** The runs in [from, to). Throws as runsFrom does. */
export function runsBetween(
  when: PlanTime,
  calendar: TradingCalendar,
  from: EpochMs,
  to: EpochMs,
): readonly PlannedRun[] {
  const runs: PlannedRun[] = []
  for (const run of runsFrom(when, calendar, from)) {
    if (run.due >= to) break
    runs.push(run)
  }
  return runs
}

/**
 * Of the runs in [from, to) the last one for each session, in order: of a line that runs every minute only those are
 * looked for. Throws as runsFrom does.
 */
export function lastRunsBetween(
  when: PlanTime,
  calendar: TradingCalendar,
  from: EpochMs,
  to: EpochMs,
): readonly PlannedRun[] {
  if (when.kind === 'cron') return lastRunsOfCron(when.line, calendar, from, to)
  const last = new Map(runsBetween(when, calendar, from, to).map((run) => [run.session.date, run]))
  return [...last.values()]
}

/** The first run after an instant. Throws as runsFrom does. */
export function runAfter(when: PlanTime, calendar: TradingCalendar, time: EpochMs): PlannedRun {
  return runsFrom(when, calendar, addMs(time, 1)).next().value
}

function* runsBeforeOpens(
  beforeMs: number,
  calendar: TradingCalendar,
  from: EpochMs,
): Generator<PlannedRun, never> {
  let number = numberOfOpening(calendar, addMs(from, beforeMs - 1))
  for (;;) {
    const session = sessionAt(calendar, number++, from)
    yield { due: addMs(session.open, -beforeMs), session }
  }
}

function* runsAt(minutes: number, calendar: TradingCalendar, from: EpochMs): Generator<PlannedRun, never> {
  const clock = clockOf(calendar.zone)
  let number = calendar.sessionNumber(dateOfDay(clock.localDay(from)))
  for (;;) {
    const { date } = sessionAt(calendar, number++, from)
    const due = clock.instantOf(dayNumber(date), minutes)
    if (due >= from) yield { due, session: nextOpening(calendar, due) }
  }
}

function* runsOfCron(line: string, calendar: TradingCalendar, from: EpochMs): Generator<PlannedRun, never> {
  const cron = parseCronLine(line)
  const clock = clockOf(calendar.zone)
  let day = cron.dayFrom(clock.localDay(from))
  let session: Session | undefined
  for (;;) {
    for (const due of timesOf(cron, clock, day)) {
      if (due < from) continue
      if (!session || due >= session.open) session = nextOpening(calendar, due)
      yield { due, session }
    }
    day = cron.dayFrom(day + 1)
  }
}

function lastRunsOfCron(line: string, calendar: TradingCalendar, from: EpochMs, to: EpochMs): PlannedRun[] {
  const cron = parseCronLine(line)
  const clock = clockOf(calendar.zone)
  const runs: PlannedRun[] = []
  let end = to
  for (;;) {
    const due = lastOfCron(cron, clock, from, end)
    if (due === undefined) return runs.reverse()
    const number = numberOfOpening(calendar, due)
    runs.push({ due, session: sessionAt(calendar, number, due) })
    // What comes before the open of the session before is for that one, or for one before it.
    end = calendar.sessionAt(number - 1)?.open ?? from
  }
}

function sessionAt(calendar: TradingCalendar, number: number, from: EpochMs): Session {
  const session = calendar.sessionAt(number)
  if (!session) throw noOpening(calendar, from)
  return session
}

/** Minutes after midnight of a time of day, HH:MM. */
function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return 60 * hours + minutes
}
