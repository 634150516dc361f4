import { at, type BarColumns } from '#shared/bars/columns.ts'
import type { ExpectedSlots } from '../detect/expected-slots.ts'

/** What a stored session holds by minute of its hours: enough to say what is usual, without its prices. */
export interface MinuteTable {
  /** 1 for each minute that has a bar. */
  readonly present: Uint8Array
  readonly volume: Float64Array
  /** Minutes from `first` to before `end` lie between stored bars, bars outside the regular hours included. */
  readonly first: number
  readonly end: number
  /** How many of these have a bar. */
  readonly bars: number
  /** The runs of these without a bar: how many, and how long the longest is. */
  readonly holes: number
  readonly longestRun: number
}

/** Counts a session's bars by minute. `slots` are those of the whole session, interruptions included. */
export function minuteTable(slots: ExpectedSlots, { start, volume }: BarColumns): MinuteTable {
  const present = new Uint8Array(slots.count)
  const volumes = new Float64Array(slots.count)
  let bars = 0
  for (let index = 0; index < start.length; index++) {
    const slot = slots.slotAt(at(start, index))
    if (slot < 0) continue
    if (present[slot] === 0) bars++
    present[slot] = 1
    volumes[slot] = at(volume, index)
  }
  const { first, end } = spanOf(slots, start)
  return { present, volume: volumes, first, end, bars, ...emptyRuns(present, first, end) }
}

/** The runs of minutes from `first` to before `end` without a bar. */
export function emptyRuns(
  present: Uint8Array,
  first: number,
  end: number,
): { readonly holes: number; readonly longestRun: number } {
  let holes = 0
  let longestRun = 0
  let run = 0
  for (let minute = first; minute < end; minute++) {
    run = present[minute] === 1 ? 0 : run + 1
    if (run === 1) holes++
    longestRun = Math.max(longestRun, run)
  }
  return { holes, longestRun }
}

function spanOf(slots: ExpectedSlots, start: Float64Array): { readonly first: number; readonly end: number } {
  if (start.length === 0) return { first: 0, end: 0 }
  const last = at(start, start.length - 1)
  const isRegular = slots.slotAt(last) >= 0
  return { first: slots.ended(at(start, 0)), end: slots.ended(last) + (isRegular ? 1 : 0) }
}
