import { expect, test } from 'vitest'
import { equityColumns, equityFigures } from './equity-figures.ts'

function points(...equity: number[]) {
  return { time: equity.map((_, index) => index), equity: [...equity, 1e9], length: equity.length, cash: 100 }
}

test('net, and how far equity fell from its height, of what is up to the clock alone', () => {
  expect(equityFigures(points())).toEqual({ net: 0, maxDrawdownPct: 0, drawdownPct: 0 })
  expect(equityFigures(points(90, 120, 90, 108))).toEqual({ net: 8, maxDrawdownPct: 25, drawdownPct: 10 })
})

test('a picture has the least and the greatest of the points in each of its columns', () => {
  expect([...equityColumns(points(1, 5, 2, 4, 3, 9), 3)]).toEqual([1, 5, 2, 4, 3, 9])
  expect([...equityColumns(points(1, 5), 30)]).toEqual([1, 1, 5, 5])
  expect([...equityColumns(points(), 30)]).toEqual([])
})
