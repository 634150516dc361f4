/**
 * Bars as columns, one entry a bar in each. Times are bar starts in epoch milliseconds UTC, strictly
 * increasing; prices and volume are doubles; `state` holds the codes of state.ts. All columns have one length.
 */
export interface BarColumns {
  readonly start: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
  readonly state: Uint8Array
}

/** Bars [from, to) of columns that may be longer: a view without a copy. */
export interface BarRange {
  readonly columns: BarColumns
  readonly from: number
  readonly to: number
}

export const priceColumns = ['open', 'high', 'low', 'close'] as const

/** Bytes of one bar in columns. */
export const bytesPerBar = 6 * Float64Array.BYTES_PER_ELEMENT + 1

/** Entry of a column at an index known to lie inside it. */
export function at(column: Float64Array | Uint8Array, index: number): number {
  return column[index] as number
}

/** New columns of `length` bars, all zero. */
export function allocateColumns(length: number): BarColumns {
  return {
    start: new Float64Array(length),
    open: new Float64Array(length),
    high: new Float64Array(length),
    low: new Float64Array(length),
    close: new Float64Array(length),
    volume: new Float64Array(length),
    state: new Uint8Array(length),
  }
}

/** A copy of bars [from, to) in buffers of its own, fit to be sent to another process. */
export function sliceColumns(columns: BarColumns, from = 0, to = columns.start.length): BarColumns {
  return {
    start: columns.start.slice(from, to),
    open: columns.open.slice(from, to),
    high: columns.high.slice(from, to),
    low: columns.low.slice(from, to),
    close: columns.close.slice(from, to),
    volume: columns.volume.slice(from, to),
    state: columns.state.slice(from, to),
  }
}

/** Writes all bars of `source` into `target` from index `offset` on. */
export function setColumns(target: BarColumns, source: BarColumns, offset: number): void {
  target.start.set(source.start, offset)
  target.open.set(source.open, offset)
  target.high.set(source.high, offset)
  target.low.set(source.low, offset)
  target.close.set(source.close, offset)
  target.volume.set(source.volume, offset)
  target.state.set(source.state, offset)
}

/** Index of the first entry of a sorted column, up to `length`, that is not below `value`. */
export function lowerBound(column: Float64Array, value: number, length = column.length): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (at(column, middle) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Index of the first entry of a sorted column, up to `length`, that is above `value`. */
export function upperBound(column: Float64Array, value: number, length = column.length): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (at(column, middle) <= value) low = middle + 1
    else high = middle
  }
  return low
}
