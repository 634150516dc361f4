import { describe, expect, test } from 'vitest'
import { calendarOf, exchangeOf, knownExchanges } from './calendars.ts'
import { changedSessions } from './differences.ts'
import type { Exceptions, Exchange, Years } from './exchange.ts'
import { ExchangeCalendar } from './exchange-calendar.ts'
import { dateOfDay, type SessionDate } from './session-date.ts'
import { daysOf } from './special-days.ts'

/** A table for the year after `year`, as far as it could be known then: no later exception, rule or end of a rule. */
function knownIn(table: Exchange, year: number): Exchange {
  const byThen = <T extends Exceptions>(lists: readonly T[]): readonly T[] =>
    lists.map((list) => ({ ...list, dates: list.dates.filter((span) => yearOf(span) <= year) }))
  const rules = <T extends Years>(all: readonly T[]): readonly T[] =>
    all
      .filter(({ from }) => (from ?? year) <= year)
      .map((rule) => ({
        ...rule,
        until: rule.until !== undefined && rule.until < year ? rule.until : Number.POSITIVE_INFINITY,
        except: rule.except?.filter((skipped) => skipped <= year) ?? [],
      }))
  return {
    ...table,
    first: `${year + 1}-01-01`,
    last: `${year + 1}-12-31`,
    hours: table.hours.filter((hours, index) => index === 0 || yearOf(hours.from) <= year),
    holidays: rules(table.holidays),
    shortDays: rules(table.shortDays),
    closures: byThen(table.closures),
    openings: byThen(table.openings),
    earlyCloses: byThen(table.earlyCloses),
    fullDays: byThen(table.fullDays),
    lateOpens: byThen(table.lateOpens),
  }
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4))
}

const missedBefore = new Map<string, readonly SessionDate[]>()

/** Dates of a year that the table of the year before has wrong. */
function missed(exchange: string, year: number): readonly SessionDate[] {
  const key = `${exchange} ${year}`
  const known = missedBefore.get(key)
  if (known) return known
  const forecast = new ExchangeCalendar(knownIn(exchangeOf(exchange), year - 1))
  const dates = changedSessions(forecast, calendarOf(exchange), forecast.first, forecast.last)
  missedBefore.set(key, dates)
  return dates
}

/** What the table says today of the dates that were missed. */
function couldNotKnow(exchange: string, year: number): string[] {
  const calendar = calendarOf(exchange)
  return missed(exchange, year).map((date) => {
    const [closure] = calendar.closures(date, date)
    return `${date} ${closure?.reason ?? calendar.session(date)?.reason ?? 'usual session'}`
  })
}

function checkedYears({ first, last, projectedAfter }: Exchange): number[] {
  const from = yearOf(first) + 1
  return Array.from({ length: yearOf(projectedAfter ?? last) - from + 1 }, (_, index) => from + index)
}

const tables = [...new Set(knownExchanges().map(exchangeOf))].filter(({ holidays }) => holidays.length > 0)

