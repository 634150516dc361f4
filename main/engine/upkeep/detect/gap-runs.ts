import type { ExpectedSlots, Stretch } from './expected-slots.ts'

/** Gaps as columns, in order of time: [start, end) in epoch ms, and how many bars of the interval are missing. */
export interface GapRuns {
  readonly start: Float64Array
  readonly end: Float64Array
  readonly bars: Int32Array
}

/**
 * Turns runs of slots, [from, to) each, into gaps, each cut where a stretch ends: no gap goes on over a break.
 * `count` is how many runs there are, in order.
 */
export function gapsOfRuns(slots: ExpectedSlots, from: Int32Array, to: Int32Array, count: number): GapRuns {
  const { stretches, step } = slots
  const most = count + stretches.length
  const start = new Float64Array(most)
  const end = new Float64Array(most)
  const bars = new Int32Array(most)
  let gaps = 0
  let place = 0
  for (let run = 0; run < count; run++) {
    const last = to[run] as number
    for (let first = from[run] as number; first < last; ) {
      while (slotsUpTo(slots, place) <= first) place++
      const stretch = stretches[place] as Stretch
      const next = Math.min(last, slotsUpTo(slots, place))
      start[gaps] = stretch.open + (first - stretch.before) * step
      end[gaps] = Math.min(stretch.close, stretch.open + (next - stretch.before) * step)
      bars[gaps++] = next - first
      first = next
    }
  }
  return { start: start.subarray(0, gaps), end: end.subarray(0, gaps), bars: bars.subarray(0, gaps) }
}

/** How many slots there are up to the end of a stretch. */
function slotsUpTo({ stretches, count }: ExpectedSlots, place: number): number {
  return stretches[place + 1]?.before ?? count
}
