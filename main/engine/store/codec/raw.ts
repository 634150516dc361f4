import { at } from '#shared/bars/columns.ts'
import type { ByteSink, ByteSource } from './bytes.ts'

/** Doubles as they are, for columns in which no rule holds. */
export function writeRaw(sink: ByteSink, column: Float64Array): void {
  for (let i = 0; i < column.length; i++) sink.float(at(column, i))
}

export function readRaw(source: ByteSource, column: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) column[i] = source.float()
}
