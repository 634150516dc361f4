import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocateColumns, at, type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import type { Interval } from '#shared/bars/interval.ts'
import { corrected, filled } from '#shared/bars/state.ts'
import { addMs, type EpochMs, epochMs, minuteMs } from '#shared/time/epoch.ts'
import { SimulatedTime } from '../time/simulated-time.ts'
import { type DeltaCursor, readDelta } from './bar-delta.ts'
import { SeriesCursor } from './bar-series.ts'
import type { DerivedCursor, DerivedSeries } from './derived-series.ts'
import { SessionData } from './session-data.ts'
import { barsAt, plainSession } from './testing/made-bars.ts'

const open = epochMs(Date.parse('2024-01-02T14:30:00Z'))
const session = plainSession(open, 60)
const fiveMinutes = '5m' as Interval
const sevenMinutes = '7m' as Interval

function endOf(minute: number): EpochMs {
  return addMs(open, (minute + 1) * minuteMs)
}

/** A symbol at a clock, and how bars are added to it. */
function desk(clock: EpochMs = session.close) {
  const time = new SimulatedTime(clock)
  const data = new SessionData(session, time)
  const symbol = data.registerSymbol('SPY')
  const add = (minutes: readonly number[], seed = 0, knownAt?: EpochMs): void =>
    data.addBars('SPY', barsAt(open, minutes, seed), 0, minutes.length, knownAt)
  return { time, data, symbol, add }
}

function barsOf(data: SessionData): BarColumns {
  const { columns, from, to } = data.getLastNBars('SPY', 10_000)
  return sliceColumns(columns, from, to)
}

function minutesOf(data: SessionData): number[] {
  return [...barsOf(data).start].map((start) => (start - open) / minuteMs)
}

describe('late and corrected bars', () => {
  test('a late bar takes its place, each minute is there once (G1), and the latest stays the latest (G2)', () => {
    const { data, add } = desk()
    add([0, 1, 5, 6])
    add([1, 2, 3, 4])
    add([3, 4])
    expect(minutesOf(data)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(barsOf(data)).toEqual(barsAt(open, [0, 1, 2, 3, 4, 5, 6]))
    const latest = data.getLatestBar('SPY')
    expect(latest && at(latest.columns.start, latest.from)).toBe(open + 6 * minuteMs)
  })

  test('a corrected bar is marked as such, and its earlier version is kept with the time', () => {
    const { data, symbol, add, time } = desk(endOf(3))
    add([0, 1, 2, 3])
    time.advanceTo(addMs(endOf(3), 30_000))
    add([1], 5)
    const [first, second] = [barsAt(open, [1]), barsAt(open, [1], 5)]
    const bars = barsOf(data)
    expect(at(bars.close, 1)).toBe(at(second.close, 0))
    expect([...bars.state]).toEqual([0, corrected, 0, 0])
    expect(symbol.getRevisions()).toMatchObject([
      { start: open + minuteMs, knownAt: time.now(), earlier: { close: at(first.close, 0), state: 0 } },
    ])
    expect(data.getSessionMetrics('SPY').recorded).toBe(4)
  })

  test('the version of 30 seconds later is there from then on, and going back shows the first (vector 20)', () => {
    const { data, add } = desk()
    add([0, 1, 2])
    add([2], 9, addMs(endOf(2), 30_000))
    const close = (): number => at(barsOf(data).close, 2)
    const [first, second] = [barsAt(open, [2]), barsAt(open, [2], 9)].map(({ close }) => at(close, 0))
    expect(close()).toBe(second)
    data.rewindTo(addMs(endOf(2), 30_000))
    expect(close()).toBe(second)
    data.rewindTo(addMs(endOf(2), 29_999))
    expect(close()).toBe(first)
  })

  test('a bar filled in keeps saying so when it is corrected', () => {
    const { data } = desk()
    const fill = barsAt(open, [4])
    fill.state[0] = filled
    data.addBars('SPY', fill)
    data.addBars('SPY', barsAt(open, [4], 3))
    expect(barsOf(data).state[0]).toBe(corrected)
  })

  test('refuses a version known before its bar ends, and one known before another', () => {
    const { data, add } = desk()
    add([0, 1, 2])
    add([1], 1, endOf(5))
    expect(() => add([0], 1, endOf(4))).toThrow(RangeError)
    expect(() => add([8], 1, addMs(endOf(8), -1))).not.toThrow()
    expect(() => add([8], 2, addMs(endOf(8), -1))).toThrow(/14:38/)
    expect(data.getBarCount('SPY')).toBe(4)
  })
})

/** What happens to a symbol: bars come at a clock, some of them late or once more, or the clock goes back. */
type Deed =
  | { readonly kind: 'add'; readonly minute: number; readonly seed: number }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'back'; readonly seconds: number }

