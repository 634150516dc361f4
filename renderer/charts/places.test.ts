import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allocateColumns, type BarColumns } from '#shared/bars/columns.ts'
import { filled } from '#shared/bars/state.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { bandsOf, placeRuns, scaleTimes, stretchPlaces } from './places.ts'
import type { GapPlaces } from './session-layer.ts'

function bars(starts: readonly number[], filledStarts: readonly number[] = []): BarColumns {
  const columns = allocateColumns(starts.length)
  columns.start.set(starts)
  columns.state.set(starts.map((start) => (filledStarts.includes(start) ? filled : 0)))
  return columns
}

function sorted(values: Iterable<number>): number[] {
  return [...values].toSorted((one, other) => one - other)
}

test('the scale holds every bar and every ended slot once, in order', () => {
  const times = fc.uniqueArray(fc.nat(200), { maxLength: 100 })
  fc.assert(
    fc.property(times, times, fc.nat(100), (barTimes, slotTimes, most) => {
      const starts = Float64Array.from(sorted(barTimes))
      const slotStarts = Float64Array.from(sorted(slotTimes))
      const ended = Math.min(most, slotStarts.length)
      const scale = scaleTimes(starts, starts.length, { start: slotStarts, end: slotStarts }, ended)
      expect([...scale]).toEqual(sorted(new Set([...starts, ...slotStarts.slice(0, ended)])))
    }),
  )
})

test('places without a bar are missing, runs end where the session starts', () => {
  const times = Float64Array.of(1, 2, 3, 4, 5, 6, 7)
  const runs = placeRuns(times, bars([1, 2, 4, 5, 7]), 5, 5)
  expect(runs.present).toEqual([
    { from: 0, to: 1, earlier: true, filled: false },
    { from: 3, to: 3, earlier: true, filled: false },
    { from: 4, to: 4, earlier: false, filled: false },
    { from: 6, to: 6, earlier: false, filled: false },
  ])
  expect(runs.missing).toEqual([
    { from: 2, to: 2, earlier: true },
    { from: 5, to: 5, earlier: false },
  ])
})

test('filled bars are told from recorded ones', () => {
  const { present } = placeRuns(Float64Array.of(1, 2, 3), bars([1, 2, 3], [2]), 3, 0)
  expect(present.map((run) => run.filled)).toEqual([false, true, false])
})

test('a missing minute takes its part of the place of the bar that holds it', () => {
  const slots = { start: Float64Array.of(100, 105, 110), end: Float64Array.of(105, 110, 112) }
  const times = Float64Array.of(90, 95, 100, 105, 110)
  const stretch = (open: number, close: number) => ({ open: open as EpochMs, close: close as EpochMs })
  const runs = stretchPlaces([stretch(101, 102), stretch(104, 107), stretch(111, 112)], slots, times)
  const expected = [
    [2.2, 2.4],
    [2.8, 3.4],
    [4.5, 5],
  ]
  for (const [index, { from, to }] of runs.entries()) {
    expect(from).toBeCloseTo(expected[index]?.[0] ?? Number.NaN)
    expect(to).toBeCloseTo(expected[index]?.[1] ?? Number.NaN)
  }
  expect(runs).toHaveLength(3)
})

test('a stretch of a session that is not on the chart has no place', () => {
  const slots = { start: Float64Array.of(100, 105), end: Float64Array.of(105, 110) }
  const stretch = { open: 40 as EpochMs, close: 45 as EpochMs }
  expect(stretchPlaces([stretch], slots, slots.start)).toEqual([])
})

function gapPlaces(from: number, to: number, gapClass: GapPlaces['class']): GapPlaces {
  const minutes = { open: 0 as EpochMs, close: 0 as EpochMs }
  return { ...minutes, from, to, class: gapClass, certainty: 'probable', earlier: false }
}

test('bands lie where no bar is, in the class of the gaps there', () => {
  const missing = [
    { from: 2, to: 3, earlier: false },
    { from: 6, to: 6, earlier: false },
  ]
  const gaps = [gapPlaces(1.6, 3, 'halted'), gapPlaces(3, 3.5, 'feed-gap'), gapPlaces(4.2, 4.4, 'unknown')]
  expect(bandsOf(missing, gaps).map(({ from, to, of }) => [from, to, of])).toEqual([
    [2, 3, 'halted'],
    [3, 3.5, 'feed-gap'],
    [3.5, 4, 'missing'],
    [6, 7, 'missing'],
  ])
})
