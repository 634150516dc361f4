import { expect, test } from 'vitest'
import type { CellResult } from './cell-result.ts'
import { cellMeans, heatsOf, mapCells, mapPairs } from './heat-map.ts'
import { figureNames } from './rank.ts'
import { windowsOf } from './windows.ts'

const axes = [
  { name: 'a', values: [1, 2] },
  { name: 'b', values: [5] },
  { name: 'c', values: [10, 20, 30] },
  { name: 'd', values: [7, 8] },
]

test('a map of two params holds the others, its lowest row at the bottom', () => {
  expect(mapPairs(axes)).toEqual([
    { x: 0, y: 2 },
    { x: 0, y: 3 },
    { x: 2, y: 3 },
  ])
  // The cell 1/5/20/8 is number 3; params c across and a upwards.
  expect(mapCells(axes, { x: 2, y: 0, at: 3 })).toEqual([
    [7, 9, 11],
    [1, 3, 5],
  ])
})

test('what earned is on the better side, the farthest of all the strongest', () => {
  const values = Float64Array.of(2, 1, 0, -0.1, -4, Number.NaN)
  expect(heatsOf(values, 'return').map(({ side, level }) => `${side} ${level}`)).toEqual([
    'better 3',
    'better 2',
    'better 0',
    'worse 1',
    'worse 4',
    'better 0',
  ])
  expect(heatsOf(Float64Array.of(2), 'return', Float64Array.of(2, 8))).toEqual([{ side: 'better', level: 2 }])
})

test('of a drawdown less than the usual is better', () => {
  expect(heatsOf(Float64Array.of(1, 5, 9), 'drawdown')).toEqual([
    { side: 'better', level: 4 },
    { side: 'better', level: 0 },
    { side: 'worse', level: 4 },
  ])
})

test('over the windows of a walk a cell has the mean of those in which it has a number', () => {
  const figures = (sharpe: number | undefined) =>
    figureNames.map((name) => (name === 'sharpe' ? (sharpe ?? null) : null))
  const results: CellResult[] = [
    {
      cell: 0,
      windows: [
        { inSample: figures(1), outOfSample: { figures: figures(4) } },
        { inSample: figures(2), outOfSample: { figures: figures(undefined) } },
      ],
    },
    { cell: 1, fault: 'x' },
  ]
  const windows = windowsOf({ kind: 'walk-forward', inSample: 2, outOfSample: 1 }, 4)
  const frame = { axes: [{ name: 'k', values: [1, 2] }], by: 'sharpe', windows, cash: 1 } as const
  const whole = { ...frame, sessions: [], sessionsAYear: 252 }
  expect([...cellMeans(whole, results, 'in')]).toEqual([1.5, Number.NaN])
  expect([...cellMeans(whole, results, 'out')]).toEqual([4, Number.NaN])
})
