import type { PriceFields } from '../dialect.ts'

/** Which field of a line is what. */
export interface CsvColumns extends PriceFields {
  readonly time: number
  /** Time of day in a field of its own. */
  readonly clock: number | undefined
  readonly symbol: number | undefined
  readonly state: number | undefined
  /** Length of the bar, as Stooq and Databento write it in every line. */
  readonly length: number | undefined
}

/** Names of columns without blanks, signs and capitals, the surest first. */
const times = [
  ['tsevent', 'windowstart', 'timestamp', 'datetime', 'start', 'starttime', 'opentime', 'begin'],
  ['t', 'dt', 'gmttime', 'utctime', 'unix', 'unixtime', 'epoch'],
].flat()
const dates = ['date', 'day', 'tradedate']
const clocks = ['time', 'clock', 'timeofday']
const symbols = ['symbol', 'ticker', 'sym', 'code', 'instrument']
const opens = ['open', 'o', 'openprice', 'first']
const highs = ['high', 'h', 'highprice', 'max']
const lows = ['low', 'l', 'lowprice', 'min']
const closes = ['close', 'c', 'closeprice', 'last', 'closelast', 'lastprice']
const volumes = ['volume', 'v', 'vol', 'totalvolume']
const lengths = ['per', 'rtype']
const states = ['state']

/** A column's name without blanks, signs and capitals: `<TICKER>` and `Adj Close` are ticker and adjclose. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** Reads a header; undefined when it does not name a time and the four prices. */
export function columnsOfHeader(fields: readonly string[]): CsvColumns | undefined {
  const names = fields.map(plainName)
  const find = (synonyms: readonly string[]): number | undefined => {
    const name = synonyms.find((synonym) => names.includes(synonym))
    return name === undefined ? undefined : names.indexOf(name)
  }
  const instant = find(times)
  const date = find(dates)
  const clock = find(clocks)
  // A first column without a name is what pandas makes of an index.
  const time = instant ?? date ?? clock ?? (names[0] === '' || names[0] === 'price' ? 0 : undefined)
  const open = find(opens)
  const high = find(highs)
  const low = find(lows)
  const close = find(closes)
  if (time === undefined || open === undefined || high === undefined) return undefined
  if (low === undefined || close === undefined) return undefined
  return {
    time,
    clock: instant === undefined && date !== undefined ? clock : undefined,
    symbol: find(symbols),
    open,
    high,
    low,
    close,
    volume: find(volumes),
    state: find(states),
    length: find(lengths),
  }
}

const clockText = /^(?:[01]?\d|2[0-3]):?[0-5]\d(?::?[0-5]\d(?:\.\d+)?)?(?: ?[AP]M)?$/i
const timeText = /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{8,19}(?![\d.]))/
const lengthText = /^(?:[DWM]|\d{1,4})$/
const numberText = /^[+-]?\d*[.,]?\d+(?:e[+-]?\d+)?$/i

/** Whether a line looks like one of bars: it has a time and at least four numbers. */
export function looksLikeBar(fields: readonly string[]): boolean {
  return (
    fields.some((field) => timeText.test(field)) &&
    fields.filter((field) => numberText.test(field)).length >= 4
  )
}

/**
 * Columns of lines without a header: a symbol or none, a length or none, the time in one field or two, then
 * open, high, low, close and mostly volume. Undefined when the lines do not fit.
 */
export function columnsByPosition(rows: readonly (readonly string[])[]): CsvColumns | undefined {
  const [first = []] = rows
  const time = first.slice(0, 3).findIndex((field) => timeText.test(field))
  if (time < 0 || (time === 2 && !lengthText.test(first[1] ?? ''))) return undefined
  const count = mostCommon(rows.map((fields) => fields.length))
  const after = (last: number, clock: number | undefined): CsvColumns => ({
    time,
    clock,
    symbol: time > 0 ? 0 : undefined,
    open: last + 1,
    high: last + 2,
    low: last + 3,
    close: last + 4,
    volume: last + 5 < count ? last + 5 : undefined,
    state: undefined,
    length: time === 2 ? 1 : undefined,
  })
  const readings = [after(time, undefined)]
  if (clockText.test(first[time + 1] ?? '')) readings.unshift(after(time + 1, time + 1))
  return readings.find((columns) => columns.close < count && fits(rows, columns))
}

/** Whether high is the highest and low the lowest price in most lines. */
function fits(rows: readonly (readonly string[])[], columns: CsvColumns): boolean {
  const good = rows.filter((fields) => {
    const price = (column: number): number => Number(fields[column]?.replace(',', '.'))
    const [open, high, low, close] = [columns.open, columns.high, columns.low, columns.close].map(price) as [
      number,
      number,
      number,
      number,
    ]
    return high >= open && high >= close && low <= open && low <= close
  })
  return good.length * 2 >= rows.length
}

function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].reduce((best, count) => (count[1] > best[1] ? count : best), [0, 0])[0]
}
