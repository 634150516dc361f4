import type { IChartApiBase, ISeriesApi, Time, WhitespaceData } from 'lightweight-charts'
import { LineSeries } from 'lightweight-charts'
import { at, lowerBound } from '#shared/bars/columns.ts'
import type { SeriesCache } from './series-cache.ts'
import type { Slots } from './slots.ts'
import { keyOf } from './time-key.ts'

/** More bars than this are put on the scale with all others at once: cheaper than one by one. */
const mostSteps = 20

/**
 * The places of a time scale: one for every expected bar, whether it has come or not, and one for every bar that is
 * not expected, as those before the open are.
 */
export class ScalePlaces {
  readonly #slotSeries: ISeriesApi<'Line', Time>
  readonly #otherSeries: ISeriesApi<'Line', Time>
  #slots: Float64Array = new Float64Array(0)
  /** Starts of bars that lie in no slot, in order. */
  #others: Float64Array = new Float64Array(0)

  constructor(chart: IChartApiBase<Time>) {
    this.#slotSeries = whitespaceSeries(chart)
    this.#otherSeries = whitespaceSeries(chart)
  }

  /** Puts slots and bars on the scale. Does nothing where they lie on it already. */
  setAll({ start }: Slots, { columns, length }: SeriesCache): void {
    if (!areSame(start, this.#slots)) {
      this.#slots = start
      this.#slotSeries.setData(Array.from(start, whitespace))
    }
    this.#setOthers(startsBeside(columns.start, 0, length, this.#slots))
  }

  /** Takes in that bars from a number on are others. Those before them keep their places. */
  update({ columns, length }: SeriesCache, from: number): void {
    const lastKept = from > 0 ? at(columns.start, from - 1) : Number.NEGATIVE_INFINITY
    const stay = lowerBound(this.#others, lastKept + 1)
    const before = this.#others.subarray(stay)
    const now = startsBeside(columns.start, from, length, this.#slots)
    const added = now.subarray(before.length)
    const grows = areSame(before, now.subarray(0, before.length))
    if (grows && added.length === 0) return
    const others = joined(this.#others.subarray(0, stay), now)
    if (!grows || added.length > mostSteps) {
      this.#setOthers(others)
      return
    }
    for (const start of added) this.#otherSeries.update(whitespace(start))
    this.#others = others
  }

  #setOthers(others: Float64Array): void {
    if (areSame(others, this.#others)) return
    this.#others = others
    this.#otherSeries.setData(Array.from(others, whitespace))
  }
}

function whitespaceSeries(chart: IChartApiBase<Time>): ISeriesApi<'Line', Time> {
  return chart.addSeries(LineSeries, {
    lastValueVisible: false,
    priceLineVisible: false,
    crosshairMarkerVisible: false,
  })
}

function whitespace(start: number): WhitespaceData<Time> {
  return { time: keyOf(start) }
}

/** Starts of the bars [from, to) that are not among those of slots, both in order. */
function startsBeside(starts: Float64Array, from: number, to: number, slots: Float64Array): Float64Array {
  const found = new Float64Array(to - from)
  let count = 0
  let slot = from < to ? lowerBound(slots, at(starts, from)) : 0
  for (let bar = from; bar < to; bar += 1) {
    const start = at(starts, bar)
    while (slot < slots.length && at(slots, slot) < start) slot += 1
    if (slot < slots.length && at(slots, slot) === start) continue
    found[count] = start
    count += 1
  }
  return found.subarray(0, count)
}

function areSame(one: Float64Array, other: Float64Array): boolean {
  if (one.length !== other.length) return false
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false
  return true
}

function joined(one: Float64Array, other: Float64Array): Float64Array {
  const both = new Float64Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}