describe('a table foretells the next year', () => {
  test.each([
    ['XNYS', 2024, []],
    ['XNYS', 2025, ['2025-01-09 Funeral of President Carter']],
    ['XNYS', 2022, ['2022-06-20 Juneteenth']],
    ['XLON', 2019, []],
    ['XLON', 2011, ['2011-04-29 Wedding of Prince William']],
    [
      'XLON',
      2022,
      [
        '2022-05-30 usual session',
        '2022-06-02 Spring bank holiday, moved to the Platinum Jubilee',
        '2022-06-03 Platinum Jubilee of Elizabeth II',
        '2022-09-19 Funeral of Elizabeth II',
      ],
    ],
    ['XTKS', 2023, []],
    ['XTKS', 2026, []],
    [
      'XTKS',
      2019,
      [
        '2019-04-30 Abdication of Emperor Akihito',
        '2019-05-01 Accession of Emperor Naruhito',
        "2019-05-02 Citizens' Holiday after the accession",
        '2019-10-22 Enthronement of Emperor Naruhito',
        // The birthday of the emperor before was no holiday any more.
        '2019-12-23 usual session',
      ],
    ],
    ['XHKG', 2019, []],
    ['XHKG', 2022, []],
    ['XHKG', 2024, ['2024-09-06 Typhoon Yagi']],
    ['XETR', 2023, []],
    ['XETR', 2017, ['2017-10-31 Reformation Day, 500 years after the theses']],
    ['XASX', 2021, []],
    [
      'XASX',
      2022,
      [
        '2022-09-22 National Day of Mourning for Elizabeth II',
        '2022-12-23 usual session',
        '2022-12-30 usual session',
      ],
    ],
    ['XFRA', 2023, []],
    ['XTSE', 2018, []],
    ['XSHG', 2018, []],
    ['XSHG', 2025, ['2025-10-08 Mid-Autumn Festival in the week of National Day']],
    ['XSHG', 2026, []],
    ['CME-ES', 2024, []],
    ['CME-ES', 2023, ['2023-04-07 Good Friday with the employment report']],
    ['CMES', 2024, []],
    ['CMES', 2025, ['2025-01-09 Funeral of President Carter']],
  ])('%s %i, but for %j', (exchange, year, unknown) => {
    expect(couldNotKnow(exchange, year)).toEqual(unknown)
  })

  test('all years of XSWX, and from 2003 on of XPAR', () => {
    expect(checkedYears(exchangeOf('XSWX')).flatMap((year) => missed('XSWX', year))).toEqual([])
    const paris = checkedYears(exchangeOf('XPAR')).filter((year) => year > 2002)
    expect(paris.flatMap((year) => missed('XPAR', year))).toEqual([])
  })

  test('the last checked year of every table, but for what nobody could know the year before', () => {
    const unknown = tables.map((table) => {
      const year = checkedYears(table).at(-1) ?? 0
      return [`${table.code} ${year}`, couldNotKnow(table.code, year)]
    })
    expect(Object.fromEntries(unknown)).toEqual({
      'XNYS 2028': [],
      'XLON 2023': ['2023-05-08 Coronation of Charles III'],
      'XTKS 2026': [],
      'XHKG 2025': [],
      'XFRA 2023': [],
      'XETR 2023': [],
      'XASX 2025': [],
      'XTSE 2019': [],
      'XSWX 2019': [],
      'XPAR 2019': [],
      // Notices say which holidays of the moon are kept.
      'XBOM 2026': [
        '2026-01-15 Municipal elections in Maharashtra',
        '2026-03-03 Holi',
        '2026-03-26 Ram Navami',
        '2026-03-31 Mahavir Jayanti',
        '2026-05-28 Bakri Id',
        '2026-06-26 Muharram',
        '2026-09-14 Ganesh Chaturthi',
        '2026-10-20 Dussehra',
        '2026-11-10 Diwali Balipratipada',
        '2026-11-24 Guru Nanak Jayanti',
      ],
      'XSHG 2026': [],
      'CMES 2027': [],
      'CME-ES 2026': ['2026-04-03 Good Friday with the employment report'],
    })
  })

  test.each(tables)(
    '$code: what it misses are listed exceptions, or the first year of a change of rules',
    (table) => {
      const lists = [table.closures, table.openings, table.earlyCloses, table.fullDays].flat()
      const exceptions = new Set(lists.flatMap(({ dates }) => daysOf(dates).map(dateOfDay)))
      const rules: readonly Years[] = [...table.holidays, ...table.shortDays]
      const changes = new Set([
        ...rules.flatMap(({ from, until, except = [] }) => [
          from,
          until === undefined ? until : until + 1,
          ...except,
        ]),
        ...table.hours.map(({ from }) => yearOf(from)),
      ])
      const unexplained = checkedYears(table)
        .flatMap((year) => missed(table.code, year))
        .filter((date) => !exceptions.has(date) && !changes.has(yearOf(date)))
        // A new rule for the first of January may be kept on the eve of its first year.
        .filter((date) => !(date.endsWith('-12-31') && changes.has(yearOf(date) + 1)))
      expect(unexplained).toEqual([])
    },
  )

  test('years without a change of rules and without an exception are foretold day by day', () => {
    const perfect = (code: string) =>
      checkedYears(exchangeOf(code)).filter((year) => missed(code, year).length === 0).length
    // Of 38, 33, 26, 35, 33, 35, 29 and 37 years.
    expect(['XNYS', 'XLON', 'XTKS', 'XHKG', 'XETR', 'XASX', 'XTSE', 'CMES'].map(perfect)).toEqual([
      21, 25, 21, 18, 27, 29, 26, 29,
    ])
    // Its notices alone say which holidays are kept: without them no year is foretold.
    expect(perfect('XBOM')).toBe(0)
  })
})
