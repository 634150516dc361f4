import { describe, expect, test } from 'vitest'
import { type EpochMs, parseUtc } from '../time/epoch.ts'
import { calendarOf } from './calendars.ts'
import type { SessionDate } from './session-date.ts'
import type { Segment } from './trading-calendar.ts'

function date(text: string): SessionDate {
  return text as SessionDate
}

function utc(text: string): EpochMs {
  return parseUtc(text) as EpochMs
}

function sessionOf(exchange: string, text: string) {
  const session = calendarOf(exchange).session(date(text))
  if (!session) throw new RangeError(`no session of ${exchange} on ${text}`)
  return session
}

/** Segments as UTC times of day, "01:30-04:00 05:00-08:00". */
function hoursOf(exchange: string, text: string): string {
  const time = (at: number) => new Date(at).toISOString().slice(11, 16)
  const span = ({ open, close }: Segment) => `${time(open)}-${time(close)}`
  return sessionOf(exchange, text).segments.map(span).join(' ')
}

function closedIn(exchange: string, from: string, to: string): string[] {
  return calendarOf(exchange)
    .closures(date(from), date(to))
    .map(({ date, reason }) => `${date.slice(5)} ${reason}`)
}

describe('hours', () => {
  test.each([
    ['XLON', '2021-03-26', '08:00-16:30', 510],
    ['XLON', '2021-03-29', '07:00-15:30', 510],
    ['XLON', '2021-10-29', '07:00-15:30', 510],
    ['XLON', '2021-11-01', '08:00-16:30', 510],
    ['XLON', '2022-12-23', '08:00-12:30', 270],
    ['XETR', '2023-07-03', '07:00-15:30', 510],
    ['XETR', '2022-12-30', '08:00-13:00', 300],
    ['XFRA', '2023-12-29', '08:00-13:00', 300],
    ['XPAR', '2018-12-24', '08:00-13:05', 305],
    ['XPAR', '2018-12-31', '08:00-13:05', 305],
    ['XSWX', '2018-12-28', '08:00-16:30', 510],
    ['XTSE', '2018-12-24', '14:30-18:00', 210],
    ['XTSE', '2018-12-27', '14:30-21:00', 390],
    ['XBOM', '2024-01-20', '03:45-10:00', 375],
    ['XSHG', '2024-01-22', '01:30-03:30 05:00-07:00', 240],
    ['XASX', '2024-12-24', '23:00-03:10', 250],
    ['XHKG', '2004-12-24', '02:00-04:30', 150],
  ])('%s on %s: %s UTC', (exchange, day, hours, minutes) => {
    expect(hoursOf(exchange, day)).toBe(hours)
    expect(sessionOf(exchange, day).expectedMinutes).toBe(minutes)
  })

  test('an early close is that of the exchange, and the next session opens on its own day (B3)', () => {
    for (const [exchange, label, close] of [
      ['XNYS', '2019-11-29', '2019-11-29T18:00:00Z'],
      ['XLON', '2019-12-24', '2019-12-24T12:30:00Z'],
      ['XHKG', '2019-12-24', '2019-12-24T04:00:00Z'],
      ['XASX', '2019-12-24', '2019-12-24T03:10:00Z'],
      ['CMES', '2019-12-24', '2019-12-24T18:00:00Z'],
    ] as const) {
      const session = sessionOf(exchange, label)
      expect([session.close, session.earlyClose], exchange).toEqual([utc(close), true])
      const next = calendarOf(exchange).nextSession(session.date)
      expect(next.open, exchange).toBeGreaterThan(session.close)
      expect(calendarOf(exchange).previousSession(next.date)).toBe(session)
    }
  })

  test('XHKG: 330 minutes around a break, half days without the afternoon (vector 8)', () => {
    expect(hoursOf('XHKG', '2024-05-02')).toBe('01:30-04:00 05:00-08:00')
    expect(sessionOf('XHKG', '2024-05-02').expectedMinutes).toBe(330)
    expect(hoursOf('XHKG', '2011-03-04')).toBe('02:00-04:00 05:00-08:00')
    expect(hoursOf('XHKG', '2024-02-09')).toBe('01:30-04:00')
    expect(sessionOf('XHKG', '2024-02-09')).toMatchObject({
      expectedMinutes: 150,
      earlyClose: true,
      reason: 'Eve of the Lunar New Year',
    })
  })

  test('XTKS: the afternoon is half an hour longer since 2024-11-05 (vector 9)', () => {
    expect(sessionOf('XTKS', '2024-11-01')).toMatchObject({
      close: utc('2024-11-01T06:00:00Z'),
      expectedMinutes: 300,
      earlyClose: false,
    })
    expect(sessionOf('XTKS', '2024-11-05')).toMatchObject({
      close: utc('2024-11-05T06:30:00Z'),
      expectedMinutes: 330,
      earlyClose: false,
    })
  })

  test('XASX: in the southern summer a session opens on the UTC date before its label (vector 10, R3)', () => {
    const asx = calendarOf('XASX')
    expect(sessionOf('XASX', '2021-10-01').open).toBe(utc('2021-10-01T00:00:00Z'))
    expect(sessionOf('XASX', '2021-10-04').open).toBe(utc('2021-10-03T23:00:00Z'))
    expect(sessionOf('XASX', '2021-04-01').open).toBe(utc('2021-03-31T23:00:00Z'))
    expect(sessionOf('XASX', '2021-04-06').open).toBe(utc('2021-04-06T00:00:00Z'))
    expect(asx.sessionDateOf(utc('2021-10-03T23:00:00Z'))).toBe('2021-10-04')
    expect(asx.sessionHolding(utc('2021-10-03T22:59:00Z'))).toBeUndefined()
  })

  test('CMES: a session opens on the evening before its date and is not ended by midnight (vector 11, B3)', () => {
    const cmes = calendarOf('CMES')
    const monday = sessionOf('CMES', '2024-03-11')
    expect(monday).toMatchObject({
      open: utc('2024-03-10T22:00:00Z'),
      close: utc('2024-03-11T22:00:00Z'),
      expectedMinutes: 1440,
    })
    for (const time of ['2024-03-10T22:00:00Z', '2024-03-11T04:59:00Z', '2024-03-11T05:00:00Z']) {
      expect(cmes.sessionHolding(utc(time))).toBe(monday)
      expect(cmes.sessionDateOf(utc(time))).toBe('2024-03-11')
    }
    expect(cmes.sessionDateOf(utc('2024-03-11T22:00:00Z'))).toBe('2024-03-12')
    expect(sessionOf('CMES', '2024-03-08').open).toBe(utc('2024-03-07T23:00:00Z'))
  })

  test('CMES: a Sunday evening belongs to Monday, a Friday evening to no session', () => {
    const cmes = calendarOf('CMES')
    expect(cmes.sessionHolding(utc('2024-03-08T23:00:00Z'))).toBeUndefined()
    expect(cmes.sessionDateOf(utc('2024-03-08T23:30:00Z'))).toBe('2024-03-08')
    expect(cmes.sessionDateOf(utc('2024-03-10T22:30:00Z'))).toBe('2024-03-11')
    expect(hoursOf('CMES', '2024-11-28')).toBe('23:00-18:00')
    expect(sessionOf('CMES', '2024-06-19')).toMatchObject({ earlyClose: true, reason: 'Juneteenth' })
    expect(cmes.session(date('2023-04-07'))).toBeUndefined()
  })

  test('CME-ES: pauses from 16:00 to 17:00 in Chicago, and until June 2021 from 15:15 to 15:30 (R6)', () => {
    const monday = sessionOf('CME-ES', '2024-03-11')
    expect(monday).toMatchObject({
      open: utc('2024-03-10T22:00:00Z'),
      close: utc('2024-03-11T21:00:00Z'),
      expectedMinutes: 1380,
    })
    const es = calendarOf('CME-ES')
    expect(es.sessionHolding(utc('2024-03-11T21:00:00Z'))).toBeUndefined()
    expect(es.sessionDateOf(utc('2024-03-11T22:00:00Z'))).toBe('2024-03-12')
    expect(sessionOf('CME-ES', '2021-06-25').expectedMinutes).toBe(1365)
    expect(sessionOf('CME-ES', '2021-06-28').expectedMinutes).toBe(1380)
    expect(sessionOf('CME-ES', '2020-03-09').segments.map(({ close }) => close)).toEqual([
      utc('2020-03-09T20:15:00Z'),
      utc('2020-03-09T21:00:00Z'),
    ])
    expect(() => es.session(date('2015-12-31'))).toThrow(/CME-ES .* reaches from 2016-01-01/)
  })

  test('CME-ES: early closes of a year, and the labels of CMES but for a Good Friday with the employment report', () => {
    const es = calendarOf('CME-ES')
    const early = es.sessions(date('2018-01-01'), date('2018-12-31')).filter(({ earlyClose }) => earlyClose)
    expect(early.map(({ date, close }) => `${date} ${new Date(close).toISOString().slice(11, 16)}`)).toEqual([
      '2018-01-15 18:00',
      '2018-02-19 18:00',
      '2018-05-28 17:00',
      '2018-07-03 17:15',
      '2018-07-04 17:00',
      '2018-09-03 17:00',
      '2018-11-22 18:00',
      '2018-11-23 18:15',
      '2018-12-05 14:30',
      '2018-12-24 18:15',
    ])
    const labels = (code: string) =>
      calendarOf(code)
        .sessions(es.first, es.last)
        .map((session) => session.date)
    const cmes = new Set(labels('CMES'))
    expect(labels('CME-ES').filter((label) => !cmes.has(label))).toEqual([
      '2018-12-05',
      '2021-04-02',
      '2023-04-07',
      '2025-01-09',
      '2026-04-03',
    ])
    const own = new Set(labels('CME-ES'))
    expect([...cmes].filter((label) => !own.has(label))).toEqual([])
    expect(hoursOf('CME-ES', '2023-04-07')).toBe('22:00-13:15')
  })

  test('XBOM: after its last notice by rule alone, and it says so', () => {
    const bom = calendarOf('XBOM')
    expect(bom.projectedAfter).toBe('2026-12-31')
    expect(bom.closures(date('2027-01-01'), date('2027-12-31')).map((closure) => closure.date)).toEqual([
      '2027-01-26',
      '2027-03-26',
      '2027-04-14',
    ])
    expect(bom.source).toContain('without the holidays that follow the moon')
  })

  test('XBOM: sessions on Saturdays, found by all who look for neighbours', () => {
    const bom = calendarOf('XBOM')
    expect(bom.nextSession(date('2024-01-19')).date).toBe('2024-01-20')
    expect(bom.nextSession(date('2024-01-20')).date).toBe('2024-01-23')
    expect(bom.previousSession(date('2025-02-03')).date).toBe('2025-02-01')
    expect(sessionOf('XBOM', '2025-02-01').reason).toBe('Saturday session for the Union Budget')
  })
})

