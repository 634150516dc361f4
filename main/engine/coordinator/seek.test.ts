import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocateColumns, at, type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import type { Interval } from '#shared/bars/interval.ts'
import { corrected, mergeOrigin } from '#shared/bars/state.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { addMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { SessionData } from '../session/session-data.ts'
import { barsAt, plainSession } from '../session/testing/made-bars.ts'
import { SimulatedTime } from '../time/simulated-time.ts'
import type { BarSource } from './bar-source.ts'
import { StreamCoordinator } from './stream-coordinator.ts'

/** A half day of New York, and on the same clock an exchange with a break, as Hong Kong has one. */
const half = calendarOf('XNYS').session('2019-11-29' as SessionDate) as Session
const { open } = half
const broken: Session = {
  ...plainSession(open, 220),
  segments: [
    { open: addMs(open, 10 * minuteMs), close: addMs(open, 90 * minuteMs) },
    { open: addMs(open, 130 * minuteMs), close: addMs(open, 203 * minuteMs) },
  ],
  expectedMinutes: 153,
}
const intervals = ['2m', '5m', '7m', '1h', '1d'] as Interval[]

/** What a symbol will have, in minutes and seconds after the open. */
interface Plan {
  readonly broken: boolean
  readonly minutes: readonly number[]
  readonly late: readonly { readonly minute: number; readonly seed: number; readonly bySeconds: number }[]
  readonly seconds: readonly number[]
}

const somePlan: fc.Arbitrary<Plan> = fc.record({
  broken: fc.boolean(),
  minutes: fc.subarray(Array.from({ length: 215 }, (_, minute) => minute)),
  late: fc.array(
    fc.record({
      minute: fc.nat(214),
      seed: fc.integer({ min: 50, max: 52 }),
      // Often at the end of a minute, where bars on time come too.
      bySeconds: fc.oneof(
        fc.nat(25).map((minutes) => 60 * minutes),
        fc.constant(0),
        fc.nat(1500),
      ),
    }),
    { maxLength: 12 },
  ),
  seconds: fc
    .array(fc.nat(220 * 60), { maxLength: 20 })
    .map((seconds) => seconds.sort((one, other) => one - other)),
})

function endOf(minute: number): EpochMs {
  return addMs(open, (minute + 1) * minuteMs)
}

function sourceOf({ broken: isBroken, minutes, late, seconds }: Plan, seed: number): BarSource {
  const known = late
    .map(({ minute, seed, bySeconds }) => ({ minute, seed, knownAt: addMs(endOf(minute), bySeconds * 1000) }))
    .sort((one, other) => one.knownAt - other.knownAt)
  const columns = allocateColumns(known.length)
  known.forEach(({ minute, seed }, index) => {
    const bar = barsAt(open, [minute], seed)
    for (const name of Object.keys(columns) as (keyof BarColumns)[]) columns[name][index] = at(bar[name], 0)
  })
  const time = Float64Array.from(seconds, (second) => open + second * 1000)
  const values = Float64Array.from(seconds, (_, index) => index + seed)
  return {
    symbol: `S${seed}`,
    ...(isBroken && { session: broken }),
    columns: barsAt(open, minutes, seed),
    from: 0,
    to: minutes.length,
    late: { columns, knownAt: Float64Array.from(known, ({ knownAt }) => knownAt) },
    quotes: { time, bid: values, ask: values, bidSize: values, askSize: values },
    ticks: { time, price: values, size: values },
  }
}

function coordinate(sources: readonly BarSource[]) {
  const time = new SimulatedTime(open)
  const data = new SessionData(half, time)
  return { time, data, coordinator: new StreamCoordinator(time, data, sources, () => 0) }
}

/** Everything that can be asked of a symbol. */
function everything(data: SessionData, symbol: string) {
  const held = data.symbolSession(symbol)
  const { columns, from, to } = data.getLastNBars(symbol, 10_000)
  const quotes = data.getLastNQuotes(symbol, 10_000)
  const ticks = data.getLastNTicks(symbol, 10_000)
  return {
    bars: sliceColumns(columns, from, to),
    count: data.getBarCount(symbol),
    latest: data.getLatestBar(symbol)?.from,
    metrics: data.getSessionMetrics(symbol),
    revisions: [...held.getRevisions()],
    revised: [...held.published().revised.subarray(0, held.getBarCount())],
    quotes: [...quotes.columns.bid.subarray(0, quotes.to)],
    ticks: [...ticks.columns.time.subarray(0, ticks.to)],
    derived: intervals.map((interval) => {
      const series = data.derivedBars(symbol, interval)
      const range = series.range()
      return {
        bars: sliceColumns(range.columns, range.from, range.to),
        counts: series.counts(),
        vwaps: series.vwaps(),
      }
    }),
  }
}

