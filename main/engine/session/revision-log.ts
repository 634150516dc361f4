import { at, type BarColumns } from '#shared/bars/columns.ts'
import type { EpochMs } from '#shared/time/epoch.ts'

/** Values of one bar. */
export interface BarValues {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly state: number
}

/** A bar that came late: into a place of its own, or in the place of an earlier version. */
export interface Revision {
  readonly start: EpochMs
  /** When the later version was known (R17). */
  readonly knownAt: EpochMs
  /** The version before it; undefined where the minute had no bar. */
  readonly earlier: BarValues | undefined
  /** Mark of the bar before it: the number of the late write that had touched it. */
  readonly earlierMark: number
}

export function valuesAt(columns: BarColumns, index: number): BarValues {
  return {
    open: at(columns.open, index),
    high: at(columns.high, index),
    low: at(columns.low, index),
    close: at(columns.close, index),
    volume: at(columns.volume, index),
    state: at(columns.state, index),
  }
}

export function setValues(columns: BarColumns, index: number, bar: BarValues): void {
  columns.open[index] = bar.open
  columns.high[index] = bar.high
  columns.low[index] = bar.low
  columns.close[index] = bar.close
  columns.volume[index] = bar.volume
  columns.state[index] = bar.state
}

/** Whether two versions have the very same prices and volume. */
export function sameValues(one: BarValues, other: BarValues): boolean {
  return (
    Object.is(one.open, other.open) &&
    Object.is(one.high, other.high) &&
    Object.is(one.low, other.low) &&
    Object.is(one.close, other.close) &&
    Object.is(one.volume, other.volume)
  )
}
