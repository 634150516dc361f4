import type { ExpectedSlots } from './expected-slots.ts'

/** Gaps as columns, in order of time: [start, end) in epoch ms, and how many bars of the interval are missing. */
export interface GapRuns {
  readonly start: Float64Array
  readonly end: Float64Array
  readonly bars: Int32Array
}

/** Runs of slots as `[from, to)` pairs, each cut where a stretch ends: no gap goes on over a break. */
export function runsOf(
  slots: ExpectedSlots,
  pairs: readonly (readonly [from: number, to: number])[],
): GapRuns {
  const start: number[] = []
  const end: number[] = []
  const bars: number[] = []
  for (const [from, to] of pairs)
    for (const { open, close, before } of slots.stretches) {
      const first = Math.max(from, before)
      const last = Math.min(to, before + Math.ceil((close - open) / slots.step))
      if (first >= last) continue
      start.push(open + (first - before) * slots.step)
      end.push(Math.min(close, open + (last - before) * slots.step))
      bars.push(last - first)
    }
  return { start: Float64Array.from(start), end: Float64Array.from(end), bars: Int32Array.from(bars) }
}
