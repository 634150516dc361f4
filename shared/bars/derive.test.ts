import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendarOf } from '../calendar/calendars.ts'
import type { SessionDate } from '../calendar/session-date.ts'
import type { Session } from '../calendar/trading-calendar.ts'
import { type EpochMs, formatUtc, hourMs, minuteMs, parseUtc } from '../time/epoch.ts'
import { allocateColumns, at, type BarColumns, type BarRange } from './columns.ts'
import { deriveSession } from './derive.ts'
import type { Hours } from './derive-windows.ts'
import { DerivedBars } from './derived-bars.ts'
import { type Interval, intradayMs, oneDay, parseInterval } from './interval.ts'

/** A bar or a derived bar as a plain row, with what it is made of. */
interface Row {
  readonly start: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly state: number
}

interface DerivedRow extends Row {
  readonly expected: number
  readonly real: number
  readonly filled: number
  readonly missing: number
}

/** A 1m bar at a time, with prices and a volume that differ from minute to minute. */
function minuteBar(start: number, state = 0): Row {
  const minute = Math.round(start / minuteMs)
  const open = 100 + ((minute * 7919) % 1000) / 100
  const close = 100 + ((minute * 104_729) % 1000) / 100
  const spread = 1 + ((minute * 31) % 17) / 4
  const high = Math.max(open, close) + spread
  const low = Math.min(open, close) - spread
  return { start, open, high, low, close, volume: 0.1 + (minute % 97), state }
}

/** Rows as a range of columns that hold other bars before and after them. */
function rangeOf(rows: readonly Row[], before = 2, after = 3): BarRange {
  const columns = allocateColumns(before + rows.length + after)
  rows.forEach((row, index) => {
    for (const [name, value] of Object.entries(row)) columns[name as keyof BarColumns][before + index] = value
  })
  return { columns, from: before, to: before + rows.length }
}

function rowsOf({ columns, from, to }: BarRange): Row[] {
  const rows: Row[] = []
  for (let index = from; index < to; index++) {
    rows.push({
      start: at(columns.start, index),
      open: at(columns.open, index),
      high: at(columns.high, index),
      low: at(columns.low, index),
      close: at(columns.close, index),
      volume: at(columns.volume, index),
      state: at(columns.state, index),
    })
  }
  return rows
}

interface Window {
  readonly start: number
  readonly end: number
  readonly stub: boolean
}

/** Every window of a session's label, found by stepping from each anchor to the end of its stretch. */
function windowsByStepping(session: Session, length: number, hours: Hours): Window[] {
  const stretches: { anchor: number; to: number }[] = []
  const edges: { open: number; close: number }[] = [...session.segments]
  if (hours === 'all') {
    if (session.preMarket) edges.unshift(session.preMarket)
    if (session.postMarket) edges.push(session.postMarket)
    stretches.push({ anchor: session.dayStart, to: edges[0]?.open ?? session.dayStart })
  }
  edges.forEach(({ open, close }, index) => {
    stretches.push({ anchor: open, to: close })
    if (hours === 'regular') return
    const next = edges[index + 1]?.open ?? close + 24 * hourMs
    if (next > close) stretches.push({ anchor: close, to: next })
  })
  return stretches.flatMap(({ anchor, to }) => {
    const windows: Window[] = []
    for (let start = anchor; start < to; start += length) {
      windows.push({ start, end: Math.min(start + length, to), stub: start + length > to })
    }
    return windows
  })
}

/** Derived bars as the rules say them, with a scan of all minutes for every window (R8, R9, R10). */
function deriveByScanning(
  minutes: readonly Row[],
  session: Session,
  length: number,
  hours: Hours,
  clock: number,
): DerivedRow[] {
  const isRegular = (time: number) =>
    session.segments.some((segment) => time >= segment.open && time < segment.close)
  return windowsByStepping(session, length, hours).flatMap((window) => {
    const children = minutes.filter(({ start }) => start >= window.start && start < window.end)
    const [first] = children
    const last = children.at(-1)
    if (!first || !last) return []
    let expected = 0
    for (let time = window.start; time < window.end; time += minuteMs) {
      if (isRegular(time) && time + minuteMs <= clock) expected++
    }
    const filled = children.filter((child) => child.state === 2).length
    const present = children.filter((child) => isRegular(child.start)).length
    return {
      start: window.start,
      open: first.open,
      high: Math.max(...children.map((child) => child.high)),
      low: Math.min(...children.map((child) => child.low)),
      close: last.close,
      volume: children.reduce((sum, child) => sum + child.volume, 0),
      state:
        Math.max(...children.map((child) => child.state)) +
        (window.stub ? 32 : 0) +
        (window.end > clock ? 16 : 0),
      expected,
      real: children.length - filled,
      filled,
      missing: Math.max(0, expected - present),
    }
  })
}

