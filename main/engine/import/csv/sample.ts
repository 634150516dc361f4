import { isAscii } from 'node:buffer'
import { type DataFile, textPieces } from '../bytes/data-file.ts'
import { at32, LineScanner } from '../text/line-scanner.ts'

/** One line as text, with its number counted from 1. */
export interface SampleRow {
  readonly line: number
  readonly fields: readonly string[]
}

/** The beginning of a file: enough for two sessions of minute bars. */
export interface Sample {
  readonly bytes: Buffer
  /** Whether it is all there is of the file. */
  readonly whole: boolean
}

const sampleBytes = 128 * 1024

/** Reads the beginning of a file. Throws RefusedFile when it is damaged. */
export function readSample(file: DataFile): Sample {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for (const piece of textPieces(file, () => {})) {
    pieces.push(Uint8Array.from(piece))
    bytes += piece.length
    if (bytes >= sampleBytes) return { bytes: Buffer.concat(pieces).subarray(0, sampleBytes), whole: false }
  }
  return { bytes: Buffer.concat(pieces), whole: true }
}

/** The complete lines of a sample that hold anything, at most `most`, cut at a separator. */
export function sampleRows({ bytes, whole }: Sample, separator: number, most: number): readonly SampleRow[] {
  const scanner = new LineScanner(separator)
  // Where each byte is a letter, pieces of one string are had for less than strings made of bytes one by one.
  const ascii = isAscii(bytes) ? bytes.toString('latin1') : undefined
  const textOf = (from: number, to: number): string =>
    ascii?.slice(from, to) ?? bytes.toString('utf8', from, to)
  const rows: SampleRow[] = []
  let from = 0
  while (from < bytes.length && rows.length < most) {
    from = scanner.scan(bytes, from, bytes.length, whole)
    if (from < 0) break
    if (scanner.empty) continue
    const fields = Array.from({ length: scanner.fields }, (_, field) =>
      textOf(at32(scanner.from, field), at32(scanner.to, field)).trim(),
    )
    rows.push({ line: scanner.line, fields })
  }
  return rows
}
