import fc from 'fast-check'
import type { IChartApiBase, Time } from 'lightweight-charts'
import { expect, test } from 'vitest'
import { allocateColumns } from '#shared/bars/columns.ts'
import { ScalePlaces } from './scale-places.ts'
import { SeriesCache } from './series-cache.ts'
import type { Slots } from './slots.ts'

const minute = 60_000

/** The times that the series of a chart hold; one that takes single points refuses those before its last, as the library does. */
class ScaleTimes {
  readonly #series: number[][] = []
  /** How often all points of a series were set. */
  sets = 0

  readonly chart = {
    addSeries: () => {
      const times: number[] = []
      this.#series.push(times)
      return {
        setData: (points: { time: number }[]) => {
          this.sets += 1
          times.splice(0, times.length, ...points.map(({ time }) => time * 1000))
        },
        update: ({ time }: { time: number }) => {
          if (time * 1000 <= (times.at(-1) ?? -1)) throw new Error('older than the last point')
          times.push(time * 1000)
        },
      }
    },
  } as unknown as IChartApiBase<Time>

  get all(): number[] {
    return [...new Set(this.#series.flat())].sort((one, other) => one - other)
  }
}

function slotsOf(minutes: readonly number[]): Slots {
  const start = Float64Array.from(minutes, (at) => at * minute)
  return { start, end: start.map((time) => time + minute) }
}

function columnsOf(minutes: readonly number[]) {
  const columns = allocateColumns(minutes.length)
  columns.start.set(minutes.map((at) => at * minute))
  return columns
}

const sortedMinutes = (most: number) =>
  fc.uniqueArray(fc.nat(most), { maxLength: 60 }).map((minutes) => minutes.sort((one, other) => one - other))

test('every slot and every bar has a place, and nothing else has one, whatever bars come, go or are filled in', () => {
  fc.assert(
    fc.property(
      sortedMinutes(80),
      fc.array(sortedMinutes(100), { minLength: 1, maxLength: 8 }),
      (slots, states) => {
        const scale = new ScaleTimes()
        const places = new ScalePlaces(scale.chart)
        const cache = new SeriesCache()
        let before: readonly number[] = []
        for (const [step, bars] of states.entries()) {
          const differs = bars.findIndex((at, index) => before[index] !== at)
          const kept = differs === -1 ? Math.min(bars.length, before.length) : differs
          const change = cache.apply(kept, columnsOf(bars.slice(kept)))
          if (step === 0) places.setAll(slotsOf(slots), cache)
          else places.update(cache, change.kept)
          before = bars
          const expected = [...new Set([...slots, ...bars])].sort((one, other) => one - other)
          expect(scale.all).toEqual(expected.map((at) => at * minute))
        }
      },
    ),
  )
})

test('a bar that is filled in moves nothing on a scale that has its slot', () => {
  const scale = new ScaleTimes()
  const places = new ScalePlaces(scale.chart)
  const cache = new SeriesCache()
  const minutes = Array.from({ length: 390 }, (_, at) => at)
  cache.apply(0, columnsOf(minutes.filter((at) => at !== 7 && at < 300)))
  places.setAll(slotsOf(minutes), cache)
  const { sets } = scale
  cache.apply(7, columnsOf(minutes.slice(7, 300)))
  places.update(cache, 7)
  places.setAll(slotsOf(minutes), cache)
  expect(scale.sets).toBe(sets)
})
