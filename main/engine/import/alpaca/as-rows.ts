import { closeSync, openSync, writeSync } from 'node:fs'
import { z } from 'zod'
import { type DataFile, textPieces } from '../bytes/data-file.ts'
import { RefusedFile } from '../refused-file.ts'
import { jsonObjects } from './json-objects.ts'

/** Fields of a row, in this order; the symbol stands before them. */
const names = ['t', 'o', 'h', 'l', 'c', 'v'] as const
const list = z.array(z.unknown()).nullable()
const pageShape = z.object({
  bars: list.or(z.record(z.string(), list)),
  symbol: z.string().optional(),
  next_page_token: z.string().nullish(),
})

/**
 * Writes the bars of a file of Alpaca's answers, of many symbols or of one, one page or many, as rows of symbol, time,
 * prices and volume: row n is the nth bar of the file, and what a bar lacks is left empty. Writes the first `rows`, or
 * all; answers whether the last page is read and names one that follows. Throws RefusedFile when the file holds something else.
 */
export function writePagesAsRows(file: DataFile, path: string, rows = Number.POSITIVE_INFINITY): boolean {
  const output = openSync(path, 'w')
  try {
    let [left, pages, goesOn] = [rows, 0, false]
    for (const value of jsonObjects(textPieces(file, () => {}))) {
      const page = pageShape.safeParse(value)
      if (!page.success)
        throw new RefusedFile(`is no JSON of bars as Alpaca answers with them: see page ${pages + 1}`)
      pages++
      goesOn = Boolean(page.data.next_page_token)
      for (const [symbol, bars] of symbolsOf(page.data)) {
        writeSync(output, rowsOf(symbol, bars.slice(0, left)))
        left -= Math.min(left, bars.length)
      }
      if (left === 0) return false
    }
    if (pages === 0) throw new RefusedFile('holds no page of bars')
    return goesOn
  } finally {
    closeSync(output)
  }
}

/** Bars by symbol, which a page of one symbol may not name. */
function symbolsOf({
  bars,
  symbol = '',
}: z.infer<typeof pageShape>): readonly (readonly [symbol: string, bars: readonly unknown[]])[] {
  if (Array.isArray(bars)) return [[symbol, bars]]
  return Object.entries(bars ?? {}).map(([key, of]) => [key, of ?? []])
}

function rowsOf(symbol: string, bars: readonly unknown[]): string {
  const first = field(symbol)
  let text = ''
  for (const bar of bars) {
    const values: Readonly<Record<string, unknown>> =
      typeof bar === 'object' && bar !== null ? { ...bar } : {}
    text += `${first},${names.map((name) => field(values[name])).join(',')}\n`
  }
  return text
}

/** A value as a field of a row. */
function field(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll(/[\r\n]/g, ' ')
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
