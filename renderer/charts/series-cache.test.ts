import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allocateColumns, type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { SeriesCache } from './series-cache.ts'

interface Row {
  readonly start: number
  readonly close: number
}

function columnsOf(rows: readonly Row[]): BarColumns {
  const columns = allocateColumns(rows.length)
  for (const [index, { start, close }] of rows.entries()) {
    columns.start[index] = start
    columns.close[index] = close
    columns.state[index] = close % 4
  }
  return columns
}

function rowsOf(cache: SeriesCache): Row[] {
  const { start, close } = sliceColumns(cache.columns, 0, cache.length)
  return [...start].map((time, index) => ({ start: time, close: close[index] ?? Number.NaN }))
}

test('cutting and appending gives what a plain list gives, however long', () => {
  const step = fc.record({ cut: fc.nat(40), added: fc.array(fc.nat(1000), { maxLength: 400 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const cache = new SeriesCache()
      let model: Row[] = []
      for (const { cut, added } of steps) {
        const from = Math.max(0, model.length - cut)
        const rows = added.map((close, index) => ({ start: from + index, close }))
        const change = cache.apply(from, columnsOf(rows))
        expect(change).toEqual({ kept: from, was: model.length, length: from + rows.length })
        model = [...model.slice(0, from), ...rows]
        expect(rowsOf(cache)).toEqual(model)
      }
      expect(cache.revision).toBe(steps.length)
    }),
  )
})

test('bars that leave a hole in the numbering are refused', () => {
  const cache = new SeriesCache()
  expect(() => cache.apply(1, columnsOf([]))).toThrow(Failure)
})

test('is empty when cleared', () => {
  const cache = new SeriesCache()
  cache.apply(0, columnsOf([{ start: 60, close: 1 }]))
  cache.clear()
  expect(cache.length).toBe(0)
})
