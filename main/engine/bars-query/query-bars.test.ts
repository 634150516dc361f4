import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import { type Interval, intradayMs, oneDay, oneMinute } from '#shared/bars/interval.ts'
import { corrected, recorded, stateName } from '#shared/bars/state.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Segment, Session } from '#shared/calendar/trading-calendar.ts'
import { type EpochMs, formatUtc, minuteMs, parseUtc } from '#shared/time/epoch.ts'
import { demoProfiles } from '../demo/profile.ts'
import { demoSession } from '../demo/session.ts'
import type { SessionBatch, StoreWriter } from '../store/store.ts'
import type { BarsQuery } from './bars-query.ts'
import { queryBars } from './query-bars.ts'
import { type TemporaryStore, temporaryStore } from './testing/temporary-store.ts'

const xnys = calendarOf('XNYS')
const wednesday = '2024-11-27' as SessionDate
const shortFriday = '2024-11-29' as SessionDate
const monday = '2024-12-02' as SessionDate
const quiet = demoProfiles.find(({ symbol }) => symbol === 'TDREM')
const later = time('2025-06-01T00:00:00Z')

let temporary: TemporaryStore
let store: StoreWriter
const minutes = new Map<SessionDate, BarColumns>()

beforeAll(() => {
  temporary = temporaryStore()
  store = temporary.store
  if (!quiet) throw new Error('no quiet symbol')
  for (const date of [wednesday, shortFriday, monday]) {
    const { columns } = demoSession(quiet, sessionOf(date), 3)
    columns.state.fill(recorded)
    minutes.set(date, columns)
    put('first', date, batch(date, oneMinute, columns))
  }
})
afterAll(() => temporary.remove())

function time(text: string): EpochMs {
  const instant = parseUtc(text)
  if (instant === undefined) throw new Error(text)
  return instant
}

function sessionOf(date: SessionDate): Session {
  const session = xnys.session(date)
  if (!session) throw new Error(date)
  return session
}

function minutesOf(date: SessionDate): BarColumns {
  const columns = minutes.get(date)
  if (!columns) throw new Error(date)
  return columns
}

function batch(
  session: SessionDate,
  interval: Interval,
  columns: BarColumns,
  symbol = 'TDREM',
): SessionBatch {
  return { symbol, exchange: 'XNYS', interval, session, kind: 'trade', columns }
}

function put(name: string, date: string, ...batches: SessionBatch[]): void {
  const sha256 = Buffer.from(name + date)
    .toString('hex')
    .padEnd(64, '0')
    .slice(0, 64)
  store.importFile({ feed: 'demo', synthetic: false, name, sha256, at: later }, batches)
}

interface Bar {
  readonly start: string
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly state: string
}

function ask(query: Partial<Omit<BarsQuery, 'interval'>> & { interval: string }): Bar[] {
  const at = query.at
  const parts = queryBars(store, xnys, {
    symbol: 'TDREM',
    from: wednesday,
    to: monday,
    hours: 'regular',
    view: 'as-repaired',
    clock: at ?? later,
    ...query,
    interval: query.interval as Interval,
    at,
  })
  return [...parts].flatMap(barsOf)
}

function barsOf(columns: BarColumns): Bar[] {
  return Array.from(columns.start, (start, i) => ({
    start: formatUtc(start as EpochMs),
    open: at(columns.open, i),
    high: at(columns.high, i),
    low: at(columns.low, i),
    close: at(columns.close, i),
    volume: at(columns.volume, i),
    state: stateName(at(columns.state, i)),
  }))
}

function one(bars: readonly Bar[], start: string, state: string): Bar {
  const [first] = bars
  const last = bars.at(-1)
  if (!first || !last) throw new Error('no bars')
  return {
    start,
    open: first.open,
    high: Math.max(...bars.map(({ high }) => high)),
    low: Math.min(...bars.map(({ low }) => low)),
    close: last.close,
    volume: bars.reduce((sum, { volume }) => sum + volume, 0),
    state,
  }
}

/** The answer found the slow way: for each window, every minute is looked at. */
function slowly(date: SessionDate, length: number, stretches: readonly Segment[], clock: number): Bar[] {
  const all = barsOf(minutesOf(date)).filter(({ start }) => Date.parse(start) + minuteMs <= clock)
  const bars: Bar[] = []
  for (const { open, close } of stretches) {
    for (let start: number = open; start < close; start += length) {
      const end = Math.min(start + length, close)
      const inside = all.filter((bar) => Date.parse(bar.start) >= start && Date.parse(bar.start) < end)
      const state = end > clock ? 'forming' : end < start + length ? 'stub' : 'recorded'
      if (inside.length > 0) bars.push(one(inside, formatUtc(start as EpochMs), state))
    }
  }
  return bars
}