/** The bars known at a clock, by going through all there will be (R17). */
function barsKnownAt({ columns, late }: BarSource, clock: number): BarColumns {
  const known = new Map<number, Record<keyof BarColumns, number>>()
  const row = (from: BarColumns, index: number) =>
    Object.fromEntries(
      (Object.keys(from) as (keyof BarColumns)[]).map((name) => [name, at(from[name], index)]),
    ) as Record<keyof BarColumns, number>
  columns.start.forEach((start, index) => {
    if (start + minuteMs <= clock) known.set(start, row(columns, index))
  })
  late?.knownAt.forEach((knownAt, index) => {
    if (knownAt > clock) return
    const bar = row(late.columns, index)
    const before = known.get(bar.start)
    const isSame = before && before.open === bar.open && before.volume === bar.volume
    if (before && !isSame) bar.state = mergeOrigin(bar.state, corrected)
    if (!isSame) known.set(bar.start, bar)
  })
  const rows = [...known.values()].sort((one, other) => one.start - other.start)
  const bars = allocateColumns(rows.length)
  rows.forEach((bar, index) => {
    for (const name of Object.keys(bars) as (keyof BarColumns)[]) bars[name][index] = bar[name]
  })
  return bars
}

type Deed =
  | { readonly kind: 'go'; readonly second: number }
  | { readonly kind: 'add' | 'remove'; readonly symbol: number }
  | { readonly kind: 'look' }

const someDeed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ kind: fc.constant('go' as const), second: fc.integer({ min: 0, max: 260 * 60 }) }),
  fc.record({ kind: fc.constantFrom('add' as const, 'remove' as const), symbol: fc.nat(3) }),
  fc.constant({ kind: 'look' as const }),
)

describe('whatever way the clock came, symbols came and went', () => {
  test('everything equals a straight run byte for byte, and a symbol added is as if there from the start (L3)', () => {
    fc.assert(
      fc.property(
        fc.array(somePlan, { minLength: 1, maxLength: 4 }),
        fc.array(someDeed, { minLength: 1, maxLength: 12 }),
        (plans, deeds) => {
          const sources = plans.map(sourceOf)
          const [first] = sources
          const on = coordinate(first ? [first] : [])
          for (const deed of deeds) {
            if (deed.kind === 'go') go(on, addMs(open, deed.second * 1000))
            else if (deed.kind === 'look')
              for (const symbol of on.data.getActiveSymbols()) everything(on.data, symbol)
            else {
              const source = sources[deed.symbol % sources.length] as BarSource
              if (deed.kind === 'add') on.coordinator.addSource(source)
              else on.coordinator.removeSource(source.symbol)
            }
          }
          const there = sources.filter(({ symbol }) => on.data.getActiveSymbols().includes(symbol))
          const straight = coordinate(there)
          straight.coordinator.advanceTo(on.coordinator.now())
          for (const { symbol } of there)
            expect(everything(on.data, symbol)).toEqual(everything(straight.data, symbol))
        },
      ),
    )
  })

  test('what is known at a clock is what a scan of all there will be finds, and nothing after it (R17, D5)', () => {
    fc.assert(
      fc.property(somePlan, fc.array(fc.nat(260 * 60), { minLength: 1, maxLength: 4 }), (plan, seconds) => {
        const source = sourceOf(plan, 0)
        const on = coordinate([source])
        for (const second of seconds) {
          const clock = addMs(open, second * 1000)
          go(on, clock)
          const known = everything(on.data, 'S0')
          expect(known.bars).toEqual(barsKnownAt(source, clock))
          expect(known.ticks).toEqual([...(source.ticks?.time ?? [])].filter((time) => time <= clock))
          expect(known.quotes.length).toBe(known.ticks.length)
          for (const start of known.bars.start) expect(start + minuteMs).toBeLessThanOrEqual(clock)
          for (const { knownAt } of known.revisions) expect(knownAt).toBeLessThanOrEqual(clock)
          const range = { columns: known.bars, from: 0, to: known.count }
          intervals.forEach((interval, index) => {
            const whole = deriveSession(range, source.session ?? half, interval, { at: clock })
            expect(known.derived[index]).toMatchObject({ bars: whole.columns, counts: whole.counts })
          })
        }
      }),
    )
  })
})

describe('the clock skips on at once', () => {
  test.each(['bars alone', 'with ticks, quotes and late bars'])(
    'to the same as minute by minute: %s',
    (what) => {
      const alone = what === 'bars alone'
      fc.assert(
        fc.property(
          fc.array(somePlan, { minLength: 1, maxLength: 4 }),
          fc.array(fc.nat(260 * 60), { minLength: 1, maxLength: 6 }),
          (plans, seconds) => {
            const sources = plans
              .map((plan) => (alone ? { ...plan, late: [], seconds: [] } : plan))
              .map((plan, seed) => sourceOf(plan, seed))
            const [skipping, straight] = [coordinate(sources), coordinate(sources)]
            for (const second of seconds.toSorted((one, other) => one - other)) {
              skipping.coordinator.skipTo(addMs(open, second * 1000))
              straight.coordinator.advanceTo(addMs(open, second * 1000))
              expect(skipping.time.now()).toBe(straight.time.now())
              for (const { symbol } of sources)
                expect(everything(skipping.data, symbol)).toEqual(everything(straight.data, symbol))
            }
          },
        ),
      )
    },
  )

  test('and never back', () => {
    const { coordinator } = coordinate([])
    coordinator.skipTo(addMs(open, minuteMs))
    expect(() => coordinator.skipTo(open)).toThrow(RangeError)
  })
})

