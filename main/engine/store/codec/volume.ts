import { at } from '#shared/bars/columns.ts'
import type { ByteSink, ByteSource } from './bytes.ts'
import { leastDecimals, powerOfTen } from './decimals.ts'
import { numberAt, pack, packedLimit, unpack } from './packed.ts'
import { readRaw, writeRaw } from './raw.ts'
import { scratchNumbers } from './scratch.ts'

/** Stands where the number of decimals stands otherwise: the volumes follow as raw doubles. */
const rawMark = 255
/** Volumes without decimals, as most are, are spared the division. */
const wholeNumbers = 0
/** Added to the number of decimals of volumes that are written in two parts, the low and the high. */
const twoParts = 64

const lowPart = 2 ** 24
const limit = lowPart * packedLimit

/** Writes volumes as whole numbers of their last decimal; from minute to minute they hardly depend. */
export function writeVolume(sink: ByteSink, volume: Float64Array): void {
  const decimals = leastDecimals([volume], limit)
  const parts = decimals === undefined ? undefined : splitVolume(volume, powerOfTen(decimals))
  if (decimals === undefined || parts === undefined) {
    sink.byte(rawMark)
    writeRaw(sink, volume)
    return
  }
  sink.byte(parts.high ? decimals + twoParts : decimals)
  pack(sink, parts.low)
  if (parts.high) pack(sink, parts.high)
}

/** Whole numbers as low parts, and high ones where any is too large by itself; undefined when one is negative. */
function splitVolume(
  volume: Float64Array,
  power: number,
): { readonly low: Int32Array; readonly high: Int32Array | undefined } | undefined {
  let largest = 0
  for (let i = 0; i < volume.length; i++) {
    if (at(volume, i) < 0) return undefined
    if (at(volume, i) > largest) largest = at(volume, i)
  }
  const low = new Int32Array(volume.length)
  const high = largest * power < packedLimit - 1 ? undefined : new Int32Array(volume.length)
  for (let i = 0; i < volume.length; i++) {
    const whole = Math.round(at(volume, i) * power)
    const above = high ? Math.floor(whole / lowPart) : 0
    low[i] = whole - above * lowPart
    if (high) high[i] = above
  }
  return { low, high }
}

export function readVolume(source: ByteSource, volume: Float64Array, count: number): void {
  const mark = source.byte()
  if (mark === rawMark) {
    readRaw(source, volume, count)
    return
  }
  const low = scratchNumbers(0, count)
  unpack(source, low, count)
  if (mark === wholeNumbers) {
    for (let i = 0; i < count; i++) volume[i] = numberAt(low, i)
    return
  }
  if (mark < twoParts) {
    const power = powerOfTen(mark)
    for (let i = 0; i < count; i++) volume[i] = numberAt(low, i) / power
    return
  }
  const power = powerOfTen(mark - twoParts)
  const high = scratchNumbers(1, count)
  unpack(source, high, count)
  for (let i = 0; i < count; i++) volume[i] = (numberAt(high, i) * lowPart + numberAt(low, i)) / power
}
