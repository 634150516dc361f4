import { basename } from 'node:path'
import type { ImportOptions, ImportPreview } from '#shared/protocol/import-calls.ts'
import { readSample, sampleRows } from './csv/sample.ts'
import type { Dialect } from './dialect.ts'
import { discover, type FoundFile, refusalOf, type SkippedFile, type TextFile } from './discovery.ts'
import { checkOptions } from './options.ts'
import { prepare } from './prepare.ts'
import { parseSymbol, symbolOfFileName } from './symbol.ts'
import { withText } from './with-text.ts'

const sampleLines = 10
const mostRows = 5000

/** Files that are looked into; of the others only the names are read. */
const mostOpened = 50

/**
 * Looks at what lies at a path without importing it: which files and symbols there are, and how the first file
 * that can be read is understood. Throws a Failure like `runImport`.
 */
export async function previewImport(options: ImportOptions): Promise<ImportPreview> {
  checkOptions(options)
  const { found, factors, skipped, refused } = discover(options.path, options.format)
  const looks: Look[] = []
  const leftOut: SkippedFile[] = []
  for (const file of found.slice(0, mostOpened)) {
    const look = await lookInto(file, options)
    if (typeof look === 'string') leftOut.push({ file: file.file.name, reason: look })
    else looks.push(look)
  }
  const [first] = looks
  const symbols = new Set([
    ...looks.flatMap((look) => look.symbols),
    ...factors.map(({ symbol }) => symbol),
    ...found.slice(mostOpened).flatMap((file) => symbolsOfName(file, options)),
  ])
  return {
    format: first?.format ?? found[0]?.format ?? (factors.length > 0 ? 'lean' : 'csv'),
    files: found.length + factors.length,
    bytes: [...factors, ...found].reduce((sum, { file }) => sum + file.bytes, 0),
    symbols: [...symbols].sort(),
    findings: first ? [...first.findings] : [],
    sample: first ? [...first.sample] : [],
    skipped: [...skipped, ...refused, ...leftOut],
  }
}

/** What one file showed. */
interface Look {
  readonly format: FoundFile['format']
  readonly symbols: readonly string[]
  readonly findings: readonly string[]
  readonly sample: readonly string[]
}

/** Looks into a file; a text is the reason why it is left out. */
async function lookInto(found: FoundFile, options: ImportOptions): Promise<Look | string> {
  try {
    return await withText(found, (text) => lookAt(text, found.format, options), mostRows)
  } catch (error) {
    return refusalOf(error)
  }
}

function lookAt(text: TextFile, format: FoundFile['format'], options: ImportOptions): Look | string {
  const prepared = prepare(text, options)
  if (typeof prepared === 'string') return prepared
  const { dialect, findings, warnings } = prepared
  return {
    format,
    symbols:
      'name' in dialect.symbol ? [dialect.symbol.name] : symbolsInRows(text, dialect, dialect.symbol.field),
    findings: [...findings, ...warnings.map((line) => `warning: ${line}`)],
    sample: linesOf(text),
  }
}

function symbolsOfName(found: FoundFile, options: ImportOptions): string[] {
  if (found.format === 'lean') return defined(parseSymbol(found.place.symbol))
  return defined(options.symbol ?? symbolOfFileName(basename(found.file.name)))
}

function symbolsInRows(found: TextFile, dialect: Dialect, field: number): string[] {
  const rows = sampleRows(readSample(found.file), dialect.separator, mostRows)
  return rows
    .filter(({ line }) => line > dialect.headerLines)
    .flatMap(({ fields }) => defined(parseSymbol(fields[field] ?? '')))
}

function linesOf({ file }: TextFile): string[] {
  return readSample(file)
    .bytes.toString('utf8')
    .split(/\r\n|\n|\r/, sampleLines)
}

function defined(symbol: string | undefined): string[] {
  return symbol === undefined ? [] : [symbol]
}
