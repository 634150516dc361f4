import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { at } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import { type EpochMs, formatUtc } from '#shared/time/epoch.ts'
import { runImport } from '../main/engine/import/import.ts'
import { openStore, removeStore } from '../main/engine/store/open.ts'
import { type Benchmark, timesMore } from './benchmark.ts'
import { demoBars, demoSeed, type MinuteBatch } from './demo-bars.ts'
import { openToWrite, time } from './filled-store.ts'
import { barsOfAll, realFolder } from './real-bars.ts'
import { barsPerSecond, timeRounds } from './rounds.ts'
import { RowABarWriter, readRowABar, type SymbolBar } from './row-a-bar.ts'

const name = 'import_bars'
const from = '2024-01-01'
const to = '2024-12-31'

/** From CSV files of a year of minutes to a closed store that did not exist before. */
export const importBars: Benchmark = {
  name,
  async run(folder) {
    const batches = demoBars(5, from, to)
    const bars = barsOfAll(batches)
    const symbols = [...new Set(batches.map(({ symbol }) => symbol))]
    const csv = join(folder, 'csv')
    const files = symbols.map((symbol) => writeCsv(csv, symbol, batches))
    const store = join(folder, 'imported.tapedeck')
    const rows = join(folder, 'rows.db')

    const imported = await timeRounds({ warmUp: 3, rounds: 15, prepare: () => removeStore(store) }, () =>
      importInto(store, csv, 'csv'),
    )
    const baseline = await timeRounds({ warmUp: 1, rounds: 5, prepare: () => removeRows(rows) }, () => {
      const writer = new RowABarWriter(rows)
      writer.insertAll(barsOfFiles(symbols, files))
      writer.close()
    })
    const value = barsPerSecond(bars, imported.median)
    const baselineValue = barsPerSecond(bars, baseline.median)
    return {
      name,
      value,
      unit: 'bars/s',
      target: 2_000_000,
      baseline: baselineValue,
      ratio: timesMore(value, baselineValue),
      notes: [
        `demo generator, seed ${demoSeed}: five CSV files of 2024's regular minutes, ${bars} bars in all, e.g. ${firstBarOf(files[0])}; into a new store, closed; warm file cache`,
        imported.note,
        `baseline: lines split by comma into objects, a row each into SQLite in one transaction; ${baseline.note}`,
        `checksum ${storedCloses(store, symbols)}, the baseline's ${rowCloses(rows, symbols)}: the sum of all closes stored`,
        ...(await realNotes(folder)),
      ],
    }
  },
}

async function realNotes(folder: string): Promise<readonly string[]> {
  const real = realFolder()
  if (real === undefined) return []
  const store = join(folder, 'real.tapedeck')
  let bars = 0
  const { median, note } = await timeRounds(
    { warmUp: 3, rounds: 15, prepare: () => removeStore(store) },
    async () => {
      bars = await importInto(store, real, 'lean')
    },
  )
  const speed = barsPerSecond(bars, median).toPrecision(3)
  return [`beside it real bars, ${bars} out of LEAN's many small zips: ${speed} bars/s; ${note}`]
}

/** Imports what lies at a path into a store; answers with the number of bars stored. */
async function importInto(store: string, path: string, format: 'csv' | 'lean'): Promise<number> {
  const writer = openToWrite(store)
  try {
    const { bars } = await runImport({ path, format, strict: true }, { writer, time })
    return bars
  } finally {
    writer.close()
  }
}

function writeCsv(folder: string, symbol: string, batches: readonly MinuteBatch[]): string {
  const lines = ['timestamp,open,high,low,close,volume']
  for (const { columns } of batches.filter((batch) => batch.symbol === symbol))
    for (let i = 0; i < columns.start.length; i++)
      lines.push(
        [
          formatUtc(at(columns.start, i) as EpochMs),
          at(columns.open, i).toFixed(2),
          at(columns.high, i).toFixed(2),
          at(columns.low, i).toFixed(2),
          at(columns.close, i).toFixed(2),
          at(columns.volume, i),
        ].join(','),
      )
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${symbol}.csv`)
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

function firstBarOf(file: string | undefined): string {
  return file === undefined ? '' : (readFileSync(file, 'utf8').split('\n', 2)[1] ?? '')
}

/** The mission's way to read: a line at a time, split by comma, into an object. */
function* barsOfFiles(symbols: readonly string[], files: readonly string[]): Generator<SymbolBar> {
  for (const [index, file] of files.entries()) {
    const symbol = symbols[index] as string
    const lines = readFileSync(file, 'utf8').split('\n')
    for (const line of lines.slice(1)) {
      if (line === '') continue
      const [timestamp = '', open, high, low, close, volume] = line.split(',')
      const bar = {
        timestamp: Date.parse(timestamp),
        open: Number(open),
        high: Number(high),
        low: Number(low),
        close: Number(close),
        volume: Number(volume),
      }
      yield { symbol, interval: oneMinute, bar }
    }
  }
}

function removeRows(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true })
}

function storedCloses(path: string, symbols: readonly string[]): string {
  const store = openStore(path, { access: 'read' })
  let sum = 0
  for (const { columns } of store.readSessions(symbols, oneMinute, from as never, to as never))
    for (const close of columns.close) sum += close
  store.close()
  return sum.toFixed(2)
}

function rowCloses(path: string, symbols: readonly string[]): string {
  let sum = 0
  for (const bars of readRowABar(path, symbols, 0, Number.MAX_SAFE_INTEGER).values())
    for (const { close } of bars) sum += close
  return sum.toFixed(2)
}
