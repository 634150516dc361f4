import { at, type BarColumns, lowerBound } from '#shared/bars/columns.ts'

/** The 1m bars of a symbol as they were published at one moment. */
export interface PublishedBars {
  readonly columns: BarColumns
  /** By bar: the number of the late write that touched it last, 0 where there was none; empty before the first. */
  readonly revised: Int32Array
  readonly count: number
  /** How many late writes there were. */
  readonly revision: number
  /** Changes when the clock goes back. */
  readonly epoch: number
}

/** How far a reader of changes has come. */
export interface DeltaCursor {
  readonly epoch: number
  readonly revision: number
  readonly lastStart: number
}

/** What is new to a reader: bars that came in the middle or were replaced, by index, and bars [from, to) at the end. */
export interface BarDelta {
  /** The clock went back: what the reader has is void, and everything is in [from, to). */
  readonly restarted: boolean
  readonly revised: readonly number[]
  readonly from: number
  readonly to: number
  readonly cursor: DeltaCursor
}

/** What came after `cursor`, or everything without one; bars are told by their time, never by their place (G10). */
export function readDelta(bars: PublishedBars, cursor?: DeltaCursor): BarDelta {
  const { columns, count, revision, epoch } = bars
  const isKnown = cursor !== undefined && cursor.epoch === epoch
  const from = isKnown ? lowerBound(columns.start, cursor.lastStart + 1, count) : 0
  const revised: number[] = []
  if (isKnown && revision > cursor.revision) {
    for (let index = 0; index < from; index++)
      if ((bars.revised[index] as number) > cursor.revision) revised.push(index)
  }
  const lastStart = count > 0 ? at(columns.start, count - 1) : Number.NEGATIVE_INFINITY
  return {
    restarted: cursor !== undefined && !isKnown,
    revised,
    from,
    to: count,
    cursor: { epoch, revision, lastStart },
  }
}
