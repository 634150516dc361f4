import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocateColumns, bytesPerBar, lowerBound, setColumns, sliceColumns } from './columns.ts'

function numbered(length: number, first: number) {
  const columns = allocateColumns(length)
  Object.values(columns).forEach((column, order) => {
    for (let index = 0; index < length; index++) column[index] = first + index + order * 20
  })
  return columns
}

describe('columns of bars', () => {
  test('new ones are zero, of one length, and as large as they say', () => {
    const columns = Object.values(allocateColumns(3))
    expect(columns.map((column) => [...column])).toEqual(new Array(7).fill([0, 0, 0]))
    expect(columns.reduce((bytes, column) => bytes + column.byteLength, 0)).toBe(3 * bytesPerBar)
  })

  test('a slice is a copy in buffers of its own', () => {
    const columns = numbered(5, 1)
    const slice = sliceColumns(columns, 1, 3)
    expect([...slice.start, ...slice.volume, ...slice.state]).toEqual([2, 3, 102, 103, 122, 123])
    slice.close[0] = 99
    expect(columns.close[1]).toBe(82)
    expect(slice.close.buffer.byteLength).toBe(16)
    expect(sliceColumns(columns)).toEqual(columns)
  })

  test('bars are written at an offset, every column of them', () => {
    const target = numbered(5, 1)
    setColumns(target, numbered(2, 7), 3)
    Object.values(target).forEach((column, order) => {
      expect([...column].map((value) => value - order * 20)).toEqual([1, 2, 3, 7, 8])
    })
  })
})

describe('search in a sorted column', () => {
  test('finds the first entry that is not below, as a scan does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 })),
        fc.integer({ min: -1, max: 51 }),
        fc.nat(60),
        (values, value, length) => {
          const column = Float64Array.from(values).sort()
          const upTo = Math.min(length, column.length)
          const found = column.subarray(0, upTo).findIndex((entry) => entry >= value)
          expect(lowerBound(column, value, upTo)).toBe(found === -1 ? upTo : found)
          expect(lowerBound(column, value)).toBe(column.filter((entry) => entry < value).length)
        },
      ),
    )
  })
})
