import type { ByteSink, ByteSource } from './bytes.ts'

/**
 * Whole numbers that are not negative, in groups of sixteen: a byte with the width in bits of the group's
 * largest, then the numbers at that width, lowest bits first. With fewer than sixteen the widths begin to cost
 * more than they save on real bars. A full group ends on a byte whatever its width.
 */
const groupSize = 16

/** A number of 25 bits lies within four bytes whatever bit of a byte it begins at: 7 + 25 = 32. */
const mostBits = 25

const mostGroupBytes = 1 + (groupSize * mostBits) / 8

/** Numbers to be packed are below this. */
export const packedLimit = 2 ** mostBits

/** Bytes that must follow packed numbers, since four are read to get at any one. */
export const packedPadding = 4

/** Appends all of `numbers`, each from 0 to below `packedLimit`. */
export function pack(sink: ByteSink, numbers: Int32Array): void {
  sink.makeRoom(Math.ceil(numbers.length / groupSize) * mostGroupBytes)
  const { bytes } = sink
  let { length } = sink
  for (let from = 0; from < numbers.length; from += groupSize) {
    const to = Math.min(from + groupSize, numbers.length)
    let used = 0
    for (let i = from; i < to; i++) used |= numberAt(numbers, i)
    const width = 32 - Math.clz32(used)
    bytes[length++] = width
    let bits = 0
    let held = 0
    for (let i = from; i < to; i++) {
      bits |= numberAt(numbers, i) << held
      held += width
      while (held >= 8) {
        bytes[length++] = bits
        bits >>>= 8
        held -= 8
      }
    }
    if (held > 0) bytes[length++] = bits
  }
  sink.length = length
}

/**
 * Reads `count` numbers into `target` from index 0 on. Throws a RangeError for bytes that `pack` never wrote. All in
 * signed 32-bit integers, which is a fifth faster, and counts the bits of blocks of up to 256 MB.
 */
export function unpack(source: ByteSource, target: Int32Array, count: number): void {
  const { view } = source
  let { offset } = source
  for (let from = 0; from < count; from += groupSize) {
    const to = Math.min(from + groupSize, count)
    const width = view.getUint8(offset++)
    if (width > mostBits) throw new RangeError(`A width of ${width} bits`)
    const mask = (1 << width) - 1
    let bit = offset << 3
    for (let i = from; i < to; i++) {
      target[i] = (view.getInt32(bit >> 3, true) >>> (bit & 7)) & mask
      bit = (bit + width) | 0
    }
    offset = (bit + 7) >> 3
  }
  source.offset = offset
}

/** Whether all numbers are this one, without a call for each. */
export function isAll(numbers: Int32Array | Uint8Array, wanted: number): boolean {
  for (let i = 0; i < numbers.length; i++) if (numbers[i] !== wanted) return false
  return true
}

/** Entry of unpacked numbers at an index known to lie inside them. */
export function numberAt(numbers: Int32Array, index: number): number {
  return numbers[index] as number
}

/**
 * An integer of either sign, below 2^30, as one that is not negative: 0, -1, 1, -2 become 0, 1, 2, 3. Without a
 * branch, as its inverse, since the signs of price steps cannot be predicted.
 */
export function zigzag(value: number): number {
  return (value << 1) ^ (value >> 31)
}

/** What `zigzag` was given. */
export function unzigzag(number: number): number {
  return (number >>> 1) ^ -(number & 1)
}
