import { readdirSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { Failure } from '#shared/protocol/failure.ts'
import type { DataFile } from './bytes/data-file.ts'
import { type ZipMember, zipMembers } from './bytes/zip.ts'
import { readSample } from './csv/sample.ts'
import { factorSymbolOfPath } from './lean/factor-place.ts'
import { type LeanPlace, leanPlaceOfInnerName, leanPlaceOfPath } from './lean/layout.ts'
import { RefusedFile } from './refused-file.ts'

type FoundText = { readonly file: DataFile } & (
  | { readonly format: 'csv' }
  | { readonly format: 'lean'; readonly place: LeanPlace }
)

/** A file of text that may hold bars; that of Alpaca's answers says whether more of them follow. */
export type TextFile =
  | FoundText
  | { readonly file: DataFile; readonly format: 'alpaca'; readonly goesOn: boolean }

/** A file that may hold bars. */
export type FoundFile = FoundText | { readonly file: DataFile; readonly format: 'parquet' | 'alpaca' }

/** A LEAN file of factors for splits and dividends of one symbol. */
export interface FoundFactorFile {
  readonly file: DataFile
  readonly symbol: string
}

export interface SkippedFile {
  readonly file: string
  readonly reason: string
}

/** What lies at a path: files to import in sorted order, files that are none, and files that cannot be read. */
export interface Discovery {
  readonly found: readonly FoundFile[]
  readonly factors: readonly FoundFactorFile[]
  readonly skipped: readonly SkippedFile[]
  readonly refused: readonly SkippedFile[]
}

export const importFormats = ['auto', 'lean', 'csv', 'parquet', 'alpaca'] as const
export type ImportFormat = (typeof importFormats)[number]

const plainText = /\.(?:csv|txt)$/i
const gzip = /\.gz$/i
const zip = /\.zip$/i
const json = /\.json(?:\.gz)?$/i
/** How an answer of Alpaca begins, whatever stands first in it. */
const alpacaSign = /"bars"\s*:\s*(?:[[{]|null)/
const parquet = /\.(?:parquet|pq)$/i
const mapFiles = 'map_files'
const factorFiles = 'factor_files'

/** Reads a format as the command line takes it. Throws a 'usage' Failure for one that is not supported. */
export function parseImportFormat(text: string): ImportFormat {
  const format = importFormats.find((known) => known === text)
  if (format !== undefined) return format
  throw new Failure('usage', `Unknown format "${text}". Use auto, lean, csv, parquet or alpaca.`)
}

/**
 * Finds the files to import at a path: the file itself, or all files below a folder, in sorted order. Throws a
 * 'bad-file' Failure when there is nothing at the path.
 */
export function discover(path: string, format: ImportFormat): Discovery {
  const discovery = {
    found: [] as FoundFile[],
    factors: [] as FoundFactorFile[],
    skipped: [] as SkippedFile[],
    refused: [] as SkippedFile[],
  }
  const top = statSync(path, { throwIfNoEntry: false })
  if (!top) throw new Failure('bad-file', `${path}: there is no such file or folder. Check the path.`)
  for (const file of top.isDirectory() ? filesBelow(path) : [path]) {
    const name = file
    try {
      const entry = statSync(file)
      const classified = entry.isFile()
        ? classify(file, name, entry.size, format)
        : 'is no file, but a link to a folder or a device'
      if (typeof classified === 'string') discovery.skipped.push({ file: name, reason: classified })
      else if ('symbol' in classified) discovery.factors.push(classified)
      else discovery.found.push(...classified)
    } catch (error) {
      discovery.refused.push({ file: name, reason: refusalOf(error) })
    }
  }
  return discovery
}

/** Why a file is left out, from the error that its reading has thrown; any other error is thrown on. */
export function refusalOf(error: unknown): string {
  if (error instanceof RefusedFile) return error.message
  if (error instanceof Failure && error.code === 'bad-file') return error.message
  if (error instanceof Error && 'code' in error && 'syscall' in error)
    return `cannot be read: ${error.message}`
  throw error
}

/** All files below a folder, and links to folders, which are not followed: they may lead in circles. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesBelow(path) : [path]
    })
    .sort()
}

/** The files in a file, or why it is left out. */
function classify(
  path: string,
  name: string,
  bytes: number,
  format: ImportFormat,
): FoundFile[] | FoundFactorFile | string {
  const folders = resolve(path).toLowerCase().split(/[\\/]/).slice(0, -1)
  if (folders.includes(mapFiles))
    return 'is a LEAN map file: symbols are stored as they are named in the data folder'
  if (folders.includes(factorFiles)) return classifyFactors(path, name, bytes, format)
  if (parquet.test(path)) return classifyParquet(path, name, bytes, format)
  if (format === 'parquet') return 'is no .parquet file'
  if (json.test(path)) return classifyJson(path, name, bytes, format)
  if (format === 'alpaca') return 'is no .json file'
  if (zip.test(path)) return classifyZip(path, name, bytes, format)
  if (plainText.test(path) || gzip.test(path)) return classifyText(path, name, bytes, format)
  return 'is no .csv, .txt, .gz, .zip, .parquet or .json file'
}

function classifyFactors(
  path: string,
  name: string,
  bytes: number,
  format: ImportFormat,
): FoundFactorFile | string {
  if (format === 'csv' || format === 'parquet' || format === 'alpaca')
    return 'is a LEAN factor file, which holds no bars; import it as lean'
  const symbol = factorSymbolOfPath(resolve(path))
  if (symbol === undefined) return 'lies among LEAN factor files, but is no factor file of an equity'
  return { file: { path, name, bytes, packing: { kind: 'plain' } }, symbol }
}

function classifyParquet(
  path: string,
  name: string,
  bytes: number,
  format: ImportFormat,
): FoundFile[] | string {
  if (format === 'csv' || format === 'alpaca') return 'is a Parquet file; import it as parquet'
  if (format === 'lean') return "has no place in LEAN's layout"
  return [{ file: { path, name, bytes, packing: { kind: 'plain' } }, format: 'parquet' }]
}

/** Any program may keep JSON beside bars: unless it is asked for, only what looks like bars is taken. */
function classifyJson(path: string, name: string, bytes: number, format: ImportFormat): FoundFile[] | string {
  const file: DataFile = { path, name, bytes, packing: { kind: gzip.test(path) ? 'gzip' : 'plain' } }
  if (format === 'csv' || format === 'lean') return 'is a JSON file; import it as alpaca'
  if (format === 'auto' && !alpacaSign.test(readSample(file).bytes.toString('latin1')))
    return 'is a JSON file that holds no bars as Alpaca answers with them'
  return [{ file, format: 'alpaca' }]
}

function classifyText(path: string, name: string, bytes: number, format: ImportFormat): FoundFile[] | string {
  const file: DataFile = { path, name, bytes, packing: { kind: gzip.test(path) ? 'gzip' : 'plain' } }
  const inner = format === 'csv' ? undefined : leanPlaceOfInnerName(basename(path))
  if (inner) return leanFile(file, { ...inner, security: '', market: '' })
  if (format === 'lean') return "has no place in LEAN's layout"
  return [{ file, format: 'csv' }]
}

function classifyZip(path: string, name: string, bytes: number, format: ImportFormat): FoundFile[] | string {
  const members = zipMembers(path).filter((member) => plainText.test(member.name))
  const [first] = members
  if (!first) throw new RefusedFile('is a zip without a .csv or .txt file in it')
  const place = format === 'csv' ? undefined : placeOfZip(path, first)
  if (place) return leanFile({ path, name, bytes, packing: { kind: 'zip', member: first } }, place)
  if (format === 'lean') return "has no place in LEAN's layout"
  return members.map((member) => ({
    file: {
      path,
      name: members.length === 1 ? name : `${name}/${member.name}`,
      bytes: members.length === 1 ? bytes : member.packedBytes,
      packing: { kind: 'zip', member },
    },
    format: 'csv',
  }))
}

function leanFile(file: DataFile, place: LeanPlace): FoundFile[] | string {
  if (place.resolution !== 'minute' && place.resolution !== 'daily') {
    return `holds LEAN ${place.resolution} data; only minute and daily bars are imported`
  }
  if (/option|^future/.test(place.security)) {
    return `holds LEAN ${place.security} data: several contracts a file, which is not supported`
  }
  return [{ file, format: 'lean', place }]
}

/** The place of a zip by its folders, else by the name of the file in it, then taken for a US equity. */
function placeOfZip(path: string, member: ZipMember): LeanPlace | undefined {
  const place = leanPlaceOfPath(resolve(path))
  if (place) return place
  const inner = leanPlaceOfInnerName(member.name)
  return inner && { ...inner, security: '', market: '' }
}