const someDeeds: fc.Arbitrary<Deed[]> = fc.array(
  fc.oneof(
    {
      arbitrary: fc.record({
        kind: fc.constant('add' as const),
        minute: fc.nat(59),
        seed: fc.nat(2),
      }),
      weight: 6,
    },
    { arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.nat(400) }), weight: 4 },
    { arbitrary: fc.record({ kind: fc.constant('back' as const), seconds: fc.nat(900) }), weight: 1 },
  ),
  { maxLength: 80 },
)

interface Version {
  readonly minute: number
  readonly seed: number
  readonly knownAt: number
}

/** Every version that came and was not taken back; the bars known at a clock are found by going through all. */
class SlowSymbol {
  versions: Version[] = []

  /** The seed of each minute known, the later version before the earlier one. */
  known(): Map<number, number> {
    const known = new Map<number, number>()
    for (const { minute, seed } of this.versions) known.set(minute, seed)
    return new Map([...known].sort(([one], [other]) => one - other))
  }

  bars(): BarColumns {
    const known = [...this.known()]
    const bars = allocateColumns(known.length)
    known.forEach(([minute, seed], index) => {
      const one = barsAt(open, [minute], seed)
      for (const name of Object.keys(bars) as (keyof BarColumns)[]) bars[name][index] = one[name][0] as number
    })
    return bars
  }
}

/** Runs the deeds on a symbol and on its slow model; `check` after each. */
function act(deeds: readonly Deed[], check: (on: ReturnType<typeof desk>, slow: SlowSymbol) => void): void {
  const on = desk(open)
  const slow = new SlowSymbol()
  for (const deed of deeds) {
    if (deed.kind === 'wait') on.time.advanceTo(addMs(on.time.now(), deed.seconds * 1000))
    else if (deed.kind === 'back') {
      const to = addMs(on.time.now(), -deed.seconds * 1000)
      on.time.rewindTo(to)
      on.data.rewindTo(to)
      slow.versions = slow.versions.filter(({ knownAt }) => knownAt <= to)
    } else if (endOf(deed.minute) <= on.time.now()) {
      const isSame = slow.known().get(deed.minute) === deed.seed
      const knownAt = on.time.now()
      on.add([deed.minute], deed.seed, knownAt)
      if (!isSame) slow.versions.push({ minute: deed.minute, seed: deed.seed, knownAt })
    }
    check(on, slow)
  }
}

function withoutState(bars: BarColumns): Partial<BarColumns> {
  const { state: _, ...values } = bars
  return values
}

function derivedRows(series: DerivedSeries): BarColumns {
  const { columns, from, to } = series.range()
  return sliceColumns(columns, from, to)
}

