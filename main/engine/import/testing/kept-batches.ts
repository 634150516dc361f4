import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { at, type BarColumns, priceColumns } from '#shared/bars/columns.ts'
import { type EpochMs, epochMs, formatUtc } from '#shared/time/epoch.ts'
import type { FactorRow } from '../../adjustment/factors.ts'
import type { ImportedBars, ImportedFile, SessionBatch } from '../../store/store.ts'
import type { ImportOutcome } from '../import.ts'
import { runImport } from '../import.ts'

/** A writer that keeps what it is handed, and like the store keeps nothing of a file that fails. */
export class KeptBatches {
  readonly files: ImportedFile[] = []
  readonly batches: SessionBatch[] = []
  readonly factors = new Map<string, readonly FactorRow[]>()

  importFile(file: ImportedFile, sessions: Iterable<SessionBatch>): ImportedBars {
    const batches = [...sessions]
    this.files.push(file)
    this.batches.push(...batches)
    return {
      added: batches.reduce((sum, batch) => sum + startsOf(batch).length, 0),
      revised: 0,
      unchanged: 0,
    }
  }

  importFactors(_file: ImportedFile, symbol: string, rows: readonly FactorRow[]): 'stored' {
    this.factors.set(symbol, rows)
    return 'stored'
  }

  /** All trade bars as `SYMBOL session start open high low close volume`, in the order they came. */
  get bars(): string[] {
    return this.batches.flatMap((batch) =>
      batch.kind === 'quote'
        ? []
        : rowsOf(batch.columns).map((row) => `${batch.symbol} ${batch.session} ${row}`),
    )
  }

  get starts(): string[] {
    return this.batches.flatMap((batch) => [...startsOf(batch)].map((start) => formatUtc(epochMs(start))))
  }
}

function startsOf(batch: SessionBatch): Float64Array {
  return batch.kind === 'trade' ? batch.columns.start : batch.columns.bid.start
}

/** Bars as `start open high low close volume`. */
export function rowsOf(columns: BarColumns): string[] {
  return Array.from(columns.start, (start, index) =>
    [
      formatUtc(start as EpochMs),
      ...priceColumns.map((name) => at(columns[name], index)),
      at(columns.volume, index),
    ].join(' '),
  )
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-import-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes a file and answers with its path. */
export function writeText(name: string, content: string | Uint8Array, folder = temporaryFolder()): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

type Options = Partial<Parameters<typeof runImport>[0]>

/** Imports what lies at a path into memory. */
export async function importKept(
  path: string,
  options: Options = {},
): Promise<{ kept: KeptBatches; report: ImportOutcome }> {
  const kept = new KeptBatches()
  const report = await runImport(
    { format: 'auto', strict: false, ...options, path },
    { writer: kept, time: { now: () => epochMs(0) } },
  )
  return { kept, report }
}

/** Imports text as a CSV file of its own. */
export function importText(
  content: string | Uint8Array,
  options: Options = {},
  name = 'SPY.csv',
): ReturnType<typeof importKept> {
  return importKept(writeText(name, content), options)
}
