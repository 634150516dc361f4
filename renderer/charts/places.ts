import { at, type BarColumns, lowerBound } from '#shared/bars/columns.ts'
import { isFilled } from './filled-runs.ts'
import type { Band, GapPlaces, PlaceRun, SessionDrawing } from './session-layer.ts'
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
      kind = isFilled(columns, bar) ? 2 : 1
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
 * fifth of the bar's place. Each stretch lies within slots that follow each other, or in none.
 */
export function stretchPlaces<T extends Stretch>(
  stretches: readonly T[],
  slots: Slots,
  times: Float64Array,
): readonly (T & PlaceRun)[] {
  const placeIn = (slot: number, time: number): number => {
    const start = at(slots.start, slot)
    return lowerBound(times, start) + (time - start) / (at(slots.end, slot) - start)
  }
  return stretches.flatMap((stretch) => {
    const { open, close } = stretch
    const first = lowerBound(slots.end, open + 1)
    const last = lowerBound(slots.end, close)
    // A session that is not on the chart has no slots.
    if (last >= slots.end.length || at(slots.start, first) > open) return []
    return [{ ...stretch, from: placeIn(first, open), to: placeIn(last, close) }]
  })
}

/** What lies over places without any bar: the gaps there, and what no gap was told of. */
export function bandsOf(missing: SessionDrawing['missing'], gaps: readonly GapPlaces[]): readonly Band[] {
  const bands: Band[] = []
  let first = 0
  for (const { from, to, earlier } of missing) {
    const end = to + 1
    while ((gaps[first]?.to ?? Number.POSITIVE_INFINITY) <= from) first += 1
    let place = from
    for (let index = first; place < end; index += 1) {
      const gap = gaps[index]
      const start = Math.max(place, Math.min(end, gap?.from ?? end))
      if (start > place) bands.push({ from: place, to: start, earlier, of: 'missing' })
      if (!gap || start >= end) break
      place = Math.min(end, gap.to)
      bands.push({ from: start, to: place, earlier, of: gap.class })
    }
  }
  return bands
}
