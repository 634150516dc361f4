import { basename } from 'node:path'
import { oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { ImportOptions } from '#shared/protocol/import-calls.ts'
import { isImportInterval } from '../csv/interval.ts'
import { readSample, sampleRows } from '../csv/sample.ts'
import { detectInterval, refuseNewestFirst, sampleStamps } from '../csv/stamps.ts'
import type { Dialect } from '../dialect.ts'
import type { TextFile } from '../discovery.ts'
import type { PreparedFile } from '../prepare.ts'
import { RefusedFile } from '../refused-file.ts'
import { symbolOfFileName } from '../symbol.ts'

const comma = 0x2c
const dot = 0x2e
const defaultExchange = 'XNYS'
/** Midnight in New York, which daily bars carry: the session's date, in UTC. */
const midnight = /T0[45]:00:00Z$/
const mostRows = 5000

/**
 * Finds out how the rows that `writePagesAsRows` makes are to be read; a text is the reason why there is nothing to
 * read. Throws RefusedFile for bars that cannot be imported.
 */
export function prepareAlpaca(
  { file, goesOn }: Extract<TextFile, { readonly format: 'alpaca' }>,
  options: ImportOptions,
): PreparedFile | string {
  if (file.bytes === 0) return 'is an answer without a bar'
  const calendar = calendarOf(options.exchange ?? defaultExchange)
  const provisional: Dialect = {
    separator: comma,
    point: dot,
    headerLines: 0,
    time: { kind: 'calendar', order: 'ymd', clock: undefined },
    timeField: 1,
    zone: 'UTC',
    stamp: options.stamp ?? 'start',
    interval: oneMinute,
    priceExponent: 0,
    kind: 'trade',
    sides: [{ open: 2, high: 3, low: 4, close: 5, volume: 6 }],
    stateField: undefined,
    symbol: symbolSource(file, options),
    calendar,
    stampsHaveOffset: true,
  }
  const interval = options.interval ?? intervalOf(file, provisional)
  const dialect: Dialect = { ...provisional, interval }
  return {
    dialect,
    synthetic: false,
    findings: [
      'layout: JSON of Alpaca',
      `stamp: ${dialect.stamp} of the bar`,
      `interval: ${interval}`,
      `exchange: ${calendar.exchange}`,
    ],
    warnings: goesOn ? ['its last page names one that follows; import that too, it holds more bars'] : [],
  }
}

/** The rows name their symbol, unless the answers were of one symbol and did not. */
function symbolSource(file: TextFile['file'], options: ImportOptions): Dialect['symbol'] {
  const rows = sampleRows(readSample(file), comma, mostRows)
  if (rows.some(({ fields: [symbol = ''] }) => symbol !== '')) return { field: 0 }
  const name = options.symbol ?? symbolOfFileName(basename(file.name))
  if (name === undefined) throw new RefusedFile('names no symbol; give it with --symbol')
  return { name }
}

function intervalOf(file: TextFile['file'], dialect: Dialect): Dialect['interval'] {
  const sample = readSample(file)
  const stamps = sampleStamps(sample, dialect)
  refuseNewestFirst(stamps)
  const times = sampleRows(sample, comma, mostRows).map(({ fields }) => fields[dialect.timeField] ?? '')
  const interval = detectInterval(
    stamps,
    times.every((time) => midnight.test(time)),
  )
  if (isImportInterval(interval)) return interval
  throw new RefusedFile(`holds bars of ${interval}, which cannot be imported`)
}
