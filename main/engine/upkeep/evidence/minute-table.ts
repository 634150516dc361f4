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
}

/** Counts a session's bars by minute. `slots` are those of the whole session, interruptions included. */
export function minuteTable(slots: ExpectedSlots, { start, volume }: BarColumns): MinuteTable {
  const table = { present: new Uint8Array(slots.count), volume: new Float64Array(slots.count) }
  for (let index = 0; index < start.length; index++) {
    const slot = slots.slotAt(at(start, index))
    if (slot < 0) continue
    table.present[slot] = 1
    table.volume[slot] = at(volume, index)
  }
  if (start.length === 0) return { ...table, first: 0, end: 0 }
  return {
    ...table,
    first: slots.ended(at(start, 0)),
    end: slots.ended(at(start, start.length - 1)) + (slots.slotAt(at(start, start.length - 1)) < 0 ? 0 : 1),
  }
}