describe('whatever comes in whatever order, and after going back', () => {
  test('bars, metrics and derived bars are those of a symbol made from nothing (R11, D5, G2)', () => {
    fc.assert(
      fc.property(someDeeds, (deeds) => {
        act(deeds, ({ data, time }, slow) => {
          const bars = barsOf(data)
          expect(withoutState(bars)).toEqual(withoutState(slow.bars()))
          const fresh = new SessionData(session, time)
          fresh.registerSymbol('SPY')
          fresh.addBars('SPY', bars)
          expect(data.getSessionMetrics('SPY')).toEqual(fresh.getSessionMetrics('SPY'))
          for (const interval of [fiveMinutes, sevenMinutes]) {
            const source = { columns: bars, from: 0, to: bars.start.length }
            const whole = deriveSession(source, session, interval, { at: time.now() })
            const series = data.derivedBars('SPY', interval)
            expect(derivedRows(series)).toEqual(whole.columns)
            expect(series.counts()).toEqual(whole.counts)
          }
        })
      }),
    )
  })

  test('who cuts at the index told and takes the rest has the bars, minutes or derived', () => {
    fc.assert(
      fc.property(someDeeds, fc.integer({ min: 1, max: 7 }), (deeds, every) => {
        const readers: { cursor: SeriesCursor; has: number[] }[] = []
        let turn = 0
        act(deeds, ({ data }) => {
          const symbol = data.symbolSession('SPY')
          if (turn === 0)
            for (const series of [symbol.minutes(), symbol.derivedBars(fiveMinutes)])
              readers.push({ cursor: new SeriesCursor(series), has: [] })
          if (turn++ % every !== 0) return
          for (const reader of readers) {
            const { range, changedFrom } = reader.cursor.next()
            const closes = [...range.columns.close.subarray(0, range.to)]
            reader.has = [...reader.has.slice(0, changedFrom), ...closes.slice(changedFrom)]
            expect(reader.has).toEqual(closes)
          }
        })
      }),
    )
  })

  test('a reader of changes is told of bars in the middle, of exactly those that changed (G10)', () => {
    fc.assert(
      fc.property(someDeeds, fc.integer({ min: 1, max: 7 }), (deeds, every) => {
        let cursor: DeltaCursor | undefined
        let derivedCursor: DerivedCursor | undefined
        let has = new Map<number, string>()
        let hasDerived = new Map<number, string>()
        let turn = 0
        act(deeds, ({ data }) => {
          if (turn++ % every !== 0) return
          const symbol = data.symbolSession('SPY')
          const bars = symbol.published()
          const delta = readDelta(bars, cursor)
          cursor = delta.cursor
          has = follow(has, delta, barsOf(data))
          const series = symbol.derivedBars(fiveMinutes)
          const derived = series.readDelta(derivedCursor)
          derivedCursor = derived.cursor
          hasDerived = follow(hasDerived, derived, derivedRows(series))
        })
      }),
    )
  })
})

interface Delta {
  readonly restarted: boolean
  readonly revised: readonly number[]
  readonly from: number
  readonly to: number
}

/** What a reader has after a delta; fails unless that is all there is, and nothing was told of for nothing. */
function follow(had: Map<number, string>, delta: Delta, all: BarColumns): Map<number, string> {
  const rows = [...all.start].map(
    (start, index) =>
      [
        start,
        [all.open, all.high, all.low, all.close, all.volume, all.state].map((c) => c[index]).join(),
      ] as const,
  )
  const has = new Map(delta.restarted ? [] : had)
  for (const index of delta.revised) {
    const [start, row] = rows[index] as readonly [number, string]
    has.set(start, row)
  }
  for (const [start, row] of rows.slice(delta.from, delta.to)) has.set(start, row)
  expect([...has].sort(([one], [other]) => one - other)).toEqual(rows)
  expect(new Set(delta.revised).size).toBe(delta.revised.length)
  return has
}

test('a late minute marks exactly the derived bar it touches (R11)', () => {
  const { data, add } = desk()
  add(Array.from({ length: 30 }, (_, minute) => minute).filter((minute) => minute !== 7))
  const series = data.derivedBars('SPY', fiveMinutes)
  const { cursor } = series.readDelta()
  add([7])
  add([22], 4)
  const delta = series.readDelta(cursor)
  expect(delta).toMatchObject({ restarted: false, revised: [1, 4], from: 6, to: 6 })
  expect(series.readDelta(delta.cursor)).toMatchObject({ revised: [], from: 6, to: 6 })
})

test('the mean price of a derived bar is that of its minutes, weighed by volume', () => {
  const { data, add } = desk()
  add([0, 1, 2, 5, 6])
  const bars = barsOf(data)
  const mean = (from: number, to: number): number => {
    let turnover = 0
    let volume = 0
    for (let index = from; index < to; index++) {
      turnover +=
        ((at(bars.high, index) + at(bars.low, index) + at(bars.close, index)) / 3) * at(bars.volume, index)
      volume += at(bars.volume, index)
    }
    return turnover / volume
  }
  expect([...data.derivedBars('SPY', fiveMinutes).vwaps()]).toEqual([mean(0, 3), mean(3, 5)])
})