function stretchesOf(date: SessionDate, hours: 'regular' | 'all'): Segment[] {
  const { preMarket, segments, postMarket } = sessionOf(date)
  return hours === 'regular'
    ? [...segments]
    : [preMarket, ...segments, postMarket].filter((segment) => segment !== undefined)
}

describe('minutes', () => {
  test('regular hours end before the close, all hours are every stored bar', () => {
    const { open, close } = sessionOf(shortFriday)
    const stored = barsOf(minutesOf(shortFriday))
    const regular = stored.filter(({ start }) => Date.parse(start) >= open && Date.parse(start) < close)
    const friday = { interval: '1m', from: shortFriday, to: shortFriday }
    expect(ask(friday)).toEqual(regular)
    expect(ask({ ...friday, hours: 'all' })).toEqual(stored)
    expect(regular.length).toBeLessThan(stored.length)
  })

  test('a range includes both its ends', () => {
    expect(ask({ interval: '1m', hours: 'all' })).toEqual(
      [wednesday, shortFriday, monday].flatMap((date) => barsOf(minutesOf(date))),
    )
    expect(
      ask({ interval: '1m', from: '2024-11-28' as SessionDate, to: '2024-11-28' as SessionDate }),
    ).toEqual([])
  })

  test('at a time only bars that have ended are known', () => {
    const now = time('2024-11-27T15:00:00Z')
    const known = ask({ interval: '1m', at: now })
    expect(known.length).toBeGreaterThan(0)
    expect(known).toEqual(ask({ interval: '1m' }).filter(({ start }) => Date.parse(start) + minuteMs <= now))
  })
})

test('derived bars equal those found minute by minute, at every interval, hours and time', () => {
  const span = {
    min: sessionOf(wednesday).open - 6 * 3_600_000,
    max: sessionOf(wednesday).close + 5 * 3_600_000,
  }
  fc.assert(
    fc.property(
      fc.constantFrom('2m', '5m', '7m', '15m', '1h', '2h', '4h', '390m'),
      fc.constantFrom('regular', 'all'),
      fc.constantFrom(wednesday, shortFriday),
      fc.option(fc.integer(span), { nil: undefined }),
      (interval, hours, date, offset) => {
        const shift = sessionOf(date).open - sessionOf(wednesday).open
        const now = offset === undefined ? undefined : ((offset + shift) as EpochMs)
        const length = intradayMs(interval as Interval) ?? 0
        expect(ask({ interval, hours, from: date, to: date, at: now })).toEqual(
          slowly(date, length, stretchesOf(date, hours), now ?? later),
        )
      },
    ),
    { numRuns: 150 },
  )
})

test('a short session has 42 bars of five minutes and ends with a stub of the hour', () => {
  const short = { from: shortFriday, to: shortFriday }
  expect(ask({ interval: '5m', ...short })).toHaveLength(42)
  expect(ask({ interval: '1h', ...short }).map(({ start, state }) => [start, state])).toEqual([
    ['2024-11-29T14:30:00Z', 'recorded'],
    ['2024-11-29T15:30:00Z', 'recorded'],
    ['2024-11-29T16:30:00Z', 'recorded'],
    ['2024-11-29T17:30:00Z', 'stub'],
  ])
})