function interval(text: string): Interval {
  const parsed = parseInterval(text)
  if (!parsed) throw new RangeError(text)
  return parsed
}

function sessionOf(exchange: string, date: string): Session {
  const session = calendarOf(exchange).session(date as SessionDate)
  if (!session) throw new RangeError(date)
  return session
}

const fullDay = sessionOf('XNYS', '2013-10-04')
const halfDay = sessionOf('XNYS', '2019-11-29')
const cryptoDay = sessionOf('24/7', '2018-04-05')
/** Two segments of 150 minutes with a break of an hour, and no extended hours. */
const broken: Session = {
  ...cryptoDay,
  open: (cryptoDay.open + 2 * hourMs) as EpochMs,
  close: (cryptoDay.open + 8 * hourMs) as EpochMs,
  segments: [
    { open: (cryptoDay.open + 2 * hourMs) as EpochMs, close: (cryptoDay.open + 4.5 * hourMs) as EpochMs },
    { open: (cryptoDay.open + 5.5 * hourMs) as EpochMs, close: (cryptoDay.open + 8 * hourMs) as EpochMs },
  ],
  expectedMinutes: 300,
}

function minutesFrom(from: number, count: number): Row[] {
  return Array.from({ length: count }, (_, index) => minuteBar(from + index * minuteMs))
}

function regularMinutes(session: Session): Row[] {
  return session.segments.flatMap(({ open, close }) => minutesFrom(open, (close - open) / minuteMs))
}

function derive(minutes: readonly Row[], session: Session, text: string, hours: Hours = 'all', at?: number) {
  const options = at === undefined ? { hours } : { hours, at: at as EpochMs }
  return derivedRows(deriveSession(rangeOf(minutes), session, interval(text), options))
}

function derivedRows({ columns, counts }: ReturnType<typeof deriveSession>): DerivedRow[] {
  return rowsOf({ columns, from: 0, to: columns.start.length }).map((row, index) => ({
    ...row,
    expected: counts.expected[index] ?? Number.NaN,
    real: counts.real[index] ?? Number.NaN,
    filled: counts.filled[index] ?? Number.NaN,
    missing: counts.missing[index] ?? Number.NaN,
  }))
}

function startsOf(rows: readonly Row[]): string[] {
  return rows.map((row) => formatUtc(row.start as EpochMs).slice(11, 16))
}

