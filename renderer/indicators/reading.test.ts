import { expect, test } from 'vitest'
import { allocateColumns } from '#shared/bars/columns.ts'
import { forming } from '#shared/bars/state.ts'
import { readIndicator } from './reading.ts'

const rsi = { id: 1, name: 'rsi', params: { period: 2 } } as const

/** Values of RSI 2, which has its first at the third bar. */
function read(values: readonly number[], hovered?: number, lastIsForming = false) {
  const columns = allocateColumns(values.length)
  if (lastIsForming) columns.state[values.length - 1] = forming
  const lines = { lines: () => [Float64Array.from(values)] }
  return readIndicator({ columns, length: values.length }, lines, rsi, hovered)
}

test('the newest bar is read, or the one under the crosshair', () => {
  const values = [Number.NaN, Number.NaN, 30, 40, 50]
  expect(read(values)).toEqual({ kind: 'values', values: [50] })
  expect(read(values, 3)).toEqual({ kind: 'values', values: [40] })
  expect(read(values, 99)).toEqual({ kind: 'values', values: [50] })
})

test('the bars of the warm-up are counted, never a zero shown', () => {
  expect(read([])).toEqual({ kind: 'warming-up', have: 0, need: 3 })
  expect(read([Number.NaN, Number.NaN])).toEqual({ kind: 'warming-up', have: 2, need: 3 })
  expect(read([Number.NaN, Number.NaN, 30], 0)).toEqual({ kind: 'warming-up', have: 1, need: 3 })
})

test('a bar that is forming counts for nothing: the newest final one is read', () => {
  const values = [Number.NaN, Number.NaN, 30, Number.NaN]
  expect(read(values, undefined, true)).toEqual({ kind: 'values', values: [30] })
  expect(read(values, 3, true)).toEqual({ kind: 'forming' })
  expect(read(values.slice(0, 1), undefined, true)).toEqual({ kind: 'warming-up', have: 0, need: 3 })
})

test('where final bars allow no value there is none', () => {
  expect(read([Number.NaN, Number.NaN, Number.NaN])).toEqual({ kind: 'none' })
})
