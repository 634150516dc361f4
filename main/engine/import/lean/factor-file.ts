import { parseSessionDate } from '#shared/calendar/session-date.ts'
import type { FactorRow } from '../../adjustment/factors.ts'
import { RefusedFile } from '../refused-file.ts'

const decimal = /^\d+(?:\.\d*)?(?:e[+-]?\d+)?$/i

/**
 * Reads the text of a LEAN factor file, `date,price_factor,split_factor,reference_price` without a header, the
 * last of them not in old files. Throws RefusedFile at the first bad line: factors with a hole would be wrong on
 * both sides of it.
 */
export function readFactorFile(text: string): readonly FactorRow[] {
  const rows: FactorRow[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const bad = (what: string) => new RefusedFile(`line ${index + 1} ${what}; get the factor file anew`)
    const row = readRow(line.split(','), bad)
    const before = rows.at(-1)
    if (before && row.until <= before.until) throw bad(`has date ${row.until} after ${before.until}`)
    rows.push(row)
  }
  if (rows.length === 0) throw new RefusedFile('holds no factors')
  return rows
}

function readRow(fields: readonly string[], bad: (what: string) => RefusedFile): FactorRow {
  const [date = '', price, split, referencePrice = '0'] = fields.map((field) => field.trim())
  const until = parseSessionDate(date.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'))
  if (until === undefined) throw bad(`begins with "${date}", which is no date YYYYMMDD`)
  const row = {
    until,
    price: numberOf(price),
    split: numberOf(split),
    referencePrice: numberOf(referencePrice),
  }
  if (!(row.price > 0 && row.split > 0)) throw bad('has a factor that is no number above 0')
  if (Number.isNaN(row.referencePrice)) throw bad('has a reference price that is no number')
  return row
}

/** NaN for what is no finite number. */
function numberOf(text: string | undefined): number {
  const value = text !== undefined && decimal.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(value) ? value : Number.NaN
}
