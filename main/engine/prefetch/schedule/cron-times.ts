import { lowerBound } from '#shared/bars/columns.ts'
import type { ZoneClock } from '#shared/calendar/zone-clock.ts'
import { addMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { CronLine } from './cron-line.ts'

const lastMinute = 24 * 60 - 1

/** The last time in [from, to) at which a line runs by a clock; undefined where there is none. */
export function lastOfCron(
  cron: CronLine,
  clock: ZoneClock,
  from: EpochMs,
  to: EpochMs,
): EpochMs | undefined {
  const first = clock.localDay(from)
  for (let day = clock.localDay(addMs(to, -1)); day >= first; day--) {
    const last = cron.runsOn(day) ? lastOfDay(cron, clock, day, to) : undefined
    if (last !== undefined) return last >= from ? last : undefined
  }
  return undefined
}

/** The times of a day at which a line runs by a clock, in order, each once: one that is skipped comes later. */
export function timesOf({ minutes }: CronLine, clock: ZoneClock, day: number): EpochMs[] {
  const times = new Set(Array.from(minutes, (minute) => clock.instantOf(day, minute)))
  return [...times].sort((one, other) => one - other)
}

function lastOfDay(cron: CronLine, clock: ZoneClock, day: number, to: EpochMs): EpochMs | undefined {
  const { minutes } = cron
  const midnight = clock.instantOf(day, 0)
  if (clock.instantOf(day, lastMinute) !== addMs(midnight, lastMinute * minuteMs))
    return timesOf(cron, clock, day).findLast((due) => due < to)
  const minute = minutes[lowerBound(minutes, (to - midnight) / minuteMs) - 1]
  return minute === undefined ? undefined : addMs(midnight, minute * minuteMs)
}
