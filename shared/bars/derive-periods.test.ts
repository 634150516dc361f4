import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendarOf } from '../calendar/calendars.ts'
import type { SessionDate } from '../calendar/session-date.ts'
import type { Session } from '../calendar/trading-calendar.ts'
import { dayMs, type EpochMs } from '../time/epoch.ts'
import { allocateColumns, type BarRange } from './columns.ts'
import { type DerivedPeriods, derivePeriods } from './derive-periods.ts'
import { type Interval, oneDay, oneWeek, parseInterval } from './interval.ts'

const xnys = calendarOf('XNYS')

function sessionsFrom(from: string, to: string): readonly Session[] {
  return xnys.sessions(from as SessionDate, to as SessionDate)
}

/** One daily bar a session: open, high, low and close tell which session of the calendar it is. */
function dailyBars(sessions: readonly Session[], state = 0): BarRange {
  const columns = allocateColumns(sessions.length + 2)
  sessions.forEach((session, index) => {
    const number = xnys.sessionNumber(session.date)
    columns.start[index + 1] = session.open
    columns.open[index + 1] = number
    columns.high[index + 1] = number + 1000
    columns.low[index + 1] = number - 1000
    columns.close[index + 1] = number + 0.5
    columns.volume[index + 1] = 10
    columns.state[index + 1] = state
  })
  return { columns, from: 1, to: sessions.length + 1 }
}

/** Midnight of the Monday on or before a date. */
function mondayOf(date: string): number {
  const time = Date.parse(`${date}T00:00:00Z`)
  return time - ((new Date(time).getUTCDay() + 6) % 7) * dayMs
}

/** Label of the first and the last session in each bar, by its open and close. */
function spansOf({ columns }: DerivedPeriods): (string | undefined)[][] {
  return Array.from(columns.open, (open, index) => [
    xnys.sessionAt(open)?.date,
    xnys.sessionAt(Math.floor(columns.close[index] ?? Number.NaN))?.date,
  ])
}

function labelsOf({ columns }: DerivedPeriods): string[] {
  return Array.from(columns.start, (start) => xnys.sessionDateOf(start as EpochMs))
}

function interval(text: string): Interval {
  return parseInterval(text) ?? oneDay
}

describe('weeks', () => {
  test('a week begins on Monday and holds the sessions the calendar has in it', () => {
    const bars = derivePeriods(dailyBars(sessionsFrom('2024-07-01', '2024-07-12')), xnys, oneWeek)
    expect(spansOf(bars)).toEqual([
      ['2024-07-01', '2024-07-05'],
      ['2024-07-08', '2024-07-12'],
    ])
    const first = xnys.sessionNumber('2024-07-01' as SessionDate)
    expect(bars.columns.high[0]).toBe(first + 3 + 1000)
    expect(bars.columns.low[0]).toBe(first - 1000)
    expect([...bars.columns.volume]).toEqual([40, 50])
    expect([...bars.counts.expected]).toEqual([4, 5])
    expect([...bars.counts.real]).toEqual([4, 5])
  })

  test('it starts at the open of its first session, be that a Tuesday or a session without a bar', () => {
    const [first, second] = [
      sessionsFrom('2025-01-21', '2025-01-24'),
      sessionsFrom('2025-01-28', '2025-01-30'),
    ]
    const bars = derivePeriods(dailyBars([...first, ...second]), xnys, oneWeek)
    expect(labelsOf(bars)).toEqual(['2025-01-21', '2025-01-27'])
    expect([...bars.counts.expected]).toEqual([4, 5])
    expect([...bars.counts.missing]).toEqual([0, 2])
  })

  test('pairs of weeks go on over the new year of a year with 53 weeks (D4)', () => {
    const bars = derivePeriods(dailyBars(sessionsFrom('2020-12-14', '2021-01-29')), xnys, interval('2w'))
    const mondays = spansOf(bars).map(([first = '']) => mondayOf(first))
    // The bars in the middle are whole, the first may have begun before the first session here.
    const steps = mondays.slice(2).map((monday, index) => monday - (mondays[index + 1] ?? 0))
    expect(steps.length).toBeGreaterThanOrEqual(2)
    expect(new Set(steps)).toEqual(new Set([14 * dayMs]))
  })

  test('every session goes to the week of its Monday', () => {
    const sessions = sessionsFrom('1990-01-01', '2028-12-31')
    const mondays = sessions.map((session) => mondayOf(session.date))
    const firsts = sessions.filter((_, index) => mondays[index] !== mondays[index - 1])
    expect(labelsOf(derivePeriods(dailyBars(sessions), xnys, oneWeek))).toEqual(
      firsts.map((session) => session.date),
    )
  })
})