describe('one session', () => {
  test('a half day of 210 minutes makes 42, 14 and 4 bars, the last hour a stub (vector 1)', () => {
    const minutes = regularMinutes(halfDay)
    expect(derive(minutes, halfDay, '5m')).toHaveLength(42)
    expect(derive(minutes, halfDay, '15m')).toHaveLength(14)
    const hourly = derive(minutes, halfDay, '1h')
    expect(startsOf(hourly)).toEqual(['14:30', '15:30', '16:30', '17:30'])
    expect(hourly.map((row) => row.state)).toEqual([0, 0, 0, 32])
    expect(hourly.map((row) => row.expected)).toEqual([60, 60, 60, 30])
  })

  test('60m bars are anchored at the open: seven, and no minute is lost (D2)', () => {
    const minutes = regularMinutes(fullDay)
    const hourly = derive(minutes, fullDay, '60m')
    expect(startsOf(hourly)).toEqual(['13:30', '14:30', '15:30', '16:30', '17:30', '18:30', '19:30'])
    expect(hourly.map((row) => row.real)).toEqual([60, 60, 60, 60, 60, 60, 30])
    expect(hourly.at(-1)?.state).toBe(32)
  })

  test('390 minutes without 09:32: 78 windows, the first with four minutes (D1)', () => {
    const minutes = regularMinutes(fullDay).filter((_, index) => index !== 2)
    const rows = derive(minutes, fullDay, '5m')
    expect(rows).toHaveLength(78)
    expect(rows[0]).toMatchObject({ expected: 5, real: 4, filled: 0, missing: 1, state: 0 })
    expect(startsOf(rows).slice(0, 2)).toEqual(['13:30', '13:35'])
    expect(rows.slice(1).every((row) => row.real === 5 && row.missing === 0)).toBe(true)
  })

  test('a hole of three minutes leaves a bar of two; a hole of a whole window no bar (vector 18)', () => {
    const minutes = regularMinutes(fullDay)
    const rows = derive(
      [...minutes.slice(0, 2), ...minutes.slice(5, 10), ...minutes.slice(15)],
      fullDay,
      '5m',
    )
    expect(rows).toHaveLength(77)
    expect(rows[0]).toMatchObject({ expected: 5, real: 2, missing: 3 })
    expect(startsOf(rows).slice(0, 4)).toEqual(['13:30', '13:35', '13:45', '13:50'])
  })

  test('open of the first minute, extremes of all, close of the last, sum of the volumes (R9)', () => {
    const bars: Row[] = [
      { start: fullDay.open, open: 10, high: 12, low: 9, close: 11, volume: 5, state: 0 },
      { start: fullDay.open + minuteMs, open: 11, high: 15, low: 10, close: 14, volume: 0.25, state: 1 },
      { start: fullDay.open + 4 * minuteMs, open: 14, high: 14, low: 8, close: 9, volume: 7, state: 0 },
    ]
    expect(derive(bars, fullDay, '5m')).toEqual([
      {
        start: fullDay.open,
        open: 10,
        high: 15,
        low: 8,
        close: 9,
        volume: 12.25,
        state: 1,
        expected: 5,
        real: 3,
        filled: 0,
        missing: 2,
      },
    ])
  })

  test('filled minutes are counted apart and mark the bar', () => {
    const minutes = minutesFrom(fullDay.open, 5).map((bar, index) => ({ ...bar, state: index === 1 ? 2 : 0 }))
    expect(derive(minutes, fullDay, '5m')).toMatchObject([{ state: 2, real: 4, filled: 1, missing: 0 }])
  })

  test('bars restart after a break; one cut by the break is a stub (R8, vector 8)', () => {
    const rows = derive(regularMinutes(broken), broken, '1h')
    expect(startsOf(rows)).toEqual(['02:00', '03:00', '04:00', '05:30', '06:30', '07:30'])
    expect(rows.map((row) => row.state)).toEqual([0, 0, 32, 0, 0, 32])
  })

  test('extended hours are anchored each by itself', () => {
    const utc = (text: string) => parseUtc(`2013-10-04T${text}:00Z`) as EpochMs
    const minutes = ['07:50', '08:10', '13:10', '13:29', '13:30', '19:59', '20:00', '23:59'].map((text) =>
      minuteBar(utc(text)),
    )
    minutes.push(minuteBar(parseUtc('2013-10-05T00:30:00Z') as EpochMs))
    const rows = derive(minutes, fullDay, '90m')
    expect(startsOf(rows)).toEqual(['07:00', '08:00', '12:30', '13:30', '19:30', '20:00', '23:00', '00:00'])
    expect(rows.map((row) => row.state)).toEqual([32, 0, 32, 0, 32, 0, 32, 0])
    expect(rows.map((row) => row.expected)).toEqual([0, 0, 0, 90, 30, 0, 0, 0])
    expect(rows.map((row) => row.real)).toEqual([1, 1, 2, 1, 1, 1, 1, 1])
    expect(startsOf(derive(minutes, fullDay, '90m', 'regular'))).toEqual(['13:30', '19:30'])
  })

  test('a window that has not ended on the clock is forming, and what has not ended is not missing (R10, R15)', () => {
    const minutes = minutesFrom(fullDay.open, 7)
    const rows = derive(minutes, fullDay, '5m', 'all', fullDay.open + 8 * minuteMs)
    expect(rows).toMatchObject([
      { state: 0, expected: 5, missing: 0 },
      { state: 16, expected: 3, real: 2, missing: 1 },
    ])
    expect(derive(minutes, fullDay, '5m', 'all', fullDay.open + 10 * minuteMs)).toMatchObject([
      { state: 0 },
      { state: 0, expected: 5, real: 2, missing: 3 },
    ])
    const late = minutesFrom(fullDay.close - 10 * minuteMs, 5)
    expect(derive(late, fullDay, '1h', 'all', fullDay.close - minuteMs)).toMatchObject([{ state: 48 }])
  })

  test('one daily bar a session, from its open (D3)', () => {
    const regular = regularMinutes(fullDay)
    const minutes = [...minutesFrom(fullDay.open - hourMs, 10), ...regular, ...minutesFrom(fullDay.close, 5)]
    const day = { start: fullDay.open, expected: 390, missing: 0, state: 0 }
    expect(derive(minutes, fullDay, '1d', 'regular')).toMatchObject([
      { ...day, real: 390, open: regular[0]?.open },
    ])
    expect(derive(minutes, fullDay, '1d')).toMatchObject([{ ...day, real: 405, open: minutes[0]?.open }])
    expect(derive(regularMinutes(broken).slice(1), broken, '1d')).toMatchObject([{ real: 299, missing: 1 }])
  })

  test('a daily bar is final at the close, or at the end of the post-market when that is in it', () => {
    const minutes = regularMinutes(fullDay)
    expect(derive(minutes, fullDay, '1d', 'regular', fullDay.close - 1)).toMatchObject([{ state: 16 }])
    expect(derive(minutes, fullDay, '1d', 'regular', fullDay.close)).toMatchObject([{ state: 0 }])
    expect(derive(minutes, fullDay, '1d', 'all', fullDay.close)).toMatchObject([{ state: 16 }])
    expect(derive(minutes, fullDay, '1d', 'all', fullDay.close + 4 * hourMs)).toMatchObject([{ state: 0 }])
  })

  test('a session that never closes has no stubs (vector 13)', () => {
    const rows = derive(regularMinutes(cryptoDay), cryptoDay, '1h')
    expect(rows.map((row) => row.state)).toEqual(new Array(24).fill(0))
  })

  test('no minutes, no bars; weeks are refused', () => {
    expect(derive([], fullDay, '5m')).toEqual([])
    expect(() => derive([], fullDay, '1w')).toThrow(RangeError)
    expect(() => derive([], fullDay, '2d')).toThrow(RangeError)
  })
})

