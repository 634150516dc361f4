import { expect, test } from 'vitest'
import { allocateColumns, type BarColumns, type BarRange } from '#shared/bars/columns.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { unchanging } from '../history/testing/unchanging.ts'
import type { BarSeries } from '../session/bar-series.ts'
import { ChangeMarks } from '../session/change-marks.ts'
import { barsAt } from '../session/testing/made-bars.ts'
import { ChartSeries } from './chart-series.ts'
import { joinedBars } from './replay-bars.ts'

const open = epochMs(Date.parse('2024-01-02T14:30:00Z'))

/** Bars that are whatever the test says. */
class ToldBars implements BarSeries {
  bars: BarColumns = allocateColumns(0)
  readonly marks = new ChangeMarks()

  get version(): number {
    return this.marks.version
  }

  range(): BarRange {
    return { columns: this.bars, from: 0, to: this.bars.start.length }
  }

  changedSince(version: number): number {
    return this.marks.since(version)
  }
}

function wholeRange(columns: BarColumns): BarRange {
  return { columns, from: 0, to: columns.start.length }
}

test('bars that were taken back are sent again, though as many others have come meanwhile', () => {
  const live = new ToldBars()
  const history = barsAt(open, [-3, -2])
  const series = new ChartSeries('SPY', joinedBars(unchanging([wholeRange(history)]), live))
  live.bars = barsAt(open, [0, 1, 2])
  series.update()
  expect(series.take(100)?.from).toBe(0)
  expect(series.take(100)).toBeUndefined()
  live.marks.note(1)
  live.bars = barsAt(open, [0, 1, 2], 7)
  series.update()
  const change = series.take(100)
  expect(change?.from).toBe(3)
  expect([...(change?.columns.close ?? [])]).toEqual([...barsAt(open, [1, 2], 7).close])
})

test('a piece may end in the history and the next begin there', () => {
  const live = new ToldBars()
  const series = new ChartSeries(
    'SPY',
    joinedBars(unchanging([wholeRange(barsAt(open, [-4, -3, -2]))]), live),
  )
  live.bars = barsAt(open, [0, 1])
  series.update()
  const pieces = [series.take(2), series.take(2), series.take(2)]
  expect(pieces.map((piece) => [piece?.from, piece?.columns])).toEqual([
    [0, barsAt(open, [-4, -3])],
    [2, barsAt(open, [-2, 0])],
    [4, barsAt(open, [1])],
  ])
})
