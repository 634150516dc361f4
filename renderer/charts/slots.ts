import { at, lowerBound } from '#shared/bars/columns.ts'
import { type Interval, intradayMs } from '#shared/bars/interval.ts'
import type { EpochMs } from '#shared/time/epoch.ts'

/** A stretch of regular hours, [open, close), UTC. */
export interface Stretch {
  readonly open: EpochMs
  readonly close: EpochMs
}

/** The windows in which a bar is expected, in order: [start, end) each, milliseconds UTC. */
export interface Slots {
  readonly start: Float64Array
  readonly end: Float64Array
}

const none: Slots = { start: new Float64Array(0), end: new Float64Array(0) }

/**
 * The windows of an interval in regular stretches that lie in order: anchored at each stretch's open, the last
 * one cut at its close (R8). None for days and weeks, which have no minutes to miss.
 */
export function expectedSlots(stretches: readonly Stretch[], interval: Interval): Slots {
  const step = intradayMs(interval)
  if (step === undefined) return none
  const count = stretches.reduce((sum, { open, close }) => sum + Math.ceil((close - open) / step), 0)
  const start = new Float64Array(count)
  const end = new Float64Array(count)
  let index = 0
  for (const { open, close } of stretches) {
    for (let time: number = open; time < close; time += step) {
      start[index] = time
      end[index] = Math.min(time + step, close)
      index += 1
    }
  }
  return { start, end }
}

/** How many slots have ended on the clock. */
export function endedSlots(slots: Slots, clock: EpochMs): number {
  const below = lowerBound(slots.end, clock)
  return below < slots.end.length && at(slots.end, below) === clock ? below + 1 : below
}

/** Runs of minutes, [start, end) each, milliseconds UTC. */
export interface Runs {
  readonly present: readonly Stretch[]
  readonly missing: readonly Stretch[]
}

/**
 * The first `ended` slots as runs with a bar and runs without one, told by bar starts in order. A run does not
 * reach over a break.
 */
export function slotRuns(slots: Slots, ended: number, starts: Float64Array, bars: number): Runs {
  const present: Stretch[] = []
  const missing: Stretch[] = []
  let bar = 0
  let current: { list: Stretch[]; open: number; close: number } | undefined
  const finish = (): void => {
    if (current) current.list.push({ open: current.open as EpochMs, close: current.close as EpochMs })
  }
  for (let slot = 0; slot < ended; slot += 1) {
    const start = at(slots.start, slot)
    const end = at(slots.end, slot)
    while (bar < bars && at(starts, bar) < start) bar += 1
    const list = bar < bars && at(starts, bar) < end ? present : missing
    if (current?.list === list && current.close === start) {
      current.close = end
      continue
    }
    finish()
    current = { list, open: start, close: end }
  }
  finish()
  return { present, missing }
}

/** End of the chart bar that holds the clock, and of the one before: where a step of one chart bar leads. */
export function neighbourEnds(
  slots: Slots,
  clock: EpochMs,
): { readonly before: EpochMs | undefined; readonly after: EpochMs | undefined } {
  const next = endedSlots(slots, clock)
  const after = next < slots.end.length ? (at(slots.end, next) as EpochMs) : undefined
  const previous = lowerBound(slots.end, clock) - 1
  const first = slots.start.length > 0 ? (at(slots.start, 0) as EpochMs) : undefined
  const before = previous >= 0 ? (at(slots.end, previous) as EpochMs) : first
  return { before: before !== undefined && before < clock ? before : undefined, after }
}
