import { ZoneClock } from '#shared/calendar/zone-clock.ts'
import { type EpochMs, hourMs, minuteMs } from '#shared/time/epoch.ts'

const clocks = new Map<string, ZoneClock>()

/** The clock on the wall of a zone, read from the zone data once for all who ask. */
export function clockOf(zone: string): ZoneClock {
  const clock = clocks.get(zone) ?? new ZoneClock(zone)
  clocks.set(zone, clock)
  return clock
}

/** What the clock on the wall of a zone shows at an instant. */
export interface WallText {
  /** YYYY-MM-DD HH:MM. */
  readonly wall: string
  /** How far it is from UTC, e.g. -05:00. */
  readonly offset: string
}

/** What the clock on the wall of a zone shows at an instant, in words that a person reads. */
export function wallText(zone: string, time: EpochMs): WallText {
  const offset = clockOf(zone).offsetAt(time)
  const ahead = Math.abs(offset)
  return {
    wall: new Date(time + offset).toISOString().slice(0, 16).replace('T', ' '),
    offset: `${offset < 0 ? '-' : '+'}${twoDigits(ahead / hourMs)}:${twoDigits((ahead % hourMs) / minuteMs)}`,
  }
}

function twoDigits(value: number): string {
  return String(Math.floor(value)).padStart(2, '0')
}
