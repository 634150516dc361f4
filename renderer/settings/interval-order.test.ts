import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Interval } from '#shared/bars/interval.ts'
import { inOrder } from './interval-order.ts'

const ordered = ['1m', '3m', '90m', '2h', '23h', '1d', '6d', '1w', '8d', '2w'] as Interval[]

test('intervals are put from short to long, however they came', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(ordered), (some) => {
      expect(inOrder(some)).toEqual(ordered.filter((interval) => some.includes(interval)))
    }),
  )
})
