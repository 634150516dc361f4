import type { ImportOptions } from '#shared/protocol/import-calls.ts'
import { BarReader } from '../../import/bar-reader.ts'
import { batchesOf, checkRows } from '../../import/batches-of.ts'
import type { FoundFile, TextFile } from '../../import/discovery.ts'
import { prepare } from '../../import/prepare.ts'
import { RefusedFile } from '../../import/refused-file.ts'
import { withText } from '../../import/with-text.ts'
import { ZoneShiftCheck } from '../../import/zone-shift.ts'
import { zoneWarning } from '../../import/zone-warning.ts'
import type { SessionBatch } from '../../store/store.ts'

/** Bars of trades of one symbol and session. */
export type TradeBatch = Extract<SessionBatch, { readonly kind: 'trade' }>

/** Bad rows that are named; with more of them a file is hardly worth reading. */
const mostNamed = 100

/**
 * Reads all trade bars of a file, in the way and by the rules of an import; answers what is wrong with rows that
 * are left out. Throws RefusedFile when the file cannot be taken, which here includes times of another zone (T5):
 * an import can warn of them, a gap filled with them would look repaired.
 */
export async function readFileBars(
  found: FoundFile,
  options: ImportOptions,
  take: (batch: TradeBatch) => void,
): Promise<readonly string[]> {
  return withText(found, (text) => readText(text, options, take))
}

function readText(
  found: TextFile,
  options: ImportOptions,
  take: (batch: TradeBatch) => void,
): readonly string[] {
  const prepared = prepare(found, options)
  if (typeof prepared === 'string') throw new RefusedFile(prepared)
  const { dialect } = prepared
  const named: string[] = []
  let bad = 0
  const reader = new BarReader(dialect, (line, reason) => {
    bad++
    if (named.length < mostNamed) named.push(`${found.file.name} line ${line} ${reason}`)
  })
  const shifts = new ZoneShiftCheck(dialect.calendar)
  const batches: TradeBatch[] = []
  for (const batch of batchesOf(found.file, reader)) {
    if (batch.kind !== 'trade') continue
    if (!batch.interval.endsWith('d')) shifts.add(batch.session, batch.columns.start)
    batches.push(batch)
  }
  checkRows(reader.rows, bad, named[0], false)
  const shift = shifts.shift()
  if (shift !== undefined) throw new RefusedFile(zoneWarning(shift, dialect))
  for (const batch of batches) take(batch)
  return named
}
