import { at, type BarColumns } from '#shared/bars/columns.ts'
import { recorded } from '#shared/bars/state.ts'
import { ByteSink, ByteSource } from './bytes.ts'
import { isAll, numberAt, pack, packedPadding, unpack, unzigzag, zigzag } from './packed.ts'
import { readPrices, writePrices } from './prices.ts'
import { scratchNumbers } from './scratch.ts'
import { readStarts, writeLabelledStarts, writeStarts } from './starts.ts'
import { readVolume, writeVolume } from './volume.ts'

/**
 * A block: bars by column, lossless for any doubles. Real minute bars take about 4 bytes each.
 *
 *   version · number of sides · number of bars · what labels them · [session dates] · starts
 *   and for each side: prices · volume · states
 */
const version = 1
const unlabelled = 0
const labelled = 1
const allRecorded = 0
const packedStates = 1

/** Bars as they lie in a block: one side for trades, bid and ask for quotes, with equal starts. */
export interface BlockBars {
  readonly sides: readonly BarColumns[]
  /** Session date of each bar in days since 1970, where one block holds several sessions. */
  readonly days: Float64Array | undefined
}

/** Writes bars into a block. `unit` is their interval in milliseconds and only makes the block small. */
export function encodeBlock({ sides, days }: BlockBars, unit: number): Uint8Array {
  const [first] = sides
  if (first === undefined || first.start.length === 0) throw new RangeError('A block without bars')
  const sink = new ByteSink()
  sink.byte(version)
  sink.byte(sides.length)
  sink.count(first.start.length)
  sink.byte(days ? labelled : unlabelled)
  if (days) {
    writeDays(sink, days)
    writeLabelledStarts(sink, first.start, days)
  } else writeStarts(sink, first.start, unit)
  for (const side of sides) {
    writePrices(sink, side)
    writeVolume(sink, side.volume)
    writeStates(sink, side.state)
  }
  return sink.finish(packedPadding)
}

/**
 * Reads a block of `count` bars. `allocate` gives the columns of one side, which are filled. Throws a RangeError
 * for bytes that are no such block.
 */
export function decodeBlock(
  bytes: Uint8Array,
  count: number,
  allocate: (length: number) => BarColumns,
): BlockBars {
  const source = new ByteSource(bytes)
  const found = source.byte()
  if (found !== version) throw new RangeError(`A block of version ${found}`)
  const sideCount = source.byte()
  const bars = source.count()
  if (bars !== count || count === 0)
    throw new RangeError(`A block of ${bars} bars where ${count} are expected`)
  if (sideCount !== 1 && sideCount !== 2) throw new RangeError(`A block of ${sideCount} sides`)
  const days = source.byte() === labelled ? readDays(source, count) : undefined
  const first = allocate(count)
  readStarts(source, first.start, count, days)
  const sides: BarColumns[] = []
  for (let i = 0; i < sideCount; i++) {
    const side = i === 0 ? first : allocate(count)
    if (i > 0) side.start.set(first.start)
    readPrices(source, side, count)
    readVolume(source, side.volume, count)
    readStates(source, side.state, count)
    sides.push(side)
  }
  if (source.offset + packedPadding !== bytes.length) throw new RangeError('A block of another length')
  return { sides, days }
}

function writeDays(sink: ByteSink, days: Float64Array): void {
  sink.float(at(days, 0))
  const steps = new Int32Array(days.length)
  for (let i = 1; i < days.length; i++) steps[i] = zigzag(at(days, i) - at(days, i - 1) - 1)
  pack(sink, steps)
}

function readDays(source: ByteSource, count: number): Float64Array {
  const days = new Float64Array(count)
  let day = source.float()
  const steps = scratchNumbers(0, count)
  unpack(source, steps, count)
  days[0] = day
  for (let i = 1; i < count; i++) {
    day += 1 + unzigzag(numberAt(steps, i))
    days[i] = day
  }
  return days
}

function writeStates(sink: ByteSink, state: Uint8Array): void {
  if (isAll(state, recorded)) sink.byte(allRecorded)
  else {
    sink.byte(packedStates)
    pack(sink, Int32Array.from(state))
  }
}

function readStates(source: ByteSource, state: Uint8Array, count: number): void {
  if (source.byte() === allRecorded) {
    state.fill(recorded, 0, count)
    return
  }
  const codes = scratchNumbers(0, count)
  unpack(source, codes, count)
  for (let i = 0; i < count; i++) state[i] = numberAt(codes, i)
}