const anySession = fc.constantFrom(fullDay, halfDay, cryptoDay, broken)
const anyInterval = fc.constantFrom('1m', '5m', '7m', '15m', '45m', '1h', '90m', '4h', '23h').map(interval)
const anyHours = fc.constantFrom<Hours>('regular', 'all')

/** Holes of any length in the minutes of a label, and minutes that were repaired. */
const anyDamage = fc.record({
  holes: fc.array(fc.tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 300 })), {
    maxLength: 6,
  }),
  repaired: fc.array(fc.integer({ min: 0, max: 1439 }), { maxLength: 20 }),
})
type Damage = typeof anyDamage extends fc.Arbitrary<infer Value> ? Value : never

/** All minutes of a label's local day, but for the damage. */
function minutesOf(session: Session, { holes, repaired }: Damage): Row[] {
  const minutes: Row[] = []
  for (let minute = 0; minute < 1440; minute++) {
    if (holes.some(([from, length]) => minute >= from && minute < from + length)) continue
    const state = repaired.includes(minute) ? 1 + (minute % 3) : 0
    minutes.push(minuteBar(session.dayStart + minute * minuteMs, state))
  }
  return minutes
}

describe('against a scan of all minutes', () => {
  test('any session, interval, holes and clock', () => {
    fc.assert(
      fc.property(
        anySession,
        anyDamage,
        anyInterval,
        anyHours,
        fc.integer({ min: 0, max: 1500 }),
        (session, damage, length, hours, clockMinute) => {
          const minutes = minutesOf(session, damage)
          const clock = session.dayStart + clockMinute * minuteMs
          const visible = minutes.filter((minute) => minute.start + minuteMs <= clock)
          expect(derive(visible, session, length, hours, clock)).toEqual(
            deriveByScanning(visible, session, intradayMs(length) ?? Number.NaN, hours, clock),
          )
        },
      ),
      { numRuns: 60 },
    )
  })
})

type Step =
  | { readonly kind: 'append'; readonly count: number }
  | { readonly kind: 'truncate'; readonly percent: number; readonly damage: Damage }
  | { readonly kind: 'clock'; readonly minute: number }
  | { readonly kind: 'take' }

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('append'),
    count: fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 200 })),
  }),
  fc.record({
    kind: fc.constant('truncate'),
    percent: fc.integer({ min: 0, max: 100 }),
    damage: anyDamage,
  }),
  fc.record({ kind: fc.constant('clock'), minute: fc.integer({ min: 0, max: 1500 }) }),
  fc.record({ kind: fc.constant('take') }),
)

