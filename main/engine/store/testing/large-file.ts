import { allocateColumns } from '#shared/bars/columns.ts'
import { epochMs, minuteMs } from '#shared/time/epoch.ts'
import type { ImportedFile, SessionBatch } from '../store.ts'
import { minuteBatch, openOf } from './batches.ts'

export const symbolsOfFile = 25
export const sessionsOfFile = ['2024-07-08', '2024-07-09', '2024-07-10', '2024-07-11', '2024-07-12'] as const
export const minutesOfSession = 390

export interface LargeFile {
  readonly file: ImportedFile
  readonly batches: readonly SessionBatch[]
}

/** Symbols of the file with a number: no other file has them. */
export function symbolsOf(number: number): readonly string[] {
  return Array.from({ length: symbolsOfFile }, (_, index) => `F${number}.${index}`)
}

/** A file whose import takes a while: 25 symbols, five sessions, every minute. */
export function largeFile(number: number): LargeFile {
  const batches = symbolsOf(number).flatMap((symbol) =>
    sessionsOfFile.map((session): SessionBatch => {
      const columns = allocateColumns(minutesOfSession)
      for (let minute = 0; minute < minutesOfSession; minute++) {
        const price = 100 + ((minute * 7 + number) % 13) / 100
        columns.start[minute] = openOf(session) + minute * minuteMs
        columns.open[minute] = price
        columns.high[minute] = price + 1
        columns.low[minute] = price - 1
        columns.close[minute] = price + 0.5
        columns.volume[minute] = minute * number
      }
      return { ...minuteBatch([], { symbol, session }), kind: 'trade', columns }
    }),
  )
  const name = `${number}.csv`
  return { file: { feed: 'one', synthetic: false, name, sha256: '', at: epochMs(number) }, batches }
}
