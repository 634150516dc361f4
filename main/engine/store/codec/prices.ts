import { at, type BarColumns } from '#shared/bars/columns.ts'
import type { ByteSink, ByteSource } from './bytes.ts'
import { leastDecimals, powerOfTen, scaled } from './decimals.ts'
import { numberAt, pack, packedLimit, unpack, unzigzag, zigzag } from './packed.ts'
import { readRaw, writeRaw } from './raw.ts'
import { scratchNumbers } from './scratch.ts'

/** Stands where the number of decimals stands otherwise: the values follow as raw doubles. */
const rawMark = 255

/** Scaled prices are below this, so that a price and any step between two of them are 32-bit integers. */
const priceLimit = 2 ** 29

export function writePrices(sink: ByteSink, columns: BarColumns): void {
  const { open, high, low, close } = columns
  const decimals = leastDecimals([open, high, low, close], priceLimit)
  const steps = decimals === undefined ? undefined : priceSteps(columns, decimals)
  if (decimals === undefined || steps === undefined) {
    sink.byte(rawMark)
    for (const column of [open, high, low, close]) writeRaw(sink, column)
    return
  }
  sink.byte(decimals)
  sink.float(Math.round(at(open, 0) * powerOfTen(decimals)))
  for (const column of steps) pack(sink, column)
}

/**
 * The four price columns as steps: the open from the last close, the high and the low from the higher and the
 * lower of open and close, so that they need no sign, and the close from the open. Undefined when a high or a
 * low is not what its name says, or a step is too long to be packed.
 */
function priceSteps(columns: BarColumns, decimals: number): readonly Int32Array[] | undefined {
  const open = scaled(columns.open, decimals)
  const high = scaled(columns.high, decimals)
  const low = scaled(columns.low, decimals)
  const close = scaled(columns.close, decimals)
  let last = numberAt(open, 0)
  let used = 0
  for (let i = 0; i < open.length; i++) {
    const first = numberAt(open, i)
    const change = numberAt(close, i) - first
    const rise = riseOf(change)
    const gap = zigzag(first - last)
    last = first + change
    const above = numberAt(high, i) - first - rise
    const below = last - rise - numberAt(low, i)
    open[i] = gap
    high[i] = above
    low[i] = below
    close[i] = zigzag(change)
    used |= gap | above | below | zigzag(change)
  }
  return used < 0 || used >= packedLimit ? undefined : [open, high, low, close]
}

/** The change of a bar that rose, 0 of one that fell: without a branch, as which it is cannot be predicted. */
function riseOf(change: number): number {
  return change & ~(change >> 31)
}

export function readPrices(source: ByteSource, columns: BarColumns, count: number): void {
  const { open, high, low, close } = columns
  const decimals = source.byte()
  if (decimals === rawMark) {
    for (const column of [open, high, low, close]) readRaw(source, column, count)
    return
  }
  const first = source.float()
  const gaps = scratchNumbers(0, count)
  const above = scratchNumbers(1, count)
  const below = scratchNumbers(2, count)
  const changes = scratchNumbers(3, count)
  unpack(source, gaps, count)
  unpack(source, above, count)
  unpack(source, below, count)
  unpack(source, changes, count)
  addSteps(columns, count, first, powerOfTen(decimals), gaps, above, below, changes)
}

/**
 * Turns the steps of `priceSteps` back into prices. All in 32-bit integers, which is half the time of doubles
 * and checked sums.
 */
function addSteps(
  columns: BarColumns,
  count: number,
  first: number,
  power: number,
  gaps: Int32Array,
  above: Int32Array,
  below: Int32Array,
  changes: Int32Array,
): void {
  const { open, high, low, close } = columns
  let last = first | 0
  for (let i = 0; i < count; i++) {
    const start = (last + unzigzag(numberAt(gaps, i))) | 0
    const change = unzigzag(numberAt(changes, i))
    const rise = riseOf(change)
    last = (start + change) | 0
    open[i] = start / power
    high[i] = ((start + rise + numberAt(above, i)) | 0) / power
    low[i] = ((last - rise - numberAt(below, i)) | 0) / power
    close[i] = last / power
  }
}
