import fc from 'fast-check'
import type { ISeriesApi, Time } from 'lightweight-charts'
import { expect, test } from 'vitest'
import { LastLabel } from './last-label.ts'
import { keyOf } from './time-key.ts'

/** A series that refuses points before its last, as the library does. */
function seriesOf(points: { time: number; value: number }[]) {
  return {
    pop: (count: number) => points.splice(points.length - count, count),
    update: (point: { time: number; value: number }) => {
      if (point.time <= (points.at(-1)?.time ?? -1)) throw new Error('not after the last point')
      points.push(point)
    },
  } as unknown as ISeriesApi<'Line', Time>
}

test('the last point is that of the last bar, with its values now, whatever was before', () => {
  const step = fc.record({ changed: fc.nat(30), length: fc.nat(30) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const points: { time: number; value: number }[] = []
      const label = new LastLabel(seriesOf(points))
      let values: number[] = []
      for (const [revision, { changed, length }] of steps.entries()) {
        const from = Math.min(changed, length, values.length)
        values = Array.from({ length }, (_, bar) => (bar < from ? (values[bar] ?? 0) : revision))
        label.cut(from)
        label.put(length - 1, () => ({
          time: keyOf(length * 60_000),
          value: values[length - 1] ?? Number.NaN,
        }))
        expect(points.at(-1)).toEqual(
          length === 0 ? undefined : { time: length * 60, value: values[length - 1] },
        )
      }
    }),
  )
})