describe('weeks of seven sessions', () => {
  test('end on Sunday; the first of the calendar is as long as the calendar makes it', () => {
    const always = calendarOf('24/7')
    const columns = allocateColumns(14)
    for (let day = 0; day < 14; day++) columns.start[day] = day * dayMs
    const bars = derivePeriods({ columns, from: 0, to: 14 }, always, oneWeek)
    expect([...bars.columns.start].map((start) => start / dayMs)).toEqual([0, 4, 11])
    expect([...bars.counts.expected]).toEqual([4, 7, 7])
    expect([...bars.counts.real]).toEqual([4, 7, 3])
  })
})

describe('groups of days', () => {
  test('count sessions, not dates (D4)', () => {
    const bars = derivePeriods(dailyBars(sessionsFrom('2024-06-03', '2024-12-31')), xnys, interval('5d'))
    expect([...bars.counts.expected]).toEqual(new Array(bars.counts.expected.length).fill(5))
    expect([...bars.counts.real].slice(1, -1)).toEqual(new Array(bars.counts.real.length - 2).fill(5))
  })

  test('1d leaves daily bars as they are', () => {
    const sessions = sessionsFrom('2024-07-01', '2024-07-12')
    expect(labelsOf(derivePeriods(dailyBars(sessions), xnys, oneDay))).toEqual(
      sessions.map((session) => session.date),
    )
  })

  test('the last group of the calendar may be short', () => {
    const bars = derivePeriods(dailyBars(sessionsFrom('2028-12-01', '2028-12-31')), xnys, interval('7d'))
    expect(bars.counts.expected.at(-1)).toBe(6)
  })
})

describe('any period', () => {
  test('does not shift with the first or last bar there is (D4)', () => {
    const sessions = sessionsFrom('2019-06-01', '2022-06-30')
    fc.assert(
      fc.property(
        fc.constantFrom('1w', '2w', '5w', '2d', '3d', '10d'),
        fc.integer({ min: 0, max: sessions.length - 1 }),
        fc.integer({ min: 1, max: 60 }),
        (text, from, count) => {
          const part = sessions.slice(from, from + count)
          const whole = derivePeriods(dailyBars(sessions), xnys, interval(text))
          const ofPart = derivePeriods(dailyBars(part), xnys, interval(text))
          const starts = new Set(whole.columns.start)
          expect([...ofPart.columns.start].every((start) => starts.has(start))).toBe(true)
          const inside = spansOf(ofPart).slice(1, -1)
          expect(spansOf(whole)).toEqual(expect.arrayContaining(inside))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('is forming until its last session has closed (R10), and counts no session to come (R15)', () => {
    const sessions = sessionsFrom('2024-07-08', '2024-07-11')
    const [monday] = sessions
    const friday = xnys.session('2024-07-12' as SessionDate)
    const daily = dailyBars(sessions)
    const onThursday = derivePeriods(daily, xnys, oneWeek, { at: sessions[3]?.close ?? (0 as EpochMs) })
    expect([...onThursday.columns.state]).toEqual([16])
    expect([...onThursday.counts.expected, ...onThursday.counts.missing]).toEqual([4, 0])
    const onFriday = derivePeriods(daily, xnys, oneWeek, { at: friday?.close ?? (0 as EpochMs) })
    expect([...onFriday.columns.state]).toEqual([0])
    expect([...onFriday.counts.expected, ...onFriday.counts.missing]).toEqual([5, 1])
    expect([...onFriday.columns.start]).toEqual([monday?.open])
  })

  test('is forming where a daily bar of it is, and filled where one is', () => {
    const sessions = sessionsFrom('2024-07-08', '2024-07-19')
    const daily = dailyBars(sessions)
    daily.columns.state[2] = 2
    daily.columns.state[daily.to - 1] = 16 + 1
    const bars = derivePeriods(daily, xnys, oneWeek)
    expect([...bars.columns.state]).toEqual([2, 17])
    expect([...bars.counts.filled]).toEqual([1, 0])
    expect([...bars.counts.real]).toEqual([4, 5])
  })

  test('no bars make no bars; minutes are refused, and bars outside the calendar', () => {
    expect(derivePeriods(dailyBars([]), xnys, oneWeek).columns.start).toHaveLength(0)
    expect(() => derivePeriods(dailyBars([]), xnys, interval('5m'))).toThrow(RangeError)
    const old = dailyBars(sessionsFrom('1990-01-02', '1990-01-02'))
    old.columns.start[1] = Date.UTC(1989, 11, 29, 14, 30)
    expect(() => derivePeriods(old, xnys, oneWeek)).toThrow(
      expect.objectContaining({ code: 'outside-calendar' }),
    )
  })
})