describe('closures, each with its reason', () => {
  test('XLON: jubilees, a wedding, a funeral, and Christmas on a weekend', () => {
    expect(closedIn('XLON', '2022-01-01', '2022-12-31')).toEqual([
      "01-03 New Year's Day",
      '04-15 Good Friday',
      '04-18 Easter Monday',
      '05-02 Early May bank holiday',
      '06-02 Spring bank holiday, moved to the Platinum Jubilee',
      '06-03 Platinum Jubilee of Elizabeth II',
      '08-29 Summer bank holiday',
      '09-19 Funeral of Elizabeth II',
      '12-26 Boxing Day',
      '12-27 Christmas Day',
    ])
    expect(closedIn('XLON', '2011-04-29', '2011-04-29')).toEqual(['04-29 Wedding of Prince William'])
  })

  test('XETR and XFRA trade on Whit Monday and on German Unity Day, but for some years', () => {
    for (const exchange of ['XETR', 'XFRA']) {
      expect(closedIn(exchange, '2019-05-02', '2019-12-01')).toEqual([
        '06-10 Whit Monday',
        '10-03 German Unity Day',
      ])
      expect(closedIn(exchange, '2023-05-02', '2023-12-01')).toEqual([])
      expect(closedIn(exchange, '2017-10-31', '2017-10-31')).toEqual([
        '10-31 Reformation Day, 500 years after the theses',
      ])
    }
  })

  test('XTKS: holidays on a Sunday, a day between two holidays, the games', () => {
    expect(closedIn('XTKS', '2009-05-01', '2009-09-30').slice(0, 3)).toEqual([
      '05-04 Greenery Day',
      "05-05 Children's Day",
      '05-06 Constitution Memorial Day',
    ])
    expect(closedIn('XTKS', '2026-09-01', '2026-09-30')).toEqual([
      '09-21 Respect for the Aged Day',
      "09-22 Citizens' Holiday",
      '09-23 Autumnal Equinox Day',
    ])
    expect(closedIn('XTKS', '2020-07-01', '2020-08-31')).toEqual([
      '07-23 Marine Day, moved to the Olympic games',
      '07-24 Sports Day, moved to the Olympic games',
      '08-10 Mountain Day, moved to the Olympic games',
    ])
    expect(closedIn('XTKS', '2020-10-01', '2020-10-02')).toEqual(['10-01 Failure of the trading system'])
  })

  test('XHKG: festivals by the moon, two holidays on one day, typhoons', () => {
    expect(closedIn('XHKG', '2021-01-01', '2021-04-30')).toEqual([
      "01-01 New Year's Day",
      '02-12 Lunar New Year',
      '02-15 Lunar New Year',
      '04-02 Good Friday',
      '04-05 Easter Monday',
      '04-06 Ching Ming Festival',
    ])
    expect(closedIn('XHKG', '2024-09-01', '2024-10-31')).toEqual([
      '09-06 Typhoon Yagi',
      '09-18 day after the Mid-Autumn Festival',
      '10-01 National Day',
      '10-11 Chung Yeung Festival',
    ])
  })

  test('XHKG and XTKS: years after the answer files, as their governments gazetted them', () => {
    expect(closedIn('XHKG', '2026-01-01', '2026-12-31').map((line) => line.slice(0, 5))).toEqual([
      '01-01',
      '02-17',
      '02-18',
      '02-19',
      '04-03',
      '04-06',
      '04-07',
      '05-01',
      '05-25',
      '06-19',
      '07-01',
      '10-01',
      '10-19',
      '12-25',
    ])
    expect(closedIn('XTKS', '2027-03-01', '2027-05-31')).toEqual([
      '03-22 Vernal Equinox Day',
      '04-29 Showa Day',
      '05-03 Constitution Memorial Day',
      '05-04 Greenery Day',
      "05-05 Children's Day",
    ])
  })

  test('XSHG: golden weeks, working days between holidays', () => {
    expect(closedIn('XSHG', '2020-09-25', '2020-10-12').map((line) => line.slice(0, 5))).toEqual([
      '10-01',
      '10-02',
      '10-05',
      '10-06',
      '10-07',
      '10-08',
    ])
    expect(sessionOf('XSHG', '2014-01-30').reason).toMatch(/working day/)
    expect(closedIn('XSHG', '2003-05-08', '2003-05-09')).toEqual([
      '05-08 Labour Day, extended against the epidemic',
      '05-09 Labour Day, extended against the epidemic',
    ])
    expect(calendarOf('XSHG').nextSession(date('1990-01-01')).date).toBe('1990-12-03')
  })

  test('XASX: no half days in 2022, a day of mourning, Anzac Day next to Easter', () => {
    expect(sessionOf('XASX', '2022-12-23').earlyClose).toBe(false)
    expect(sessionOf('XASX', '2023-12-22').earlyClose).toBe(true)
    expect(closedIn('XASX', '2022-09-01', '2022-09-30')).toEqual([
      '09-22 National Day of Mourning for Elizabeth II',
    ])
    expect(closedIn('XASX', '2011-04-20', '2011-04-30')).toEqual([
      '04-22 Good Friday',
      '04-25 Easter Monday',
      '04-26 Anzac Day, moved from Easter Monday',
    ])
  })

  test('XTSE, XSWX, XPAR, XBOM', () => {
    expect(closedIn('XTSE', '2016-05-01', '2016-08-31')).toEqual([
      '05-23 Victoria Day',
      '07-01 Canada Day',
      '08-01 Civic Holiday',
    ])
    expect(closedIn('XSWX', '2019-05-01', '2019-08-31')).toEqual([
      '05-01 Labour Day',
      '05-30 Ascension Day',
      '06-10 Whit Monday',
      '08-01 Swiss National Day',
    ])
    expect(closedIn('XPAR', '2000-06-01', '2000-08-31')).toEqual(['06-12 Whit Monday', '07-14 Bastille Day'])
    expect(closedIn('XPAR', '2003-06-01', '2003-08-31')).toEqual([])
    expect(closedIn('XBOM', '2016-10-01', '2016-11-30')).toEqual([
      '10-11 Dussehra',
      '10-12 Muharram',
      '10-31 Diwali Balipratipada',
      '11-14 Guru Nanak Jayanti',
    ])
  })
})

