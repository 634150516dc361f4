import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, sliceColumns } from '#shared/bars/columns.ts'
import { addMs, type EpochMs, epochMs, minuteMs } from '#shared/time/epoch.ts'
import { SessionData } from '../session/session-data.ts'
import type { SymbolSession } from '../session/symbol-session.ts'
import { barsAt, plainSession } from '../session/testing/made-bars.ts'
import { SimulatedTime } from '../time/simulated-time.ts'
import type { BarSource } from './bar-source.ts'
import { StreamCoordinator } from './stream-coordinator.ts'

const open = epochMs(Date.parse('2024-01-02T14:30:00Z'))
const session = plainSession(open, 60)

/** Bars of up to six symbols, with holes, and some that start within a minute. */
const manySources = fc.array(
  fc.uniqueArray(fc.integer({ min: 0, max: 4 * 60 - 1 }), { maxLength: 60 }).map((quarters) => {
    const minutes = quarters.sort((one, other) => one - other).map((quarter) => quarter / 4)
    return minutes
  }),
  { minLength: 1, maxLength: 6 },
)

function sourcesOf(minutes: readonly (readonly number[])[]): BarSource[] {
  return minutes.map((own, seed) => ({
    symbol: `S${seed}`,
    columns: barsAt(open, own, seed),
    from: 0,
    to: own.length,
  }))
}

/** A coordinator that notes what it delivers: symbol, start and the clock at that moment. */
function coordinate(sources: readonly BarSource[], start: EpochMs = open, elapsed: () => number = () => 0) {
  const time = new SimulatedTime(start)
  const data = new SessionData(session, time)
  const delivered: { symbol: string; start: number; clock: number }[] = []
  for (const { symbol } of sources) noteBars(data.registerSymbol(symbol), time, delivered)
  return { time, data, delivered, coordinator: new StreamCoordinator(time, data, sources, elapsed) }
}

function noteBars(
  target: SymbolSession,
  time: SimulatedTime,
  delivered: { symbol: string; start: number; clock: number }[],
): void {
  const { addBars } = target
  target.addBars = (columns, from, to) => {
    for (let index = from; index < to; index++)
      delivered.push({ symbol: target.symbol, start: at(columns.start, index), clock: time.now() })
    addBars.call(target, columns, from, to)
  }
}

function known(data: SessionData): unknown {
  return data.getActiveSymbols().map((symbol) => {
    const { columns, from, to } = data.getLastNBars(symbol, 10_000)
    return { symbol, bars: sliceColumns(columns, from, to), metrics: data.getSessionMetrics(symbol) }
  })
}

describe('stream coordinator', () => {
  test('delivers every bar once, at its end, in order of end and then of symbol', () => {
    fc.assert(
      fc.property(manySources, (minutes) => {
        const sources = sourcesOf(minutes)
        const { coordinator, delivered } = coordinate(sources)
        expect(coordinator.advanceTo(addMs(session.close, minuteMs))).toBe(true)
        const naive = sources
          .flatMap(({ symbol, columns }, order) =>
            [...columns.start].map((start) => ({ symbol, start, clock: start + minuteMs, order })),
          )
          .sort((one, other) => one.clock - other.clock || one.order - other.order)
          .map(({ symbol, start, clock }) => ({ symbol, start, clock }))
        expect(delivered).toEqual(naive)
      }),
    )
  })

  test('knows exactly the bars that ended, at every clock and whatever the way there', () => {
    const move = fc.integer({ min: 0, max: 62 * 60 }).map((second) => addMs(open, second * 1000))
    fc.assert(
      fc.property(manySources, fc.array(move, { minLength: 1, maxLength: 12 }), (minutes, clocks) => {
        const sources = sourcesOf(minutes)
        const { coordinator, data, time } = coordinate(sources)
        for (const clock of clocks) {
          if (clock < coordinator.now()) coordinator.rewindTo(clock)
          else coordinator.advanceTo(clock)
          expect(coordinator.now()).toBe(clock)
          const ended = minutes.map((own) => own.filter((minute) => open + (minute + 1) * minuteMs <= clock))
          const fresh = new SessionData(session, time)
          for (const { symbol } of sources) fresh.registerSymbol(symbol)
          for (const [seed, own] of ended.entries()) fresh.addBars(`S${seed}`, barsAt(open, own, seed))
          expect(known(data)).toEqual(known(fresh))
        }
      }),
    )
  })

  test('goes on minute by minute through a hole and shows nothing from after the clock', () => {
    const { coordinator, data } = coordinate(sourcesOf([[0, 1, 40]]), open, countingUp())
    const clocks: number[] = []
    while (!coordinator.advanceTo(session.close, 0)) clocks.push((coordinator.now() - open) / minuteMs)
    expect(clocks).toEqual(Array.from({ length: 59 }, (_, minute) => minute + 1))
    expect(data.getBarCount('S0')).toBe(3)
    coordinator.rewindTo(addMs(open, 40 * minuteMs))
    expect(data.getBarCount('S0')).toBe(2)
  })

  test('shows a bar at its end and not a millisecond before (T1)', () => {
    const { coordinator, data } = coordinate(sourcesOf([[0]]))
    coordinator.advanceTo(addMs(open, minuteMs - 1))
    expect(data.getBarCount('S0')).toBe(0)
    coordinator.advanceTo(addMs(open, minuteMs))
    expect(data.getBarCount('S0')).toBe(1)
  })

  test('delivers bars that ended before the clock (T3)', () => {
    const { coordinator, data, time } = coordinate(sourcesOf([[0, 1, 2], [20]]), addMs(open, 10 * minuteMs))
    coordinator.advanceTo(addMs(open, 10 * minuteMs))
    expect(data.getBarCount('S0')).toBe(3)
    expect(time.now()).toBe(open + 10 * minuteMs)
  })

  test('delivers the part of the columns it was given alone', () => {
    const source = { symbol: 'S0', columns: barsAt(open, [0, 1, 2, 3, 4]), from: 1, to: 4 }
    const { coordinator, delivered } = coordinate([source])
    coordinator.advanceTo(session.close)
    expect(delivered.map(({ start }) => (start - open) / minuteMs)).toEqual([1, 2, 3])
    coordinator.rewindTo(open)
    coordinator.advanceTo(session.close)
    expect(delivered.map(({ start }) => (start - open) / minuteMs)).toEqual([1, 2, 3, 1, 2, 3])
  })

  test('refuses to go back unless told to rewind', () => {
    const { coordinator } = coordinate(sourcesOf([[0]]))
    coordinator.advanceTo(addMs(open, minuteMs))
    expect(() => coordinator.advanceTo(open)).toThrow(RangeError)
    expect(() => coordinator.rewindTo(addMs(open, 2 * minuteMs))).toThrow(RangeError)
  })
})

function countingUp(): () => number {
  let count = 0
  return () => count++
}
