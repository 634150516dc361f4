import type { ByteSink, ByteSource } from './bytes.ts'
import { leastDecimals, powerOfTen } from './decimals.ts'
import { numberAt, pack, packedLimit, unpack } from './packed.ts'
import { readRaw, writeRaw } from './raw.ts'
import { scratchNumbers } from './scratch.ts'

/** Stands where the number of decimals stands otherwise: the volumes follow as raw doubles. */
const rawMark = 255
/** Added to the number of decimals of volumes that are written in two parts, the low and the high. */
const twoParts = 64

const lowPart = 2 ** 24
const limit = lowPart * packedLimit

/** Writes volumes as whole numbers of their last decimal: from one minute to the next they hardly depend. */
export function writeVolume(sink: ByteSink, volume: Float64Array): void {
  const decimals = volume.some((value) => value < 0) ? undefined : leastDecimals([volume], limit)
  if (decimals === undefined) {
    sink.byte(rawMark)
    writeRaw(sink, volume)
    return
  }
  const power = powerOfTen(decimals)
  const whole = volume.map((value) => Math.round(value * power))
  if (whole.some((value) => value >= packedLimit)) {
    sink.byte(decimals + twoParts)
    pack(sink, Int32Array.from(whole.map((value) => value % lowPart)))
    pack(sink, Int32Array.from(whole.map((value) => Math.floor(value / lowPart))))
  } else {
    sink.byte(decimals)
    pack(sink, Int32Array.from(whole))
  }
}

export function readVolume(source: ByteSource, volume: Float64Array, count: number): void {
  const mark = source.byte()
  if (mark === rawMark) {
    readRaw(source, volume, count)
    return
  }
  const low = scratchNumbers(0, count)
  unpack(source, low, count)
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
