import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '#shared/protocol/failure.ts'
import { runImport } from '../main/engine/import/import.ts'
import type { ImportedBars, ImportedFile, SessionBatch } from '../main/engine/store/store.ts'
import { openToWrite, time } from './filled-store.ts'

/** A folder with LEAN's files of real bars: that of TAPEDECK_DATA, else the one beside the checkout, if any. */
export function realFolder(): string | undefined {
  const { TAPEDECK_DATA: named } = process.env
  if (named !== undefined && !existsSync(named))
    throw new Failure('usage', `TAPEDECK_DATA names ${named}, where nothing is; let it name a folder`)
  const beside = join(import.meta.dirname, '..', '..', 'shared', 'data')
  return named ?? (existsSync(beside) ? beside : undefined)
}

/** Imports a folder of LEAN's files into the store at a path, as users do; answers with all its bars. */
export async function importReal(folder: string, path: string): Promise<SessionBatch[]> {
  const store = openToWrite(path)
  const kept: SessionBatch[] = []
  const importFile = (file: ImportedFile, sessions: Iterable<SessionBatch>): ImportedBars => {
    const batches = [...sessions]
    kept.push(...batches)
    return store.importFile(file, batches)
  }
  try {
    await runImport({ path: folder, format: 'lean', strict: true }, { writer: { importFile }, time })
  } finally {
    store.close()
  }
  if (kept.length === 0)
    throw new Failure('usage', `${folder} holds no LEAN files; let TAPEDECK_DATA name a folder that does`)
  return kept
}

/** Number of bars of a batch; a quote with both sides is one. */
export function barsOf(batch: SessionBatch): number {
  return (batch.kind === 'trade' ? batch.columns : batch.columns.bid).start.length
}

/** Number of bars of batches. */
export function barsOfAll(batches: readonly SessionBatch[]): number {
  return batches.reduce((sum, batch) => sum + barsOf(batch), 0)
}
