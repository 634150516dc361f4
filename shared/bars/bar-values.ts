import { at, type BarColumns } from './columns.ts'

/** Values of one bar. */
export interface BarValues {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly state: number
}

/** The values of bar `index`. */
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

/** Writes the values of bar `index`; its start is written by itself. */
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
