import { allocateColumns, type BarColumns } from '#shared/bars/columns.ts'

/** A bar as rows of a test are written: start, open, high, low, close, volume and, where it matters, state. */
export type Row = readonly [
  start: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
  state?: number,
]

export function columnsOf(rows: readonly Row[]): BarColumns {
  const columns = allocateColumns(rows.length)
  for (const [index, [start, open, high, low, close, volume, state = 0]] of rows.entries()) {
    columns.start[index] = start
    columns.open[index] = open
    columns.high[index] = high
    columns.low[index] = low
    columns.close[index] = close
    columns.volume[index] = volume
    columns.state[index] = state
  }
  return columns
}
