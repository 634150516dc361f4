import { basename } from 'node:path'
import { type Interval, intradayMs, oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { ImportOptions } from '#shared/protocol/import-calls.ts'
import type { DataFile } from '../bytes/data-file.ts'
import type { Dialect } from '../dialect.ts'
import type { PreparedFile } from '../prepare.ts'
import { RefusedFile } from '../refused-file.ts'
import { symbolOfFileName } from '../symbol.ts'
import { type CsvColumns, columnsByPosition, columnsOfHeader, looksLikeBar, plainName } from './columns.ts'
import { isImportInterval } from './interval.ts'
import { intervalOfLength, isOwnLayout, type Layout, layoutOf } from './layouts.ts'
import { readSample, type SampleRow, sampleRows } from './sample.ts'
import { detectSeparator, type Separator } from './separator.ts'
import {
  detectInterval,
  looksLikeEnds,
  refuseNewestFirst,
  type SampleStamps,
  sampleStamps,
} from './stamps.ts'
import { detectTimeForm, type FoundTimeForm } from './time-form.ts'

const comma = 0x2c
const dot = 0x2e
const defaultExchange = 'XNYS'
/** Lines above the header, such as a title or remarks. */
const mostTitleLines = 10
const mostRows = 5000
/** Databento writes prices as whole billionths unless asked for decimals. */
const billionths = -9
const calendarDate = /^\d{4}[-/.]?\d\d[-/.]?\d\d$|^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}$/

/** The parts of a table: its header, if it has one, and its first rows of bars. */
interface Table {
  readonly header: readonly string[]
  readonly headerLines: number
  readonly columns: CsvColumns
  readonly rows: readonly SampleRow[]
  /** A symbol that stands above the rows. */
  readonly symbol: string | undefined
}

/** Finds out how a CSV file is to be read, from its beginning. Throws RefusedFile when it cannot be understood. */
export function detectCsv(file: DataFile, options: ImportOptions): PreparedFile {
  const sample = readSample(file)
  const separator = detectSeparator(sample)
  const table = readTable(sampleRows(sample, separator.byte, mostRows))
  const fileName = basename(file.packing.kind === 'zip' ? file.packing.member.name : file.name)
  const layout = layoutOf({
    names: table.header.map(plainName),
    separator: separator.name,
    firstFields: table.rows[0]?.fields ?? [],
    fileName,
  })
  const calendar = calendarOf(options.exchange ?? defaultExchange)
  const time = detectTimeForm(column(table, table.columns.time), table.columns.clock)
  const provisional: Dialect = {
    separator: separator.byte,
    point: decimalPoint(table, separator),
    headerLines: table.headerLines,
    time: time.form,
    timeField: table.columns.time,
    zone: options.zone ?? layout?.zone ?? calendar.zone,
    stamp: options.stamp ?? 'start',
    interval: oneMinute,
    priceExponent: inBillionths(table, layout) ? billionths : 0,
    kind: 'trade',
    sides: [table.columns],
    stateField: isOwnLayout(table.header) ? table.columns.state : undefined,
    symbol: symbolSource(table, options, fileName),
    calendar,
    stampsHaveOffset: time.stampsHaveOffset,
  }
  const stamps = sampleStamps(sample, provisional)
  refuseNewestFirst(stamps)
  const interval = options.interval ?? intervalOf(table, stamps)
  const stamp = stampOf(provisional, stamps, interval, options, layout)
  const dialect: Dialect = { ...provisional, interval, stamp: stamp.stamp }
  return {
    dialect,
    synthetic: isSynthetic(table, dialect),
    findings: findingsOf(dialect, table, separator, layout, time, options),
    warnings: [stamp.warning, time.warning, volumeWarning(table)].filter((line) => line !== undefined),
  }
}

function readTable(rows: readonly SampleRow[]): Table {
  for (const [index, { line, fields }] of rows.slice(0, mostTitleLines).entries()) {
    const columns = columnsOfHeader(fields)
    if (columns) return tableBelow(rows, index, columns)
    if (looksLikeBar(fields)) {
      const bars = rows.slice(index)
      const byPosition = columnsByPosition(bars.map((row) => row.fields))
      if (!byPosition) break
      return { header: [], headerLines: line - 1, columns: byPosition, rows: bars, symbol: undefined }
    }
  }
  const [first] = rows
  throw new RefusedFile(
    `has no columns that are understood as time, open, high, low and close: "${first?.fields.join(' ').slice(0, 80)}"`,
  )
}

