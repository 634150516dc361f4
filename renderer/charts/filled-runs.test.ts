import { expect, test } from 'vitest'
import { allocateColumns } from '#shared/bars/columns.ts'
import { corrected, filled, forming, stub, synthetic } from '#shared/bars/state.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { filledRuns, isFilled } from './filled-runs.ts'

test('filled bars in a row are one run, and a bar of another origin ends it', () => {
  const columns = allocateColumns(7)
  columns.start.set([0, 1, 2, 3, 5, 6, 7].map((minute) => minute * minuteMs))
  columns.state.set([0, filled, filled, corrected, filled, synthetic, filled])
  const runs = filledRuns(columns, 6).map(({ open, close }) => [open / minuteMs, close / minuteMs])
  expect(runs).toEqual([
    [1, 3],
    [5, 6],
  ])
})

test('a derived bar of filled ones is filled, forming or cut short as it may be', () => {
  const columns = allocateColumns(3)
  columns.state.set([filled | forming, filled | stub, forming])
  expect([0, 1, 2].map((index) => isFilled(columns, index))).toEqual([true, true, false])
})
