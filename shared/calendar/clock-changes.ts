import { minuteMs } from '../time/epoch.ts'
import { dateOfDay, dayNumber, type SessionDate } from './session-date.ts'
import { ZoneClock } from './zone-clock.ts'

/** A day on which the wall clock of a zone is put forward by so many minutes, or back where they are negative. */
export interface ClockChange {
  readonly date: SessionDate
  readonly minutes: number
}

/** The days from `from` to `to`, both included, on which the clocks of an IANA zone change, in order. */
export function clockChanges(zone: string, from: SessionDate, to: SessionDate): readonly ClockChange[] {
  const clock = new ZoneClock(zone)
  const changes: ClockChange[] = []
  const last = dayNumber(to)
  let before = clock.offsetAt(clock.instantOf(dayNumber(from), 0))
  for (let day = dayNumber(from); day <= last; day++) {
    const after = clock.offsetAt(clock.instantOf(day + 1, 0))
    if (after !== before) changes.push({ date: dateOfDay(day), minutes: (after - before) / minuteMs })
    before = after
  }
  return changes
}