describe('kept up while minutes come and go', () => {
  test('always equal to a derivation from scratch, whatever the way there (D5)', () => {
    fc.assert(
      fc.property(
        anySession,
        anyDamage,
        fc.oneof(anyInterval, fc.constant(oneDay)),
        anyHours,
        fc.array(anyStep, { maxLength: 25 }),
        (session, damage, length, hours, steps) => {
          let minutes = minutesOf(session, damage)
          let source = rangeOf(minutes)
          const bars = new DerivedBars(session, length, hours)
          let count = 0
          let clock: EpochMs | undefined
          let copy: Row[] = []
          for (const step of [...steps, { kind: 'take' } as const]) {
            if (step.kind === 'append') {
              const from = source.from + count
              count = Math.min(minutes.length, count + step.count)
              bars.append({ columns: source.columns, from, to: source.from + count })
            } else if (step.kind === 'truncate') {
              count = Math.floor((count * step.percent) / 100)
              bars.truncate(count)
              // From here on the minutes are others, as after a repair (R11).
              const last = minutes[count - 1]?.start ?? Number.NEGATIVE_INFINITY
              const others = minutesOf(session, step.damage).filter(({ start }) => start > last)
              minutes = [...minutes.slice(0, count), ...others]
              source = rangeOf(minutes)
            } else if (step.kind === 'clock') {
              clock = (session.dayStart + step.minute * minuteMs) as EpochMs
              bars.setClock(clock)
            } else {
              const from = bars.takeDirtyFrom()
              copy = [...copy.slice(0, from), ...rowsOf({ ...bars.range(), from })]
              const fresh = deriveSession(
                { columns: source.columns, from: source.from, to: source.from + count },
                session,
                length,
                clock === undefined ? { hours } : { hours, at: clock },
              )
              expect(copy).toEqual(
                rowsOf({ columns: fresh.columns, from: 0, to: fresh.columns.start.length }),
              )
              expect(bars.counts()).toEqual(fresh.counts)
            }
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  test('tells the lowest bar that changed, and no lower one', () => {
    const source = rangeOf(regularMinutes(fullDay), 0)
    const bars = new DerivedBars(fullDay, interval('5m'))
    const { columns } = source
    bars.setClock(fullDay.open)
    bars.append({ columns, from: 0, to: 12 })
    bars.setClock((fullDay.open + 12 * minuteMs) as EpochMs)
    expect(bars.takeDirtyFrom()).toBe(0)
    expect(bars.takeDirtyFrom()).toBe(3)
    bars.append({ columns, from: 12, to: 13 })
    expect(bars.takeDirtyFrom()).toBe(2)
    bars.setClock((fullDay.open + 15 * minuteMs) as EpochMs)
    expect(bars.takeDirtyFrom()).toBe(2)
    bars.setClock((fullDay.open + 16 * minuteMs) as EpochMs)
    expect(bars.takeDirtyFrom()).toBe(3)
    bars.truncate(10)
    expect(bars.takeDirtyFrom()).toBe(2)
    bars.truncate(9)
    expect(bars.takeDirtyFrom()).toBe(1)
    bars.truncate(9)
    expect(bars.takeDirtyFrom()).toBe(2)
  })

  test('a bar that comes in the place of a final one may be forming, and becomes final', () => {
    const bars = new DerivedBars(fullDay, interval('5m'))
    bars.setClock((fullDay.open + 13 * minuteMs) as EpochMs)
    bars.append(rangeOf(minutesFrom(fullDay.open, 13), 0))
    bars.truncate(5)
    const repaired = [...minutesFrom(fullDay.open, 5), ...minutesFrom(fullDay.open + 10 * minuteMs, 3)]
    bars.append({ ...rangeOf(repaired, 0), from: 5 })
    expect(rowsOf(bars.range()).map((row) => row.state)).toEqual([0, 16])
    bars.setClock((fullDay.open + 15 * minuteMs) as EpochMs)
    expect(rowsOf(bars.range()).map((row) => row.state)).toEqual([0, 0])
  })

  test('follows a source that is replaced by a longer one, and may begin anew when all is taken back', () => {
    const bars = new DerivedBars(fullDay, interval('5m'))
    bars.append(rangeOf(minutesFrom(fullDay.open, 4), 0))
    const longer = rangeOf(minutesFrom(fullDay.open, 9), 0)
    bars.append({ ...longer, from: 4 })
    expect(bars.range().to).toBe(2)
    expect(() => bars.append({ ...longer, from: 4 })).toThrow('go on at index 9, not 4')
    bars.truncate(0)
    bars.append({ ...longer, from: 5 })
    expect(rowsOf(bars.range())).toMatchObject([{ start: fullDay.open + 5 * minuteMs }])
  })
})
