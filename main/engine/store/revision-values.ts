import { at, type BarColumns } from '#shared/bars/columns.ts'
import { damagedStore } from './store-failure.ts'

const bytesPerSide = 5 * Float64Array.BYTES_PER_ELEMENT

/** Prices and volume of one version of a bar, or of a bid or an ask. */
export interface BarValues {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

/** The values of bar `index`, of each side in turn, as raw little-endian doubles. */
export function writeValues(sides: readonly BarColumns[], index: number): Uint8Array {
  const bytes = Buffer.alloc(sides.length * bytesPerSide)
  let offset = 0
  for (const { open, high, low, close, volume } of sides)
    for (const column of [open, high, low, close, volume])
      offset = bytes.writeDoubleLE(at(column, index), offset)
  return bytes
}

/** Values of the first side of what `writeValues` wrote. */
export function readValues(path: string, bytes: Uint8Array): BarValues {
  if (bytes.length === 0 || bytes.length % bytesPerSide !== 0)
    throw damagedStore(path, 'a revision is cut off')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const value = (place: number) => view.getFloat64(place * Float64Array.BYTES_PER_ELEMENT, true)
  return { open: value(0), high: value(1), low: value(2), close: value(3), volume: value(4) }
}
