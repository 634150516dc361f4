import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cellAt,
  cellCount,
  cellParams,
  cellPlace,
  completeAxes,
  neighboursOf,
  type ParamAxis,
  parseParamAxes,
} from './param-axes.ts'

describe('params of a sweep', () => {
  test('are ranges, lists and single values', () => {
    expect(parseParamAxes('fast=2..9:2,slow=40|10|20|10,percent=95,stop=0.1..0.5:0.1,below=-3..-1')).toEqual([
      { name: 'fast', values: [2, 4, 6, 8] },
      { name: 'slow', values: [10, 20, 40] },
      { name: 'percent', values: [95] },
      { name: 'stop', values: [0.1, 0.2, 0.3, 0.4, 0.5] },
      { name: 'below', values: [-3, -2, -1] },
    ])
  })

  test.each([
    ['fast', '"fast" is not NAME=VALUES'],
    ['fast=', '"fast=" is not NAME=VALUES'],
    ['fast=1,fast=2', 'fast is there twice'],
    ['fast=9..1', 'fast: it goes down from 9 to 1; write 1..9'],
    ['fast=1..9:0', 'fast: its step is 0; make it above 0'],
    ['fast=1..9:', 'fast: "1..9:" is no range'],
    ['fast=1|x', 'fast: "1|x" is no range such as 2..20:2, no list'],
    ['fast=1..1000000', 'fast: it has 1,000,000 values; 10,000 at most'],
  ])('%s is told to be wrong', (text, problem) => {
    expect(parseParamAxes(text)).toEqual({ problem: expect.stringContaining(problem) })
  })

  const strategy = {
    name: 'Two averages',
    params: {
      fast: { default: 10, min: 2, max: 100 },
      part: { default: 0.5, min: 0, max: 1, step: 0.1 },
    },
  }

  test('that are not given stay at their defaults, in the order they are declared', () => {
    expect(completeAxes(strategy, [{ name: 'part', values: [0.1, 0.2] }])).toEqual([
      { name: 'fast', values: [10] },
      { name: 'part', values: [0.1, 0.2] },
    ])
    expect(completeAxes({ name: 'None' }, [])).toEqual([])
  })

  test.each([
    ['fats=1', 'Two averages has no param fats; did you mean fast?'],
    ['fast=1|2', 'Two averages: fast is 1; it is a whole number from 2 to 100'],
    ['fast=2|2.5', 'Two averages: fast is 2.5; it is a whole number from 2 to 100'],
    ['part=0.5..2:0.5', 'Two averages: part is 1.5; it is a number from 0 to 1'],
  ])('%s does not fit the strategy', (text, message) => {
    const axes = parseParamAxes(text)
    if ('problem' in axes) throw new Error(axes.problem)
    expect(() => completeAxes(strategy, axes)).toThrow(message)
  })
})

describe('cells of a grid', () => {
  const axes: readonly ParamAxis[] = [
    { name: 'a', values: [1, 2] },
    { name: 'b', values: [10, 20, 30] },
    { name: 'c', values: [7] },
  ]

  test('are counted with the last param the fastest', () => {
    expect(cellCount(axes)).toBe(6)
    expect([0, 1, 2, 3, 4, 5].map((cell) => Object.values(cellParams(axes, cell)))).toEqual([
      [1, 10, 7],
      [1, 20, 7],
      [1, 30, 7],
      [2, 10, 7],
      [2, 20, 7],
      [2, 30, 7],
    ])
    expect(cellCount([])).toBe(1)
    expect(cellParams([], 0)).toEqual({})
  })

  test('have for neighbours those one step off on any param', () => {
    expect(neighboursOf(axes, 0)).toEqual([1, 3, 4])
    expect(neighboursOf(axes, 4)).toEqual([0, 1, 2, 3, 5])
    expect(neighboursOf([], 0)).toEqual([])
  })

  test('are found by their place, and know each other as neighbours', () => {
    const grids = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }).map((lengths) =>
      lengths.map((length, axis) => ({
        name: `p${axis}`,
        values: Array.from({ length }, (_, value) => value * 3),
      })),
    )
    fc.assert(
      fc.property(grids, fc.nat(), (grid, any) => {
        const cell = any % cellCount(grid)
        const place = cellPlace(grid, cell)
        expect(cellAt(grid, place)).toBe(cell)
        const near = Array.from({ length: cellCount(grid) }, (_, other) => other).filter(
          (other) =>
            other !== cell &&
            cellPlace(grid, other).every((at, axis) => Math.abs(at - (place[axis] ?? 0)) <= 1),
        )
        expect([...neighboursOf(grid, cell)].sort((one, other) => one - other)).toEqual(near)
      }),
    )
  })
})
