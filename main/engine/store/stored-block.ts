import { crc32 } from 'node:zlib'
import type { BarColumns } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import { dateOfDay } from '#shared/calendar/session-date.ts'
import { type BlockBars, decodeBlock } from './codec/block.ts'
import { damagedStore } from './store-failure.ts'

/** A block as the store holds it. */
export interface StoredBlock {
  readonly day: number
  readonly bars: number
  readonly checksum: number
  readonly bytes: Uint8Array
}

/** Whose block it is. */
export interface BlockOwner {
  readonly path: string
  readonly symbol: string
  readonly interval: Interval
}

/** Reads the bars of a block. Throws a Failure with code 'damaged-store' when they are not what was written. */
export function readBlock({ path, symbol, interval }: BlockOwner, block: StoredBlock): BlockBars {
  const damaged = (cause: string) =>
    damagedStore(path, `the ${interval} bars of ${symbol} in session ${dateOfDay(block.day)} ${cause}`)
  if (crc32(block.bytes) !== block.checksum) throw damaged('do not match their checksum')
  try {
    return decodeBlock(block.bytes, block.bars, columnsInOneBuffer)
  } catch (error) {
    throw error instanceof RangeError ? damaged(`cannot be read (${error.message})`) : error
  }
}

/** Seven columns at the price of one allocation, which is not cleared: a block fills all of them. */
function columnsInOneBuffer(length: number): BarColumns {
  const bytes = 8 * length
  const buffer = Buffer.allocUnsafeSlow(6 * bytes + length).buffer
  return {
    start: new Float64Array(buffer, 0, length),
    open: new Float64Array(buffer, bytes, length),
    high: new Float64Array(buffer, 2 * bytes, length),
    low: new Float64Array(buffer, 3 * bytes, length),
    close: new Float64Array(buffer, 4 * bytes, length),
    volume: new Float64Array(buffer, 5 * bytes, length),
    state: new Uint8Array(buffer, 6 * bytes, length),
  }
}
