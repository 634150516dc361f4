import { RefusedFile } from '../refused-file.ts'
import { type Sample, sampleRows } from './sample.ts'

/** Bytes that may stand between fields, in the order they are tried: a comma may be a decimal point, a blank part of a time. */
const separators = [
  { name: 'tab', byte: 0x09 },
  { name: 'semicolon', byte: 0x3b },
  { name: 'pipe', byte: 0x7c },
  { name: 'comma', byte: 0x2c },
  { name: 'blank', byte: 0x20 },
] as const
export type Separator = (typeof separators)[number]

const linesTried = 40
/** A time and four prices. */
const fewestFields = 5
const mostLines = 0.5

/** The separator that cuts most lines into equally many fields. Throws RefusedFile when none does. */
export function detectSeparator(sample: Sample): Separator {
  if (sample.bytes.length === 0) throw new RefusedFile('is empty')
  for (const separator of separators) {
    const counts = new Map<number, number>()
    const rows = sampleRows(sample, separator.byte, linesTried)
    if (rows.length === 0) continue
    for (const { fields } of rows) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1)
    const [fields, lines] = [...counts].reduce((best, count) => (count[1] > best[1] ? count : best))
    if (fields >= fewestFields && lines >= mostLines * rows.length) return separator
  }
  throw new RefusedFile(
    'has no lines of five or more fields between commas, semicolons, tabs, pipes or blanks: it is no table of bars',
  )
}
