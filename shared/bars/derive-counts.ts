import type { Segment } from '../calendar/trading-calendar.ts'
import { minuteMs } from '../time/epoch.ts'
import { at, type BarRange } from './columns.ts'
import type { Hours } from './derive-windows.ts'
import { filled, mergeOrigin } from './state.ts'

/**
 * What derived bars are made of, one entry a bar, in minutes (R9). `expected` are the minutes of the bar's regular
 * hours that have ended on the clock; `real` and `filled` the minutes that are there, in extended hours too;
 * `missing` the expected ones that are not there.
 */
export interface DerivedCounts {
  readonly expected: Int32Array
  readonly real: Int32Array
  readonly filled: Int32Array
  readonly missing: Int32Array
}

/** The minutes that derived bars were made of; `firstChild` has one entry a bar. */
export interface BarChildren {
  readonly segments: readonly Segment[]
  readonly hours: Hours
  readonly source: BarRange
  /** Index of the bar's first minute in the source. */
  readonly firstChild: Int32Array
  readonly length: number
}

/** Derived bars and the minutes they were made of; `start` and `end` have one entry a bar. */
export interface CountedBars extends BarChildren {
  readonly clock: number
  readonly start: Float64Array
  readonly end: Float64Array
}

/** Counts the minutes of each bar by kind. */
export function countChildren(bars: CountedBars): DerivedCounts {
  const { segments, hours, source, length } = bars
  const { start, state } = source.columns
  const counts: DerivedCounts = {
    expected: new Int32Array(length),
    real: new Int32Array(length),
    filled: new Int32Array(length),
    missing: new Int32Array(length),
  }
  for (let bar = 0; bar < length; bar++) {
    const from = at(bars.start, bar)
    const end = at(bars.end, bar)
    const minutes = minutesInside(segments, from, end)
    // With regular hours, minutes outside them may lie between one bar's and the next.
    const isAllRegular = hours === 'all' && minutes * minuteMs === end - from
    const to = bar + 1 < length ? (bars.firstChild[bar + 1] as number) : source.to
    let real = 0
    let repaired = 0
    let regular = 0
    for (let index = bars.firstChild[bar] as number; index < to; index++) {
      const isRegular = isAllRegular || isInside(segments, at(start, index))
      if (!isRegular && hours === 'regular') continue
      if (isRegular) regular++
      if (mergeOrigin(at(state, index), 0) === filled) repaired++
      else real++
    }
    const expected = end <= bars.clock ? minutes : minutesInside(segments, from, bars.clock)
    counts.expected[bar] = expected
    counts.real[bar] = real
    counts.filled[bar] = repaired
    counts.missing[bar] = Math.max(0, expected - regular)
  }
  return counts
}

/** Mean of (high + low + close) / 3 of each bar's minutes, weighed by volume; NaN without volume. */
export function meanPrices({ segments, hours, source, firstChild, length }: BarChildren): Float64Array {
  const { start, high, low, close, volume } = source.columns
  const means = new Float64Array(length)
  for (let bar = 0; bar < length; bar++) {
    const to = bar + 1 < length ? (firstChild[bar + 1] as number) : source.to
    let turnover = 0
    let total = 0
    for (let index = firstChild[bar] as number; index < to; index++) {
      if (hours === 'regular' && !isInside(segments, at(start, index))) continue
      turnover += ((at(high, index) + at(low, index) + at(close, index)) / 3) * at(volume, index)
      total += at(volume, index)
    }
    means[bar] = turnover / total
  }
  return means
}

function isInside(segments: readonly Segment[], time: number): boolean {
  for (let index = 0; index < segments.length; index++) {
    const { open, close } = segments[index] as Segment
    if (time < close) return time >= open
  }
  return false
}

/** Whole minutes of segments within [from, to). */
function minutesInside(segments: readonly Segment[], from: number, to: number): number {
  let minutes = 0
  for (let index = 0; index < segments.length; index++) {
    const { open, close } = segments[index] as Segment
    const ms = Math.min(close, to) - Math.max(open, from)
    if (ms > 0) minutes += Math.floor(ms / minuteMs)
  }
  return minutes
}
