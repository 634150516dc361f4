import { at, type BarColumns, lowerBound } from '#shared/bars/columns.ts'
import { filled } from '#shared/bars/state.ts'
import type { PlaceRun, SessionDrawing } from './session-layer.ts'
import type { Slots, Stretch } from './slots.ts'

/** The sorted union of bar starts and the starts of ended slots: every time that is on the time scale. */
export function scaleTimes(starts: Float64Array, bars: number, slots: Slots, ended: number): Float64Array {
  const times = new Float64Array(bars + ended)
  let bar = 0
  let slot = 0
  let count = 0
  while (bar < bars || slot < ended) {
    const barTime = bar < bars ? at(starts, bar) : Number.POSITIVE_INFINITY
    const slotTime = slot < ended ? at(slots.start, slot) : Number.POSITIVE_INFINITY
    if (barTime <= slotTime) bar += 1
    if (slotTime <= barTime) slot += 1
    times[count] = Math.min(barTime, slotTime)
    count += 1
  }
  return times.subarray(0, count)
}

const filledOrigin = 3

/** Runs of places with a bar and without one among the times of a scale, cut where the current session starts. */
export function placeRuns(
  times: Float64Array,
  columns: BarColumns,
  bars: number,
  sessionStart: number,
): Pick<SessionDrawing, 'present' | 'missing'> {
  const present: (PlaceRun & { earlier: boolean; filled: boolean })[] = []
  const missing: (PlaceRun & { earlier: boolean })[] = []
  const current = lowerBound(times, sessionStart)
  let bar = 0
  let open: { kind: number; from: number } | undefined
  const finish = (to: number): void => {
    if (!open) return
    const run = { from: open.from, to, earlier: open.from < current }
    if (open.kind === 0) missing.push(run)
    else present.push({ ...run, filled: open.kind === 2 })
  }
  for (let place = 0; place < times.length; place += 1) {
    let kind = 0
    if (bar < bars && at(columns.start, bar) === at(times, place)) {
      kind = (at(columns.state, bar) & filledOrigin) === filled ? 2 : 1
      bar += 1
    }
    if (open?.kind === kind && place !== current) continue
    finish(place - 1)
    open = { kind, from: place }
  }
  finish(times.length - 1)
  return { present, missing }
}

/**
 * Where stretches of time lie among the places, as fractions of a place: a missing minute of a 5m bar takes a
 * fifth of the bar's place. Each stretch lies within slots that follow each other.
 */
export function stretchPlaces(
  stretches: readonly Stretch[],
  slots: Slots,
  times: Float64Array,
): readonly PlaceRun[] {
  const placeIn = (slot: number, time: number): number => {
    const start = at(slots.start, slot)
    return lowerBound(times, start) + (time - start) / (at(slots.end, slot) - start)
  }
  return stretches.flatMap(({ open, close }) => {
    const first = lowerBound(slots.end, open + 1)
    const last = lowerBound(slots.end, close)
    if (last >= slots.end.length) return []
    return [{ from: placeIn(first, open), to: placeIn(last, close) }]
  })
}
