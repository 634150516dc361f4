import type { ImportOptions, ImportPreview } from '#shared/protocol/engine-contract.ts'
import { readSample, sampleRows } from './csv/sample.ts'
import type { Dialect } from './dialect.ts'
import { discover, type FoundFile, refusalOf, type SkippedFile } from './discovery.ts'
import { checkOptions } from './options.ts'
import { type PreparedFile, prepare } from './prepare.ts'
import { parseSymbol, symbolOfFileName } from './symbol.ts'

const sampleLines = 10
const mostRows = 5000

/**
 * Looks at what lies at a path without importing it: which files and symbols there are, and how the first file
 * that can be read is understood. Throws a Failure like `runImport`.
 */
export function previewImport(options: ImportOptions): ImportPreview {
  checkOptions(options)
  const { found, skipped, refused } = discover(options.path, options.format)
  const leftOut: SkippedFile[] = [...skipped, ...refused]
  const first = firstReadable(found, options, leftOut)
  const symbols = new Set(
    found.flatMap((next) => symbolsOf(next, options, next === first?.found ? first : undefined)),
  )
  return {
    format: (first?.found ?? found[0])?.format ?? 'csv',
    files: found.length,
    bytes: found.reduce((sum, { file }) => sum + file.bytes, 0),
    symbols: [...symbols].sort(),
    findings: first
      ? [...first.prepared.findings, ...first.prepared.warnings.map((line) => `warning: ${line}`)]
      : [],
    sample: first ? linesOf(first.found) : [],
    skipped: leftOut,
  }
}

interface Readable {
  readonly found: FoundFile
  readonly prepared: PreparedFile
}

/** The first file that can be read; those before it are told of in `leftOut`. */
function firstReadable(
  files: readonly FoundFile[],
  options: ImportOptions,
  leftOut: SkippedFile[],
): Readable | undefined {
  for (const found of files) {
    try {
      const prepared = prepare(found, options)
      if (typeof prepared !== 'string') return { found, prepared }
      leftOut.push({ file: found.file.name, reason: prepared })
    } catch (error) {
      leftOut.push({ file: found.file.name, reason: refusalOf(error) })
    }
  }
  return undefined
}

/** Symbols of a file: of its place, of its first rows when it was looked into, else of its name. */
function symbolsOf(found: FoundFile, options: ImportOptions, readable: Readable | undefined): string[] {
  if (found.format === 'lean') return defined(parseSymbol(found.place.symbol))
  if (!readable)
    return defined(options.symbol ?? symbolOfFileName(found.file.name.split(/[\\/]/).at(-1) ?? ''))
  const { dialect } = readable.prepared
  return 'name' in dialect.symbol
    ? [dialect.symbol.name]
    : symbolsInRows(found, dialect, dialect.symbol.field)
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
