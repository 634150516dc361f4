import { basename } from 'node:path'
import type { ImportOptions, ImportPreview } from '#shared/protocol/import-calls.ts'
import { readSample, sampleRows } from './csv/sample.ts'
import type { Dialect } from './dialect.ts'
import { discover, type FoundFile, refusalOf, type SkippedFile } from './discovery.ts'
import { checkOptions } from './options.ts'
import { type PreparedFile, prepare } from './prepare.ts'
import { parseSymbol, symbolOfFileName } from './symbol.ts'

const sampleLines = 10
const mostRows = 5000

/** Files that are looked into; of the others only the names are read. */
const mostOpened = 50

/**
 * Looks at what lies at a path without importing it: which files and symbols there are, and how the first file
 * that can be read is understood. Throws a Failure like `runImport`.
 */
export function previewImport(options: ImportOptions): ImportPreview {
  checkOptions(options)
  const { found, factors, skipped, refused } = discover(options.path, options.format)
  const opened = found.slice(0, mostOpened).map((file) => open(file, options))
  const readable = opened.filter((file) => file.prepared !== undefined)
  const leftOut = opened.flatMap(({ leftOut: file }) => (file ? [file] : []))
  const [first] = readable
  const symbols = new Set([
    ...readable.flatMap(symbolsInside),
    ...factors.map(({ symbol }) => symbol),
    ...found.slice(mostOpened).flatMap((file) => symbolsOfName(file, options)),
  ])
  return {
    format: (first?.found ?? found[0])?.format ?? (factors.length > 0 ? 'lean' : 'csv'),
    files: found.length + factors.length,
    bytes: [...factors, ...found].reduce((sum, { file }) => sum + file.bytes, 0),
    symbols: [...symbols].sort(),
    findings: first
      ? [...first.prepared.findings, ...first.prepared.warnings.map((line) => `warning: ${line}`)]
      : [],
    sample: first ? linesOf(first.found) : [],
    skipped: [...skipped, ...refused, ...leftOut],
  }
}

type Opened =
  | { readonly found: FoundFile; readonly prepared: PreparedFile; readonly leftOut?: undefined }
  | { readonly found: FoundFile; readonly prepared?: undefined; readonly leftOut: SkippedFile }

function open(found: FoundFile, options: ImportOptions): Opened {
  const leave = (reason: string): Opened => ({ found, leftOut: { file: found.file.name, reason } })
  try {
    const prepared = prepare(found, options)
    return typeof prepared === 'string' ? leave(prepared) : { found, prepared }
  } catch (error) {
    return leave(refusalOf(error))
  }
}

function symbolsInside({ found, prepared }: Opened & { readonly prepared: PreparedFile }): string[] {
  const { dialect } = prepared
  return 'name' in dialect.symbol
    ? [dialect.symbol.name]
    : symbolsInRows(found, dialect, dialect.symbol.field)
}

function symbolsOfName(found: FoundFile, options: ImportOptions): string[] {
  if (found.format === 'lean') return defined(parseSymbol(found.place.symbol))
  return defined(options.symbol ?? symbolOfFileName(basename(found.file.name)))
}

function symbolsInRows(found: FoundFile, dialect: Dialect, field: number): string[] {
  const rows = sampleRows(readSample(found.file), dialect.separator, mostRows)
  return rows
    .filter(({ line }) => line > dialect.headerLines)
    .flatMap(({ fields }) => defined(parseSymbol(fields[field] ?? '')))
}

function linesOf({ file }: FoundFile): string[] {
  return readSample(file)
    .bytes.toString('utf8')
    .split(/\r\n|\n|\r/, sampleLines)
}

function defined(symbol: string | undefined): string[] {
  return symbol === undefined ? [] : [symbol]
}
