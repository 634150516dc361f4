import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { Failure } from '#shared/protocol/failure.ts'
import { type EpochMs, parseUtc } from '#shared/time/epoch.ts'
import { parseSymbol } from '../../import/symbol.ts'
import type { HaltEvidence } from '../evidence/evidence.ts'

const columns = ['symbol', 'start', 'end', 'code']
const needed = 3

/** Halts of trading by symbol. */
export type HaltsBySymbol = ReadonlyMap<string, readonly HaltEvidence[]>

/**
 * Reads halts from a CSV file with the header `symbol,start,end,code`, the last column optional, times in UTC as
 * YYYY-MM-DDTHH:MM:SSZ, the end excluded. Throws a Failure of code 'bad-file' that names the file and the line.
 */
export function readHalts(path: string, knownAt: EpochMs): HaltsBySymbol {
  const [header = '', ...lines] = textOf(path)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
  checkHeader(path, header)
  const halts = new Map<string, HaltEvidence[]>()
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const { symbol, ...halt } = readLine(line, (cause) => badLine(path, index + 2, cause))
    const own = halts.get(symbol) ?? []
    own.push({ kind: 'halt', ...halt, source: basename(path), knownAt })
    halts.set(symbol, own)
  }
  return halts
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    throw new Failure('bad-file', `${path} cannot be read (${cause}); name a CSV file of halts`)
  }
}

function checkHeader(path: string, line: string): void {
  const names = line.split(',').map((name) => name.trim().toLowerCase())
  const isKnown = names.length >= needed && names.every((name, index) => name === columns[index])
  if (!isKnown) throw badLine(path, 1, `"${line}" is not the header ${columns.join(',')}`)
}

function readLine(
  line: string,
  bad: (cause: string) => Failure,
): { readonly symbol: string; readonly from: EpochMs; readonly to: EpochMs; readonly code: string } {
  const cells = line.split(',').map((cell) => cell.trim())
  if (cells.length < needed || cells.length > columns.length)
    throw bad(`has ${cells.length} columns, not ${columns.join(',')}`)
  const [name = '', start = '', end = '', code = ''] = cells
  const symbol = parseSymbol(name)
  if (symbol === undefined) throw bad(`"${name}" is no symbol`)
  const [from, to] = [parseUtc(start), parseUtc(end)]
  if (from === undefined) throw bad(`"${start}" is no time YYYY-MM-DDTHH:MM:SSZ`)
  if (to === undefined) throw bad(`"${end}" is no time YYYY-MM-DDTHH:MM:SSZ`)
  if (to <= from) throw bad(`the halt ends at ${end}, not after its start ${start}`)
  return { symbol, from, to, code }
}

function badLine(path: string, line: number, cause: string): Failure {
  return new Failure('bad-file', `${path} line ${line}: ${cause}; nothing was stored, correct the file`)
}
