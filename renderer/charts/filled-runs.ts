import { at, type BarColumns } from '#shared/bars/columns.ts'
import { filled, mergeOrigin } from '#shared/bars/state.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { Stretch } from './slots.ts'

/** Whether a bar came later, from another source, or was made of one that did. */
export function isFilled(columns: BarColumns, index: number): boolean {
  return mergeOrigin(at(columns.state, index), 0) === filled
}

/** Runs of 1m bars that were filled, in order. */
export function filledRuns(columns: BarColumns, bars: number): readonly Stretch[] {
  const runs: { open: EpochMs; close: EpochMs }[] = []
  for (let index = 0; index < bars; index += 1) {
    if (!isFilled(columns, index)) continue
    const start = at(columns.start, index) as EpochMs
    const end = (start + minuteMs) as EpochMs
    const last = runs.at(-1)
    if (last?.close === start) last.close = end
    else runs.push({ open: start, close: end })
  }
  return runs
}