describe('bars that a source delivers during a run', () => {
  const someFill = fc.record({
    kind: fc.constant('fill' as const),
    minutes: fc.subarray(
      Array.from({ length: 215 }, (_, minute) => minute),
      { maxLength: 5 },
    ),
    seed: fc.integer({ min: 60, max: 62 }),
  })

  test('are known from that moment on, whatever way the clock comes: T6, R18, byte for byte', () => {
    fc.assert(
      fc.property(somePlan, fc.array(fc.oneof(someDeed, someFill), { maxLength: 14 }), (plan, deeds) => {
        const source = sourceOf(plan, 0)
        const on = coordinate([source])
        const fills: { knownAt: EpochMs; bars: BarColumns }[] = []
        for (const deed of deeds) {
          if (deed.kind === 'go') go(on, addMs(open, deed.second * 1000))
          if (deed.kind === 'look') everything(on.data, 'S0')
          if (deed.kind !== 'fill') continue
          const knownAt = on.coordinator.now()
          const bars = barsAt(open, deed.minutes, deed.seed)
          on.coordinator.takeLate('S0', bars)
          fills.push({ knownAt, bars })
        }
        const straight = coordinate([{ ...source, late: withFills(source, fills) }])
        straight.coordinator.advanceTo(on.coordinator.now())
        expect(everything(on.data, 'S0')).toEqual(everything(straight.data, 'S0'))
      }),
    )
  })

  test('are delivered once: of two at one moment the second stays, before a bar that comes later', () => {
    const late = [{ minute: 9, seed: 51, bySeconds: 600 }]
    const on = coordinate([sourceOf({ broken: false, minutes: [0, 3], late, seconds: [] }, 0)])
    go(on, endOf(5))
    for (const seed of [60, 61]) on.coordinator.takeLate('S0', barsAt(open, [3], seed))
    go(on, endOf(40))
    expect(on.data.symbolSession('S0').getRevisions().length).toBe(3)
    const { columns } = on.data.getLastNBars('S0', 10)
    expect(at(columns.close, 1)).toBe(at(barsAt(open, [3], 61).close, 0))
  })

  test('are known from their end on where the clock was set back before it', () => {
    const on = coordinate([sourceOf({ broken: false, minutes: [0], late: [], seconds: [] }, 0)])
    go(on, endOf(3))
    on.coordinator.takeLate('S0', barsAt(open, [2, 3, 4, 6], 1))
    const counts = [3, 4, 5, 6, 2, 3].map((minute) => {
      go(on, endOf(minute))
      return on.data.getBarCount('S0')
    })
    expect(counts).toEqual([3, 4, 4, 5, 1, 3])
  })

  test('are refused, all of them, of a symbol that is not there', () => {
    const on = coordinate([sourceOf({ broken: false, minutes: [0], late: [], seconds: [] }, 0)])
    go(on, endOf(3))
    expect(() => on.coordinator.takeLate('NONE', barsAt(open, [3], 1))).toThrow(/NONE is not part/)
    expect(on.data.getBarCount('S0')).toBe(1)
  })

  /** The late bars of a source with others known at given times, each behind those known by then. */
  function withFills({ late }: BarSource, fills: readonly { knownAt: EpochMs; bars: BarColumns }[]) {
    const rows = [...(late?.knownAt ?? [])].map((knownAt, index) => ({ knownAt, of: late?.columns, index }))
    for (const { knownAt, bars } of fills)
      rows.push(
        ...[...bars.start].map((start, index) => ({
          knownAt: Math.max(knownAt, start + minuteMs),
          of: bars,
          index,
        })),
      )
    rows.sort((one, other) => one.knownAt - other.knownAt)
    const columns = allocateColumns(rows.length)
    rows.forEach(({ of, index }, row) => {
      for (const name of Object.keys(columns) as (keyof BarColumns)[])
        columns[name][row] = at((of as BarColumns)[name], index)
    })
    return { columns, knownAt: Float64Array.from(rows, ({ knownAt }) => knownAt) }
  }
})

function go({ coordinator }: ReturnType<typeof coordinate>, clock: EpochMs): void {
  if (clock < coordinator.now()) coordinator.rewindTo(clock)
  else coordinator.advanceTo(clock)
}
