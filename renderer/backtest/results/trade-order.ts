import { at } from '#shared/bars/columns.ts'
import type { TradeColumns } from '#shared/protocol/backtest-calls.ts'
import { bitOf, gravity, type TradeMark } from './trade-marks.ts'

export const tradeSortKeys = [
  'number',
  'entryTime',
  'symbol',
  'side',
  'quantity',
  'entryPrice',
  'exitTime',
  'exitPrice',
  'pnl',
  'costs',
  'mae',
  'mfe',
  'barsHeld',
  'data',
] as const
export type TradeSortKey = (typeof tradeSortKeys)[number]

export interface TradeSort {
  readonly key: TradeSortKey
  readonly descending: boolean
}

/** Which trades are listed. */
export interface TradeFilter {
  readonly symbol: string | 'all'
  readonly side: 'all' | 'long' | 'short'
  readonly data: TradeMark | 'all' | 'clean'
}

export const everyTrade: TradeFilter = { symbol: 'all', side: 'all', data: 'all' }

/**
 * Numbers of the trades that a filter leaves, sorted; equal ones in the order they were opened, and those without a
 * value, as an exit of an open trade, last.
 */
export function orderedTrades(
  trades: TradeColumns,
  symbols: readonly string[],
  filter: TradeFilter,
  { key, descending }: TradeSort,
): Uint32Array {
  const left = filtered(trades, symbols, filter)
  const values = valuesFor(trades, symbols, key)
  const direction = descending ? -1 : 1
  return left.sort((one, other) => {
    const [first, second] = [at(values, one), at(values, other)]
    if (first === second) return one - other
    if (Number.isNaN(first)) return Number.isNaN(second) ? one - other : 1
    if (Number.isNaN(second)) return -1
    return (first - second) * direction
  })
}

function filtered(
  { symbol, long, marks }: TradeColumns,
  symbols: readonly string[],
  filter: TradeFilter,
): Uint32Array {
  const wanted = filter.symbol === 'all' ? undefined : symbols.indexOf(filter.symbol)
  const side = filter.side === 'all' ? undefined : Number(filter.side === 'long')
  const bit = filter.data === 'all' || filter.data === 'clean' ? 0 : bitOf(filter.data)
  const found = new Uint32Array(symbol.length)
  let count = 0
  for (let trade = 0; trade < symbol.length; trade += 1) {
    if (wanted !== undefined && symbol[trade] !== wanted) continue
    if (side !== undefined && long[trade] !== side) continue
    const bits = marks[trade] ?? 0
    if (filter.data === 'clean' ? bits !== 0 : bit !== 0 && (bits & bit) === 0) continue
    found[count++] = trade
  }
  return found.slice(0, count)
}

/** What a column is sorted by, as numbers. */
function valuesFor(trades: TradeColumns, symbols: readonly string[], key: TradeSortKey): Float64Array {
  switch (key) {
    case 'number':
      return Float64Array.from(trades.symbol.keys())
    case 'symbol': {
      const places = placesByName(symbols)
      return Float64Array.from(trades.symbol, (symbol) => places[symbol] ?? Number.NaN)
    }
    case 'side':
      return Float64Array.from(trades.long, (long) => 1 - long)
    case 'data':
      return Float64Array.from(trades.marks, gravity)
    default:
      return trades[key]
  }
}

/** Of each symbol its place among all in the order of the alphabet. */
function placesByName(symbols: readonly string[]): readonly number[] {
  const sorted = symbols.toSorted()
  return symbols.map((symbol) => sorted.indexOf(symbol))
}
