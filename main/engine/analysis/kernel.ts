import type { BarColumns } from '#shared/bars/columns.ts'

/**
 * The computation of one indicator, which remembers what it needs to go on from any bar. Values depend on the bars
 * alone, never on the way they came: computing from bar i gives bit by bit what computing from 0 does (D5).
 */
export interface Kernel {
  /** One column an output, in the order of the indicator's description; the columns are replaced as they grow. */
  readonly outputs: readonly Float64Array[]
  /**
   * Computes the values of bars [from, to). Those before `from` were computed from the bars as they are. Sessions
   * begin at the indexes `sessionStarts`.
   */
  compute(bars: BarColumns, from: number, to: number, sessionStarts: readonly number[]): void
}

/** A column of at least `length` entries that begins as `column` does. */
export function grown(column: Float64Array, length: number): Float64Array {
  if (length <= column.length) return column
  const larger = new Float64Array(Math.max(length, 2 * column.length))
  larger.set(column)
  return larger
}
