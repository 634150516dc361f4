import { at } from '#shared/bars/columns.ts'
import { dayMs, minuteMs } from '#shared/time/epoch.ts'
import type { ByteSink, ByteSource } from './bytes.ts'
import { isAll, numberAt, pack, packedLimit, unpack, unzigzag, zigzag } from './packed.ts'
import { readRaw, writeRaw } from './raw.ts'
import { scratchNumbers } from './scratch.ts'

const rawMark = 0
/** One unit after the last start: no bar is missing. */
const evenMark = 3
/** How many units after the last start and one unit. */
const gridMark = 1
/** The distance from the midnight of the bar's session date, relative to the last bar's. */
const labelMark = 2

/** Writes starts of bars of `unit` milliseconds, rising. */
export function writeStarts(sink: ByteSink, start: Float64Array, unit: number): void {
  for (const grid of [unit, 1]) {
    const steps = stepsOnGrid(start, grid)
    if (steps === undefined) continue
    const isEven = isAll(steps, 0)
    sink.byte(isEven ? evenMark : gridMark)
    sink.count(grid)
    sink.float(at(start, 0))
    if (!isEven) pack(sink, steps)
    return
  }
  sink.byte(rawMark)
  writeRaw(sink, start)
}

function stepsOnGrid(start: Float64Array, grid: number): Int32Array | undefined {
  const steps = new Int32Array(start.length)
  for (let i = 1; i < start.length; i++) {
    const step = (at(start, i) - at(start, i - 1)) / grid - 1
    if (!Number.isInteger(step) || step < 0 || step >= packedLimit) return undefined
    if (!Object.is(at(start, i - 1) + (step + 1) * grid, at(start, i))) return undefined
    steps[i] = step
  }
  return steps
}

/** Writes starts of bars that are labelled by the session dates `days`, in days since 1970. */
export function writeLabelledStarts(sink: ByteSink, start: Float64Array, days: Float64Array): void {
  for (const unit of [minuteMs, 1]) {
    const steps = stepsFromLabel(start, days, unit)
    if (steps === undefined) continue
    sink.byte(labelMark)
    sink.count(unit)
    sink.float(at(start, 0) - at(days, 0) * dayMs)
    pack(sink, steps)
    return
  }
  sink.byte(rawMark)
  writeRaw(sink, start)
}

function stepsFromLabel(start: Float64Array, days: Float64Array, unit: number): Int32Array | undefined {
  const steps = new Int32Array(start.length)
  let distance = at(start, 0) - at(days, 0) * dayMs
  for (let i = 0; i < start.length; i++) {
    const midnight = at(days, i) * dayMs
    const step = (at(start, i) - midnight - distance) / unit
    if (!Number.isInteger(step) || Math.abs(step) >= packedLimit / 2) return undefined
    distance += step * unit
    if (!Object.is(midnight + distance, at(start, i))) return undefined
    steps[i] = zigzag(step)
  }
  return steps
}

/** Reads `count` starts; `days` are their session dates where the bars are labelled. */
export function readStarts(
  source: ByteSource,
  start: Float64Array,
  count: number,
  days: Float64Array | undefined,
): void {
  const mark = source.byte()
  if (mark === rawMark) {
    readRaw(source, start, count)
    return
  }
  const unit = source.count()
  const first = source.float()
  if (mark === evenMark) {
    addEvenSteps(start, count, unit, first)
    return
  }
  const steps = scratchNumbers(0, count)
  unpack(source, steps, count)
  if (mark === gridMark) addGridSteps(start, count, unit, first, steps)
  else if (mark === labelMark && days) addLabelSteps(start, count, unit, first, steps, days)
  else throw new RangeError(`Starts of kind ${mark}`)
}

function addEvenSteps(start: Float64Array, count: number, unit: number, first: number): void {
  let last = first
  for (let i = 0; i < count; i++) {
    start[i] = last
    last += unit
  }
}

function addGridSteps(
  start: Float64Array,
  count: number,
  unit: number,
  first: number,
  steps: Int32Array,
): void {
  let last = first
  start[0] = first
  for (let i = 1; i < count; i++) {
    last += (numberAt(steps, i) + 1) * unit
    start[i] = last
  }
}

function addLabelSteps(
  start: Float64Array,
  count: number,
  unit: number,
  first: number,
  steps: Int32Array,
  days: Float64Array,
): void {
  let distance = first
  for (let i = 0; i < count; i++) {
    distance += unzigzag(numberAt(steps, i)) * unit
    start[i] = at(days, i) * dayMs + distance
  }
}
