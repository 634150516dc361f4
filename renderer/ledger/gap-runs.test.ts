import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GapRow } from '#shared/protocol/ledger-calls.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { Stretch } from '../charts/slots.ts'
import { classedRuns } from './gap-runs.ts'

const at = (minute: number): EpochMs => (minute * minuteMs) as EpochMs
const stretch = (from: number, to: number): Stretch => ({ open: at(from), close: at(to) })

function gap(from: number, to: number, gapClass: GapRow['class'] = 'feed-gap'): GapRow {
  return {
    ...{ start: at(from), end: at(to), minutes: to - from, class: gapClass, certainty: 'probable' },
    ...{ reason: '', settled: false, marked: false, tries: 0 },
  }
}

function rows(runs: ReturnType<typeof classedRuns>): unknown[] {
  return runs.map((run) => [run.open / minuteMs, run.close / minuteMs, run.class])
}

describe('missing minutes by class', () => {
  test('are cut where the class changes', () => {
    const gaps = [gap(1, 3), gap(3, 5, 'halted'), gap(9, 10, 'no-trade')]
    expect(rows(classedRuns([stretch(1, 5), stretch(9, 10)], gaps))).toEqual([
      [1, 3, 'feed-gap'],
      [3, 5, 'halted'],
      [9, 10, 'no-trade'],
    ])
  })

  test('go on as before where the ledger lags behind, and are unknown where it told nothing', () => {
    expect(rows(classedRuns([stretch(1, 6), stretch(8, 9)], [gap(1, 4)]))).toEqual([
      [1, 6, 'feed-gap'],
      [8, 9, 'unknown'],
    ])
  })

  test('are none where the chart has a bar, whatever the ledger told before', () => {
    expect(classedRuns([], [gap(1, 4)])).toEqual([])
    expect(rows(classedRuns([stretch(3, 5)], [gap(1, 10, 'halted')]))).toEqual([[3, 5, 'halted']])
  })

  test('are each told once, with the class of the gap they lie in', () => {
    const classes = ['feed-gap', 'halted', 'no-trade'] as const
    const cuts = fc.uniqueArray(fc.nat(120), { minLength: 2, maxLength: 40 })
    fc.assert(
      fc.property(cuts, cuts, (missingCuts, gapCuts) => {
        const missing = pairs(missingCuts).map(([from, to]) => stretch(from, to))
        const gaps = pairs(gapCuts).map(([from, to], index) => gap(from, to, classes[index % 3]))
        const runs = classedRuns(missing, gaps)
        const minutesIn = (all: readonly Stretch[]): number[] =>
          all.flatMap(({ open, close }) => minutes(open / minuteMs, close / minuteMs))
        expect(minutesIn(runs)).toEqual(minutesIn(missing))
        for (const run of runs)
          for (const minute of minutes(run.open / minuteMs, run.close / minuteMs)) {
            const told = gaps.find(({ start, end }) => start <= at(minute) && at(minute) < end)
            if (told) expect(run.class).toBe(told.class)
          }
      }),
      { seed: 11 },
    )
  })
})

function pairs(cuts: readonly number[]): readonly (readonly [number, number])[] {
  const sorted = cuts.toSorted((one, other) => one - other)
  return sorted.flatMap((from, index) => {
    const to = sorted[index + 1]
    return index % 2 === 0 && to !== undefined ? [[from, to] as const] : []
  })
}

function minutes(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
}
