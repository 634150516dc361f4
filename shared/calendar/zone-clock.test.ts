import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayMs, type EpochMs, formatUtc, hourMs, minuteMs, parseUtc } from '../time/epoch.ts'
import { dayNumber, type SessionDate } from './session-date.ts'
import { ZoneClock } from './zone-clock.ts'

function instant(zone: string, date: string, minutes: number): string {
  return formatUtc(new ZoneClock(zone).instantOf(dayNumber(date as SessionDate), minutes))
}

/** What the runtime shows on the wall clock of a zone, as if it were UTC. */
function wallOf(zone: string, time: number): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(time)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'))
}

describe('wall clock of a zone', () => {
  test('agrees with the runtime at any minute', () => {
    const clocks = [
      'America/New_York',
      'Australia/Sydney',
      'Africa/Casablanca',
      'Australia/Lord_Howe',
      'Asia/Tokyo',
      'UTC',
    ].map((zone) => new ZoneClock(zone))
    const minute = fc.integer({ min: 0, max: Date.UTC(2035, 0, 1) / minuteMs })
    fc.assert(
      fc.property(fc.constantFrom(...clocks), minute, (clock, minutes) => {
        const time = (minutes * minuteMs) as EpochMs
        expect(time + clock.offsetAt(time)).toBe(wallOf(clock.zone, time))
      }),
      { numRuns: 500 },
    )
  })

  test('changes at the very minute', () => {
    const clock = new ZoneClock('America/New_York')
    const change = parseUtc('2021-03-14T07:00:00Z') as EpochMs
    expect(clock.offsetAt((change - 1) as EpochMs)).toBe(-5 * hourMs)
    expect(clock.offsetAt(change)).toBe(-4 * hourMs)
    // Lord Howe Island moves its clocks by half an hour, and at half past the hour UTC.
    const island = new ZoneClock('Australia/Lord_Howe')
    const halfHour = parseUtc('2021-10-02T15:30:00Z') as EpochMs
    expect(island.offsetAt((halfHour - 1) as EpochMs)).toBe(10.5 * hourMs)
    expect(island.offsetAt(halfHour)).toBe(11 * hourMs)
  })

  test('a wall time is turned into its instant on either side of a change', () => {
    expect(instant('America/New_York', '2021-03-12', 570)).toBe('2021-03-12T14:30:00Z')
    expect(instant('America/New_York', '2021-03-14', 60)).toBe('2021-03-14T06:00:00Z')
    expect(instant('America/New_York', '2021-03-14', 180)).toBe('2021-03-14T07:00:00Z')
    expect(instant('America/New_York', '2021-03-14', 1440)).toBe('2021-03-15T04:00:00Z')
    expect(instant('Australia/Sydney', '2021-10-04', 600)).toBe('2021-10-03T23:00:00Z')
  })

  test('a repeated hour is its first pass, a skipped one the hour after it', () => {
    expect(instant('America/New_York', '2021-11-07', 90)).toBe('2021-11-07T05:30:00Z')
    expect(instant('America/New_York', '2021-03-14', 150)).toBe('2021-03-14T07:30:00Z')
    expect(instant('Europe/Berlin', '2021-10-31', 150)).toBe('2021-10-31T00:30:00Z')
    expect(instant('Europe/Berlin', '2021-03-28', 150)).toBe('2021-03-28T01:30:00Z')
  })

  test.each([
    ['America/New_York', '2021-03-14'],
    ['America/New_York', '2021-11-07'],
    ['Australia/Sydney', '2021-04-04'],
    ['Australia/Sydney', '2021-10-03'],
  ])('a clock of %s that was asked about either side of %s answers as a new one', (zone, change) => {
    const day = dayNumber(change as SessionDate)
    const warm = new ZoneClock(zone)
    for (let minutes = -1440; minutes < 2 * 1440; minutes += 60) {
      const expected = new ZoneClock(zone).instantOf(day, minutes)
      for (const asked of [day - 5, day + 5]) {
        warm.offsetAt((asked * dayMs) as EpochMs)
        expect(warm.instantOf(day, minutes), `${minutes} minutes`).toBe(expected)
      }
    }
  })
})