describe('days and weeks', () => {
  test('a day of minutes starts at the open and forms until the close', () => {
    const regular = ask({ interval: '1m', from: wednesday, to: wednesday })
    const day = one(regular, '2024-11-27T14:30:00Z', 'recorded')
    expect(ask({ interval: '1d', from: wednesday, to: wednesday })).toEqual([day])
    const noon = time('2024-11-27T17:00:00Z')
    expect(ask({ interval: '1d', from: wednesday, to: wednesday, at: noon })).toEqual([
      one(
        regular.filter(({ start }) => Date.parse(start) + minuteMs <= noon),
        day.start,
        'forming',
      ),
    ])
    expect(ask({ interval: '1d', from: wednesday, to: wednesday, at: time('2024-11-27T21:00:00Z') })).toEqual(
      [day],
    )
    expect(ask({ interval: '1d', at: time('2024-11-27T14:30:00Z') })).toEqual([])
  })

  test('a week is made of its days, whole even where the range cuts it', () => {
    const days = ask({ interval: '1d' })
    expect(days).toHaveLength(3)
    expect(ask({ interval: '1w' })).toEqual([
      one(days.slice(0, 2), '2024-11-25T14:30:00Z', 'recorded'),
      one(days.slice(2), '2024-12-02T14:30:00Z', 'recorded'),
    ])
    expect(ask({ interval: '1w', from: shortFriday, to: shortFriday })).toEqual(
      ask({ interval: '1w' }).slice(0, 1),
    )
    const betweenSessions = ask({ interval: '1w', at: time('2024-11-28T12:00:00Z') })
    expect(betweenSessions).toEqual([one(days.slice(0, 1), '2024-11-25T14:30:00Z', 'forming')])
    const [formingWeek] = ask({ interval: '1w', at: time('2024-11-29T17:59:00Z') })
    expect(formingWeek?.state).toBe('forming')
  })

  test('a stored day is printed as it is, and made of minutes before its close', () => {
    const symbol = 'STORED'
    const own = sliceColumns(minutesOf(wednesday), 0, 1)
    own.start[0] = sessionOf(wednesday).open
    own.volume[0] = 123
    put(
      'stored',
      'day',
      batch(wednesday, oneDay, own, symbol),
      batch(wednesday, oneMinute, minutesOf(wednesday), symbol),
    )
    expect(ask({ symbol, interval: '1d' })).toEqual(barsOf(own))
    expect(ask({ symbol, interval: '1w' })[0]?.volume).toBe(123)
    expect(ask({ symbol, interval: '1d', at: time('2024-11-27T20:59:00Z') })[0]?.state).toBe('forming')
    expect(ask({ symbol, interval: '1d', at: time('2024-11-27T21:00:00Z') })).toEqual(barsOf(own))
  })
})

describe('revisions', () => {
  const symbol = 'REVISED'
  const known = time('2024-11-27T15:10:30Z')

  beforeAll(() => {
    const first = minutesOf(wednesday)
    const second = sliceColumns(first)
    const index = first.start.indexOf(time(ask({ interval: '1m' })[5]?.start ?? ''))
    second.close[index] = at(second.high, index) + 1
    second.high[index] = at(second.close, index)
    put('one', 'revised', batch(wednesday, oneMinute, first, symbol))
    store.importFile({ feed: 'demo', synthetic: false, name: 'two', sha256: 'f'.repeat(64), at: known }, [
      batch(wednesday, oneMinute, second, symbol),
    ])
  })

  function changed(query: { view: BarsQuery['view']; at?: EpochMs }): Bar | undefined {
    return ask({ symbol, interval: '1m', from: wednesday, to: wednesday, ...query })[5]
  }

  test('as repaired shows the correction throughout', () => {
    expect(changed({ view: 'as-repaired' })?.state).toBe(stateName(corrected))
    expect(changed({ view: 'as-repaired', at: time('2024-11-27T15:00:00Z') })?.state).toBe('corrected')
  })

  test('as traded shows it from the moment it was known', () => {
    expect(changed({ view: 'as-traded', at: time('2024-11-27T15:10:29Z') })).toEqual(
      ask({ interval: '1m', from: wednesday, to: wednesday })[5],
    )
    expect(changed({ view: 'as-traded', at: known })?.state).toBe('corrected')
    expect(changed({ view: 'as-traded' })?.state).toBe('corrected')
  })

  test('a bar derived from a corrected minute is corrected', () => {
    const bars = ask({ symbol, interval: '4h', from: wednesday, to: wednesday })
    expect(bars[0]?.state).toBe('corrected')
  })
})

test('bars of a date without a session are found with all hours alone', () => {
  const saturday = '2024-11-30' as SessionDate
  const columns = sliceColumns(minutesOf(wednesday), 0, 2)
  columns.start.set([time('2024-11-30T16:00:00Z'), time('2024-11-30T16:01:00Z')])
  const symbol = 'WEEKEND'
  put('weekend', saturday, batch(saturday, oneMinute, columns, symbol))
  const query = { symbol, from: saturday, to: saturday }
  expect(ask({ ...query, interval: '1m' })).toEqual([])
  expect(ask({ ...query, interval: '1m', hours: 'all' })).toEqual(barsOf(columns))
  expect(ask({ ...query, interval: '5m', hours: 'all' }).map(({ start }) => start)).toEqual([
    '2024-11-30T16:00:00Z',
  ])
})