describe('XNYS, year by year', () => {
  test('sessions of some years', () => {
    const xnys = calendarOf('XNYS')
    const counts = [2001, 2012, 2018, 2020, 2022, 2023, 2024, 2025, 2026, 2027, 2028].map(
      (year) => xnys.sessions(date(`${year}-01-01`), date(`${year}-12-31`)).length,
    )
    expect(counts).toEqual([248, 250, 251, 253, 251, 250, 252, 250, 251, 251, 251])
  })

  test('early closes since 2012, each at 13:00', () => {
    const xnys = calendarOf('XNYS')
    const early = xnys.sessions(date('2012-01-01'), xnys.last).filter((session) => session.earlyClose)
    expect(early.map((session) => session.date.slice(2)).join(' ')).toBe(
      '12-07-03 12-11-23 12-12-24 13-07-03 13-11-29 13-12-24 14-07-03 14-11-28 14-12-24 15-11-27 15-12-24 ' +
        '16-11-25 17-07-03 17-11-24 18-07-03 18-11-23 18-12-24 19-07-03 19-11-29 19-12-24 20-11-27 20-12-24 ' +
        '21-11-26 22-11-25 23-07-03 23-11-24 24-07-03 24-11-29 24-12-24 25-07-03 25-11-28 25-12-24 26-11-27 ' +
        '26-12-24 27-11-26 28-07-03 28-11-24',
    )
    expect(new Set(early.map((session) => session.expectedMinutes))).toEqual(new Set([210]))
  })
})
