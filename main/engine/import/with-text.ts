import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writePagesAsRows } from './alpaca/as-rows.ts'
import type { FoundFile, TextFile } from './discovery.ts'
import { writeAsCsv } from './parquet/as-csv.ts'

/**
 * Lets `use` read a file as text. A Parquet file, or one of Alpaca's JSON, is turned into a file of rows, of its
 * first `rows` or of all, that is there for so long, so that its bars go through the same reading and the same
 * rules. Rows of Parquet are counted like lines, the names of its columns being the first; bars of JSON are counted
 * from 1. Throws RefusedFile when it cannot be read.
 */
export async function withText<T>(
  found: FoundFile,
  use: (text: TextFile) => T | Promise<T>,
  rows?: number,
): Promise<T> {
  switch (found.format) {
    case 'csv':
    case 'lean':
      return use(found)
    case 'parquet':
      return withRows(async (path) => {
        await writeAsCsv(found.file.path, path, rows)
        return use({ format: 'csv', file: unpacked(found, path) })
      })
    case 'alpaca':
      return withRows((path) => {
        const goesOn = writePagesAsRows(found.file, path, rows)
        return use({ format: 'alpaca', file: unpacked(found, path), goesOn })
      })
  }
}

async function withRows<T>(use: (path: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-rows-'))
  try {
    return await use(join(folder, 'bars.csv'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The file of rows, by the name of the one that was found. */
function unpacked({ file }: FoundFile, path: string): TextFile['file'] {
  return { path, name: file.name, bytes: statSync(path).size, packing: { kind: 'plain' } }
}
