import { expect, test } from 'vitest'
import { allocateColumns, type BarColumns } from '#shared/bars/columns.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { barsAt } from '../session/testing/made-bars.ts'
import { ChartSeries } from './chart-series.ts'
import type { LiveBars } from './live-bars.ts'

const open = epochMs(Date.parse('2024-01-02T14:30:00Z'))

/** Live bars that are whatever the test says. */
class ToldBars implements LiveBars {
  bars: BarColumns = allocateColumns(0)
  #before = 0

  update(): number {
    const before = this.#before
    this.#before = this.count()
    return before
  }

  rewind(): void {
    this.#before = Math.min(this.#before, this.count())
  }

  count(): number {
    return this.bars.start.length
  }

  columns(): BarColumns {
    return this.bars
  }
}

test('bars that were taken back are sent again, though as many others have come meanwhile', () => {
  const live = new ToldBars()
  const history = barsAt(open, [-3, -2])
  const series = new ChartSeries('SPY', history, live)
  live.bars = barsAt(open, [0, 1, 2])
  series.update(open)
  expect(series.take(100)?.from).toBe(0)
  expect(series.take(100)).toBeUndefined()
  live.bars = barsAt(open, [0])
  series.rewind()
  live.bars = barsAt(open, [0, 1, 2], 7)
  series.update(open)
  const change = series.take(100)
  expect(change?.from).toBe(3)
  expect([...(change?.columns.close ?? [])]).toEqual([...barsAt(open, [1, 2], 7).close])
})

test('a piece may end in the history and the next begin there', () => {
  const live = new ToldBars()
  const series = new ChartSeries('SPY', barsAt(open, [-4, -3, -2]), live)
  live.bars = barsAt(open, [0, 1])
  series.update(open)
  const pieces = [series.take(2), series.take(2), series.take(2)]
  expect(pieces.map((piece) => [piece?.from, piece?.columns])).toEqual([
    [0, barsAt(open, [-4, -3])],
    [2, barsAt(open, [-2, 0])],
    [4, barsAt(open, [1])],
  ])
})
