import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FoundFile, TextFile } from '../discovery.ts'
import { writeAsCsv } from './as-csv.ts'

/**
 * Lets `use` read a file as text. A Parquet file is turned into a CSV file, of its first `rows` rows or of all,
 * that is there for so long, so that its bars go through the same reading and the same rules; its rows are
 * counted like lines, the names of its columns being the first. Throws RefusedFile when it cannot be read.
 */
export async function withText<T>(
  found: FoundFile,
  use: (text: TextFile) => T | Promise<T>,
  rows?: number,
): Promise<T> {
  if (found.format !== 'parquet') return use(found)
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-parquet-'))
  try {
    const path = join(folder, 'bars.csv')
    await writeAsCsv(found.file.path, path, rows)
    const { size } = statSync(path)
    return await use({ format: 'csv', file: { ...found.file, path, bytes: size } })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
