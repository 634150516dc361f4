import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leastSupport, supportOf } from './lone-best.ts'
import type { ParamAxis } from './param-axes.ts'

function axesOf(rows: number, columns: number): readonly ParamAxis[] {
  const values = (length: number) => Array.from({ length }, (_, index) => index + 1)
  return [
    { name: 'a', values: values(rows) },
    { name: 'b', values: values(columns) },
  ]
}

const none = Number.NaN

test.each<[string, number, readonly (readonly number[])[], number | undefined]>([
  [
    'a peak alone',
    12,
    [
      [0, 1, 0, 1, 0],
      [1, 0, 1, 0, 1],
      [0, 1, 9, 1, 0],
      [1, 0, 1, 0, 1],
      [0, 1, 0, 1, 0],
    ],
    -1 / 16,
  ],
  [
    'the middle of a plateau',
    12,
    [
      [0, 0, 0, 0, 0],
      [0, 8, 8, 8, 0],
      [0, 8, 8, 8, 0],
      [0, 8, 8, 8, 0],
      [0, 0, 0, 0, 0],
    ],
    1,
  ],
  [
    'the top of a hill',
    12,
    [
      [0, 0, 0, 0, 0],
      [0, 6, 6, 6, 0],
      [0, 6, 8, 6, 0],
      [0, 6, 6, 6, 0],
      [0, 0, 0, 0, 0],
    ],
    0.75,
  ],
  [
    'one lucky neighbour',
    12,
    [
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 8, 8, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0],
    ],
    0,
  ],
  ['a corner of a slope', 3, [[1, 2, 3, 4]], 1 / 3],
  ['cells that are all alike', 0, [[5, 5, 5]], undefined],
  ['the only cell', 0, [[5]], undefined],
  ['a cell of which one neighbour failed', 2, [[3, none, 5, 5, 2]], 0.25],
  ['a cell of which all neighbours failed', 1, [[none, 5, none, 1, 2]], 0],
])('%s', (_, cell, rows, support) => {
  const axes = axesOf(rows.length, rows[0]?.length ?? 0)
  const found = supportOf(axes, rows.flat(), cell)
  if (support === undefined) expect(found).toBeUndefined()
  else expect(found).toBeCloseTo(support, 12)
})

test('it warns of a peak and not of a hill', () => {
  expect(0).toBeLessThan(leastSupport)
  expect(0.75).toBeGreaterThan(leastSupport)
})

test('it is the same in any unit', () => {
  const grids = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 12, maxLength: 12 })
  fc.assert(
    fc.property(
      grids,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: -9, max: 9 }),
      (grid, scale, shift) => {
        const best = grid.indexOf(Math.max(...grid))
        const other = grid.map((value) => value * scale + shift)
        const one = supportOf(axesOf(3, 4), grid, best)
        if (one === undefined) expect(supportOf(axesOf(3, 4), other, best)).toBeUndefined()
        else expect(supportOf(axesOf(3, 4), other, best)).toBeCloseTo(one, 9)
      },
    ),
  )
})
