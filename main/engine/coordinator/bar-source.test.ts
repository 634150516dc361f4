import { describe, expect, test } from 'vitest'
import { allocateColumns, at, sliceColumns } from '#shared/bars/columns.ts'
import { corrected, filled } from '#shared/bars/state.ts'
import { addMs, type EpochMs, epochMs, minuteMs } from '#shared/time/epoch.ts'
import { SessionData } from '../session/session-data.ts'
import { barsAt, plainSession } from '../session/testing/made-bars.ts'
import type { BarVersion } from '../store/store.ts'
import { SimulatedTime } from '../time/simulated-time.ts'
import { asRepaired, asTraded, type BarSource } from './bar-source.ts'
import { StreamCoordinator } from './stream-coordinator.ts'

const open = epochMs(Date.parse('2024-01-02T14:30:00Z'))
const session = plainSession(open, 60)

function version(minute: number, number: number, knownAt: EpochMs, seed: number, state = 0): BarVersion {
  const bar = barsAt(open, [minute], seed)
  return {
    start: addMs(open, minute * minuteMs),
    version: number,
    knownAt,
    open: at(bar.open, 0),
    high: at(bar.high, 0),
    low: at(bar.low, 0),
    close: at(bar.close, 0),
    volume: at(bar.volume, 0),
    state,
    feed: 'made',
  }
}

function endOf(minute: number): EpochMs {
  return addMs(open, (minute + 1) * minuteMs)
}

function play(source: BarSource) {
  const time = new SimulatedTime(open)
  const data = new SessionData(session, time)
  const coordinator = new StreamCoordinator(time, data, [source], () => 0)
  return (clock: EpochMs) => {
    if (clock < time.now()) coordinator.rewindTo(clock)
    else coordinator.advanceTo(clock)
    const { columns, to } = data.getLastNBars(source.symbol, 100)
    return sliceColumns(columns, 0, to)
  }
}

describe('a stored session with a history', () => {
  /** Minute 1 was corrected 30 seconds after its end; minute 3 was filled in at the end of minute 6. */
  const stored = barsAt(open, [0, 1, 2, 3, 4])
  const first = barsAt(open, [1], 7)
  const columns = { ...stored, state: Uint8Array.of(0, corrected, 0, filled, 0) }
  const versions = [
    version(1, 1, endOf(1), 7),
    version(1, 2, addMs(endOf(1), 30_000), 0, corrected),
    version(3, 1, endOf(6), 0, filled),
  ]

  test('as traded shows each version from the time it was known on (vector 20, R17)', () => {
    const at30 = addMs(endOf(1), 30_000)
    const known = play(asTraded('SPY', columns, versions))
    expect(at(known(addMs(at30, -1)).close, 1)).toBe(at(first.close, 0))
    expect(at(known(at30).close, 1)).toBe(at(stored.close, 1))
    expect(known(addMs(endOf(6), -1)).start.length).toBe(4)
    expect(known(endOf(6))).toEqual(columns)
    expect(at(known(endOf(1)).close, 1)).toBe(at(first.close, 0))
  })

  test('as repaired shows the last version throughout (vector 20)', () => {
    const known = play(asRepaired('SPY', columns))
    expect(known(endOf(1))).toEqual(sliceColumns(columns, 0, 2))
    expect(known(endOf(4))).toEqual(columns)
  })

  test('a version that a later one overtook is never shown', () => {
    const overtaken = [...versions.slice(0, 2), version(1, 3, addMs(endOf(1), 20_000), 3, corrected)]
    const known = play(asTraded('SPY', columns, overtaken))
    const third = at(barsAt(open, [1], 3).close, 0)
    expect(at(known(addMs(endOf(1), 19_000)).close, 1)).toBe(at(first.close, 0))
    for (const ms of [20_000, 30_000, 60_000]) expect(at(known(addMs(endOf(1), ms)).close, 1)).toBe(third)
  })

  test('without a history both are the same', () => {
    expect(asTraded('SPY', stored, []).columns).toBe(stored)
  })
})

test('refuses what is out of order, naming the symbol, and leaves the others as they are (L3)', () => {
  const time = new SimulatedTime(open)
  const data = new SessionData(session, time)
  const coordinator = new StreamCoordinator(time, data, [asRepaired('SPY', barsAt(open, [0, 1]))], () => 0)
  coordinator.advanceTo(endOf(0))
  const bad = asRepaired('BAD', barsAt(open, [0, 2, 1]))
  expect(() => coordinator.addSource(bad)).toThrow(/BAD cannot be played: bar 2/)
  const late = { columns: barsAt(open, [5]), knownAt: Float64Array.of(endOf(4)) }
  const early = { ...asRepaired('EARLY', allocateColumns(0)), late }
  expect(() => coordinator.addSource(early)).toThrow(/EARLY cannot be played: late bar 0/)
  coordinator.addSource(asRepaired('SPY', barsAt(open, [7])))
  coordinator.removeSource('NONE')
  coordinator.advanceTo(session.close)
  expect(data.getActiveSymbols()).toEqual(['SPY'])
  expect(data.getBarCount('SPY')).toBe(2)
})

test('a quote within a minute does not set the clock back, nor a bar of its minute (T2)', () => {
  const time = new SimulatedTime(open)
  const data = new SessionData(session, time)
  const half = addMs(open, minuteMs / 2)
  const one = Float64Array.of(1)
  const source: BarSource = {
    ...asRepaired('SPY', barsAt(open, [0])),
    quotes: { time: Float64Array.of(half), bid: one, ask: one, bidSize: one, askSize: one },
  }
  const coordinator = new StreamCoordinator(time, data, [source], () => 0)
  coordinator.advanceTo(addMs(half, -1))
  expect(data.getQuoteCount('SPY')).toBe(0)
  coordinator.advanceTo(half)
  expect([data.getQuoteCount('SPY'), data.getBarCount('SPY')]).toEqual([1, 0])
  coordinator.advanceTo(endOf(0))
  expect([data.getQuoteCount('SPY'), data.getBarCount('SPY')]).toEqual([1, 1])
})
