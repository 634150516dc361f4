import { type Interval, oneDay, oneMinute } from '#shared/bars/interval.ts'
import { plainName } from './columns.ts'

/** What is known of a vendor's or tool's files beyond what their text shows. */
export interface Layout {
  readonly name: string
  /** Zone of times without an offset; else that of the exchange. */
  readonly zone?: string
  /** Whether it is certain that times are the starts of bars. */
  readonly stamp?: 'start'
  /** Something to know that the file does not say. */
  readonly note?: string
}

/** What there is to recognise a layout by. */
export interface LayoutSigns {
  /** Names of the header, as `plainName` writes them; none where there is no header. */
  readonly names: readonly string[]
  readonly separator: string
  readonly firstFields: readonly string[]
  readonly fileName: string
}

const newYork = 'America/New_York'
/** HistData keeps Eastern Standard Time all year; the sign of these zone names is turned round. */
const fixedEastern = 'Etc/GMT+5'
const ownNames = 'start,open,high,low,close,volume,state'

const layouts: readonly (Layout & { readonly fits: (signs: LayoutSigns) => boolean })[] = [
  {
    name: 'bars of Tapedeck',
    zone: 'UTC',
    stamp: 'start',
    fits: ({ names }) => names.join() === ownNames,
  },
  {
    name: 'Massive flat file',
    stamp: 'start',
    fits: ({ names }) => has(names, 'windowstart', 'transactions'),
  },
  { name: 'Databento OHLCV', zone: 'UTC', stamp: 'start', fits: ({ names }) => has(names, 'tsevent') },
  {
    name: 'Alpaca',
    zone: 'UTC',
    stamp: 'start',
    fits: ({ names }) =>
      has(names, 't', 'o', 'h', 'l', 'c') ||
      has(names, 'tradecount', 'vwap') ||
      has(names, 'timestamp', 'vwap'),
  },
  {
    name: 'Stooq',
    note: 'Stooq does not say the zone of its times',
    fits: ({ names, firstFields: [first = '', second = ''] }) =>
      has(names, 'ticker', 'per', 'date') ||
      (names.length === 0 && /^[a-z]/i.test(first) && /^(?:[DWM]|\d{1,4})$/.test(second)),
  },
  {
    name: 'Interactive Brokers',
    note: 'its times are in the zone chosen at login, which the file does not say',
    fits: ({ names }) => has(names, 'date', 'barcount'),
  },
  { name: 'yfinance', fits: ({ names }) => has(names, 'dividends', 'stocksplits') || names[0] === 'price' },
  { name: 'Yahoo', fits: ({ names }) => has(names, 'date', 'adjclose') },
  {
    name: 'Kibot',
    zone: newYork,
    stamp: 'start',
    fits: ({ names, separator, firstFields }) =>
      names.length === 0 && separator === 'comma' && /^\d\d\/\d\d\/\d{4}$/.test(firstFields[0] ?? ''),
  },
  {
    name: 'HistData',
    zone: fixedEastern,
    stamp: 'start',
    fits: ({ names, separator, firstFields }) =>
      names.length === 0 && separator === 'semicolon' && /^\d{8} \d{6}$/.test(firstFields[0] ?? ''),
  },
  {
    name: 'FirstRate Data',
    zone: newYork,
    fits: ({ separator, firstFields, fileName }) =>
      separator === 'comma' &&
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(firstFields[0] ?? '') &&
      /^[^_]+_(?:.*_)?\d+(?:min|hour)(?:_|\.)/i.test(fileName),
  },
]

/** The layout that a file is known by, if any. */
export function layoutOf(signs: LayoutSigns): Layout | undefined {
  return layouts.find(({ fits }) => fits(signs))
}

/** Whether the file is the output of our own bars command, whose state column counts. */
export function isOwnLayout(header: readonly string[]): boolean {
  return header.map(plainName).join() === ownNames
}

/** Lengths of bars as Stooq (PER) and Databento (rtype) write them. */
const lengths: ReadonlyMap<string, Interval> = new Map([
  ['D', oneDay],
  ['1', oneMinute],
  ['5', '5m' as Interval],
  ['15', '15m' as Interval],
  ['30', '30m' as Interval],
  ['60', '1h' as Interval],
  ['33', oneMinute],
  ['34', '1h' as Interval],
  ['35', oneDay],
])

/** The interval that a length column names, if it is one that can be imported. */
export function intervalOfLength(text: string): Interval | undefined {
  return lengths.get(text.toUpperCase())
}

function has(names: readonly string[], ...wanted: readonly string[]): boolean {
  return wanted.every((name) => names.includes(name))
}
