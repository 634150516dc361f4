import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { BarFill } from '../store/fills/stored-fill.ts'

/** Filled minutes [start, end) in a row that came of one request. */
export interface FillRun extends Omit<BarFill, 'request'> {
  readonly end: EpochMs
}

/** 1m fills in order as runs, as far as their minutes have ended on the clock. */
export function fillRuns(fills: readonly BarFill[], clock: number): readonly FillRun[] {
  const runs: FillRun[] = []
  let request: string | undefined
  for (const { request: own, ...fill } of fills) {
    const end = (fill.start + minuteMs) as EpochMs
    if (end > clock) break
    const last = runs.at(-1)
    if (last?.end === fill.start && request === own) runs[runs.length - 1] = { ...last, end }
    else runs.push({ ...fill, end })
    request = own
  }
  return runs
}