/** The table below a header; yfinance writes two more lines, of tickers and of the index's name. */
function tableBelow(rows: readonly SampleRow[], index: number, columns: CsvColumns): Table {
  const [header, second, third] = rows.slice(index)
  const fields = header?.fields ?? []
  const threeLines = plainName(fields[0] ?? '') === 'price' && plainName(second?.fields[0] ?? '') === 'ticker'
  const last = threeLines ? third : header
  return {
    header: fields,
    headerLines: last?.line ?? 0,
    columns,
    rows: rows.slice(index + (threeLines ? 3 : 1)),
    symbol: threeLines ? second?.fields[1] : undefined,
  }
}

function column({ rows }: Table, field: number): string[] {
  return rows.map(({ fields }) => fields[field] ?? '').filter((text) => text !== '')
}

function prices(table: Table): string[] {
  const { open, high, low, close } = table.columns
  return [open, high, low, close].flatMap((field) => column(table, field))
}

function decimalPoint(table: Table, separator: Separator): number {
  return separator.byte !== comma && prices(table).some((text) => /^-?\d+,\d+$/.test(text)) ? comma : dot
}

function inBillionths(table: Table, layout: Layout | undefined): boolean {
  return layout?.name === 'Databento OHLCV' && prices(table).every((text) => /^\d+$/.test(text))
}

function symbolSource(table: Table, options: ImportOptions, fileName: string): Dialect['symbol'] {
  if (table.columns.symbol !== undefined) return { field: table.columns.symbol }
  const name = options.symbol ?? symbolOfFileName(table.symbol ?? fileName)
  if (name === undefined) throw new RefusedFile('names no symbol; give it with --symbol')
  return { name }
}

function intervalOf(table: Table, stamps: SampleStamps): Interval {
  const length = table.columns.length === undefined ? undefined : column(table, table.columns.length)[0]
  if (length !== undefined) {
    const interval = intervalOfLength(length)
    if (interval) return interval
    throw new RefusedFile(`says its bars have the length ${length}; import minute, hour or daily bars`)
  }
  const dated = column(table, table.columns.time).every((text) => calendarDate.test(text))
  const interval = detectInterval(stamps, dated && table.columns.clock === undefined)
  if (!isImportInterval(interval))
    throw new RefusedFile(`holds bars of ${interval}, which cannot be imported`)
  return interval
}

function stampOf(
  dialect: Dialect,
  stamps: SampleStamps,
  interval: Interval,
  options: ImportOptions,
  layout: Layout | undefined,
): { stamp: 'start' | 'end'; warning: string | undefined } {
  const given = options.stamp ?? layout?.stamp
  const stepMs = intradayMs(interval)
  if (given !== undefined || stepMs === undefined || !looksLikeEnds(stamps, stepMs, dialect.calendar)) {
    return { stamp: given ?? 'start', warning: undefined }
  }
  return {
    stamp: 'end',
    warning: `its times run from one interval after the open to the close, so they were taken for the ends of bars; if they are starts, import it again with --stamp start`,
  }
}

function isSynthetic(table: Table, { stateField }: Dialect): boolean {
  return stateField !== undefined && column(table, stateField).every((state) => state === 'synthetic')
}

function volumeWarning({ columns }: Table): string | undefined {
  return columns.volume === undefined ? 'has no column of volumes: they are stored as 0' : undefined
}

function findingsOf(
  dialect: Dialect,
  table: Table,
  separator: Separator,
  layout: Layout | undefined,
  time: FoundTimeForm,
  options: ImportOptions,
): string[] {
  const zone =
    options.zone === undefined && layout?.note !== undefined
      ? `${dialect.zone} (${layout.note})`
      : dialect.zone
  return [
    `layout: ${layout?.name ?? 'table of bars'}`,
    `separator: ${separator.name}${dialect.point === comma ? ', decimal comma' : ''}`,
    `header: ${table.header.length > 0 ? table.header.join(' ') : 'none'}`,
    `time: ${time.words}`,
    ...(time.form.kind === 'calendar' && !time.stampsHaveOffset ? [`zone: ${zone}`] : []),
    `stamp: ${dialect.stamp} of the bar`,
    `interval: ${dialect.interval}`,
    `symbol: ${'name' in dialect.symbol ? dialect.symbol.name : 'a column'}`,
    `exchange: ${dialect.calendar.exchange}`,
    ...(dialect.priceExponent === 0 ? [] : ['prices: in billionths']),
  ]
}
