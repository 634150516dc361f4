import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allocateColumns, type BarColumns } from '#shared/bars/columns.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { columnsOf, type Row } from '../testing/columns.ts'
import { type BlockBars, decodeBlock, encodeBlock } from './block.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const open = Date.UTC(2024, 6, 5, 13, 30)

/** Compares bit by bit: toEqual takes NaN for NaN and tells -0 from 0. */
function expectRoundTrip(bars: BlockBars, unit = minuteMs): Uint8Array {
  const bytes = encodeBlock(bars, unit)
  const count = bars.sides[0]?.start.length ?? 0
  expect(decodeBlock(bytes, count, allocateColumns)).toEqual(bars)
  return bytes
}

function trades(rows: readonly Row[]): BlockBars {
  return { sides: [columnsOf(rows)], days: undefined }
}

/** A walk of prices with `decimals` decimals, high and low around it, with minutes left out. */
function walk(
  seed: readonly { up: number; over: number; under: number; skip: number }[],
  decimals: number,
): Row[] {
  const scale = 10 ** decimals
  let start = open
  let price = 1000
  return seed.map(({ up, over, under, skip }, index) => {
    start += minuteMs * (1 + skip)
    const before = price
    price += up
    const high = Math.max(before, price) + over
    const low = Math.min(before, price) - under
    return [start, before / scale, high / scale, low / scale, price / scale, index * over]
  })
}

const step = fc.record({
  up: fc.integer({ min: -40, max: 40 }),
  over: fc.nat(500),
  under: fc.nat(30),
  skip: fc.nat(3),
})
const anyDouble = fc.oneof(
  fc.double(),
  fc.constantFrom(
    0,
    -0,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.MIN_VALUE,
    Number.MAX_VALUE,
    2 ** 53 + 2,
  ),
)
const decimalNumber = fc
  .tuple(fc.integer({ min: -(2 ** 31), max: 2 ** 31 }), fc.nat(12))
  .map(([whole, decimals]) => whole / 10 ** decimals)
const anyRow = (value: fc.Arbitrary<number>) =>
  fc.tuple(value, value, value, value, value, value, fc.integer({ min: 0, max: 255 }))

test('any doubles come back as they were', () => {
  fc.assert(
    fc.property(fc.array(anyRow(anyDouble), { minLength: 1, maxLength: 70 }), (rows) => {
      expectRoundTrip(trades(rows))
    }),
  )
})

test('numbers with any count of decimals come back as they were', () => {
  fc.assert(
    fc.property(fc.array(anyRow(decimalNumber), { minLength: 1, maxLength: 70 }), (rows) => {
      expectRoundTrip(trades(rows))
    }),
  )
})

test('bars of a market come back as they were', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 200 }), fc.nat(9), (seed, decimals) => {
      expectRoundTrip(trades(walk(seed, decimals)))
    }),
  )
})

test('one odd value among bars of a market comes back as it was, and so do the others', () => {
  const odd = fc.constantFrom(
    -0,
    0,
    Number.NaN,
    Number.NEGATIVE_INFINITY,
    1e300,
    0.1 + 0.2,
    2 ** 31 / 100,
    5e6,
    -7,
  )
  const place = fc.constantFrom(1, 2, 3, 4, 5)
  const seed = fc.array(step, { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(seed, fc.nat(), place, odd, (steps, index, column, value) => {
      const rows = walk(steps, 2).map((row) => [...row] as Mutable<Row>)
      const row = rows[index % rows.length]
      if (row) row[column as 1] = value
      expectRoundTrip(trades(rows))
    }),
  )
})

test('volumes up to the largest whole doubles, with up to eight decimals, come back as they were', () => {
  const volume = fc.tuple(fc.maxSafeNat(), fc.constantFrom(0, 1, 2, 8))
  fc.assert(
    fc.property(fc.array(volume, { minLength: 1, maxLength: 40 }), (volumes) => {
      const rows = volumes.map(([whole, decimals], index): Row => {
        return [open + index * minuteMs, 1, 1, 1, 1, whole / 10 ** decimals]
      })
      expectRoundTrip(trades(rows))
    }),
  )
})

test('bid and ask share their starts and keep their own values', () => {
  const sides = fc.array(fc.tuple(step, anyRow(anyDouble)), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(sides, (seed) => {
      const bid = columnsOf(
        walk(
          seed.map(([one]) => one),
          2,
        ),
      )
      const ask: BarColumns = { ...columnsOf(seed.map(([, other]) => other)), start: bid.start }
      expectRoundTrip({ sides: [bid, ask], days: undefined })
    }),
  )
})

test('session dates of bars come back, in any order and at any distance from the start', () => {
  const labelled = fc.tuple(
    fc.integer({ min: -25_000, max: 60_000 }),
    fc.integer({ min: -90_000_000, max: 90_000_000 }),
  )
  fc.assert(
    fc.property(fc.array(labelled, { minLength: 1, maxLength: 60 }), (bars) => {
      const rows = bars.map(([day, distance]): Row => [day * 86_400_000 + distance, 1, 2, 0.5, 1.5, 10])
      expectRoundTrip({ sides: [columnsOf(rows)], days: Float64Array.from(bars, ([day]) => day) })
    }),
  )
})

test('a quiet session of a whole day costs less than three bytes a bar', () => {
  const seed = Array.from({ length: 390 }, (_, i) => ({
    up: ((i * 7) % 5) - 2,
    over: i % 3,
    under: i % 2,
    skip: 0,
  }))
  const bytes = expectRoundTrip(trades(walk(seed, 2)))
  expect(bytes.length / 390).toBeLessThan(3)
})

test('bytes that are cut off or changed are an error or other bars, never a hang', () => {
  const bytes = encodeBlock(
    trades(
      walk(
        [...Array(50)].map((_, i) => ({ up: i, over: 1, under: 2, skip: 0 })),
        2,
      ),
    ),
    minuteMs,
  )
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), (place, value, cut) => {
      const damaged = cut ? bytes.slice(0, place) : bytes.with(place, value)
      try {
        const { sides } = decodeBlock(damaged, 50, allocateColumns)
        expect(sides[0]?.start.length).toBe(50)
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
      }
    }),
  )
})

test('a block of another version or of no bars is refused', () => {
  const bytes = encodeBlock(trades([[open, 1, 1, 1, 1, 1]]), minuteMs)
  expect(() => decodeBlock(bytes.with(0, 9), 1, allocateColumns)).toThrow('version 9')
  expect(() => decodeBlock(bytes, 2, allocateColumns)).toThrow('1 bars where 2')
  expect(() => encodeBlock(trades([]), minuteMs)).toThrow('without bars')
})
