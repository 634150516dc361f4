import { describe, expect, test } from 'vitest'
import { type EpochMs, parseUtc } from '../time/epoch.ts'
import { calendarOf, exchangeOf, knownExchanges } from './calendars.ts'
import { weekdayOf } from './date-names.ts'
import type { Exchange } from './exchange.ts'
import { ExchangeCalendar } from './exchange-calendar.ts'
import { dateOfDay, dayNumber, parseSessionDate, type SessionDate } from './session-date.ts'
import { daysOf } from './special-days.ts'

function date(text: string): SessionDate {
  return text as SessionDate
}

function utc(text: string): EpochMs {
  return parseUtc(text) as EpochMs
}

describe('every table', () => {
  const tables = [...new Set(knownExchanges().map(exchangeOf))]
  const exceptionLists = ({ closures, openings, earlyCloses, fullDays, lateOpens }: Exchange) => [
    ...closures,
    ...openings,
    ...earlyCloses,
    ...fullDays,
    ...lateOpens,
  ]

  test.each(tables)('$code covers whole years, says its version and its source (R6)', (table) => {
    expect(table.first).toMatch(/-01-01$/)
    expect(table.last).toMatch(/-12-31$/)
    expect(table.version).toMatch(/^\d+$/)
    expect(table.source.length).toBeGreaterThan(10)
    const calendar = new ExchangeCalendar(table)
    expect(calendar).toMatchObject({ source: table.source, version: table.version, zone: table.zone })
    expect(calendar.projectedAfter).toBe(table.projectedAfter)
  })

  test.each(tables)('$code has only real dates in its range, each once in a list', (table) => {
    for (const list of exceptionLists(table)) {
      const days = daysOf(list.dates)
      expect(list.reason).not.toBe('')
      for (const text of list.dates.flatMap((span) => span.split('/')))
        expect(parseSessionDate(text)).toBe(text)
      for (const day of days) {
        expect(dateOfDay(day) >= table.first && dateOfDay(day) <= table.last, dateOfDay(day)).toBe(true)
      }
    }
    for (const lists of [table.closures, table.openings, table.earlyCloses, table.fullDays]) {
      const days = lists.flatMap((list) => daysOf(list.dates))
      expect(new Set(days).size).toBe(days.length)
    }
  })

  test.each(tables)('$code has no exception that its rules would give anyway', (table) => {
    const byRule = new ExchangeCalendar({
      ...table,
      closures: [],
      openings: [],
      earlyCloses: [],
      fullDays: [],
    })
    const idle = [
      ...table.closures.flatMap(({ dates }) =>
        daysOf(dates).filter((day) => {
          const isWeekend = !table.weekdays.includes(weekdayOf(day))
          return !isWeekend && byRule.session(dateOfDay(day)) === undefined && dates.includes(dateOfDay(day))
        }),
      ),
      ...table.openings.flatMap(({ dates }) =>
        daysOf(dates).filter((day) => byRule.session(dateOfDay(day)) !== undefined),
      ),
      ...table.earlyCloses.flatMap(({ dates }) =>
        daysOf(dates).filter((day) => byRule.session(dateOfDay(day))?.earlyClose),
      ),
    ]
    expect(idle.map(dateOfDay)).toEqual([])
  })

  test.each(tables)('$code: each day of the week has a session or a closure, never both', (table) => {
    const calendar = new ExchangeCalendar(table)
    const closed = new Set(calendar.closures(calendar.first, calendar.last).map((closure) => closure.date))
    const sessions = new Set(calendar.sessions(calendar.first, calendar.last).map((session) => session.date))
    const open = new Set(table.openings.flatMap(({ dates }) => daysOf(dates).map(dateOfDay)))
    const wrong: string[] = []
    for (let day = dayNumber(calendar.first); day <= dayNumber(calendar.last); day++) {
      const label = dateOfDay(day)
      const trades = table.weekdays.includes(weekdayOf(day))
      const states = Number(sessions.has(label)) + Number(closed.has(label))
      if (states !== (trades || open.has(label) ? 1 : 0)) wrong.push(label)
    }
    expect(wrong).toEqual([])
  })
})

describe('interruptions are no part of the schedule (R6)', () => {
  const xnys = calendarOf('XNYS')

  test('an early close by circuit breaker leaves the session at 390 minutes, 30 and 30 of them stopped', () => {
    expect(xnys.session(date('1997-10-27'))?.expectedMinutes).toBe(390)
    const stops = xnys.interruptions(date('1997-10-27'), date('1997-10-27'))
    expect(stops).toEqual([
      {
        session: '1997-10-27',
        start: utc('1997-10-27T19:35:00Z'),
        end: utc('1997-10-27T20:05:00Z'),
        reason: 'Circuit breaker',
      },
      {
        session: '1997-10-27',
        start: utc('1997-10-27T20:30:00Z'),
        end: utc('1997-10-27T21:00:00Z'),
        reason: 'Close by the second circuit breaker',
      },
    ])
    expect(stops.map(({ start, end }) => xnys.expectedMinutes(start, end))).toEqual([30, 30])
  })

  test('all lie within the regular hours of a session, in order', () => {
    const stops = xnys.interruptions(xnys.first, xnys.last)
    expect(stops.length).toBeGreaterThan(20)
    for (const { session, start, end } of stops) {
      const { open = 0, close = 0 } = xnys.session(session) ?? {}
      expect(start >= open && start < end && end <= close, session).toBe(true)
    }
    const starts = stops.map(({ start }) => start)
    expect(starts).toEqual(starts.toSorted((one, other) => one - other))
    expect(xnys.interruptions(date('2020-03-10'), date('2020-03-12')).length).toBe(1)
    expect(calendarOf('XLON').interruptions(date('1990-01-01'), date('2028-12-31'))).toEqual([])
  })
})
