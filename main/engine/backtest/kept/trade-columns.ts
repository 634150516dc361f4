import type { Trade, TradeMark } from '#shared/backtest/trade.ts'
import { at } from '#shared/bars/columns.ts'
import { type TradeColumns, tradeMarkBits } from '#shared/protocol/backtest-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { MarkedTrade } from '../perform/run-record.ts'
import { bitsOf } from '../trust/trade-marks.ts'

/** Trades as columns; `symbols` are those of the run. */
export function tradeColumns(trades: readonly MarkedTrade[], symbols: readonly string[]): TradeColumns {
  const numbers = new Map(symbols.map((symbol, number) => [symbol, number]))
  const column = (value: (trade: Trade) => number): Float64Array => Float64Array.from(trades, value)
  return {
    symbol: Uint16Array.from(trades, ({ symbol }) => numbers.get(symbol) ?? 0),
    long: Uint8Array.from(trades, ({ side }) => (side === 'long' ? 1 : 0)),
    quantity: column(({ quantity }) => quantity),
    entryTime: column(({ entryTime }) => entryTime),
    entryPrice: column(({ entryPrice }) => entryPrice),
    exitTime: column(({ exitTime }) => exitTime ?? Number.NaN),
    exitPrice: column(({ exitPrice }) => exitPrice ?? Number.NaN),
    pnl: column(({ pnl }) => pnl),
    costs: column(({ costs }) => costs),
    mae: column(({ mae }) => mae),
    mfe: column(({ mfe }) => mfe),
    barsHeld: column(({ barsHeld }) => barsHeld),
    marks: Uint8Array.from(trades, ({ data }) => bitsOf(data)),
  }
}

/** Trades of their columns. */
export function tradesOf(columns: TradeColumns, symbols: readonly string[]): readonly MarkedTrade[] {
  return Array.from(columns.symbol, (number, index): MarkedTrade => {
    const exitTime = at(columns.exitTime, index)
    const isOpen = Number.isNaN(exitTime)
    return {
      symbol: symbols[number] ?? '',
      side: columns.long[index] === 1 ? 'long' : 'short',
      quantity: at(columns.quantity, index),
      entryTime: at(columns.entryTime, index) as EpochMs,
      entryPrice: at(columns.entryPrice, index),
      exitTime: isOpen ? undefined : (exitTime as EpochMs),
      exitPrice: isOpen ? undefined : at(columns.exitPrice, index),
      pnl: at(columns.pnl, index),
      costs: at(columns.costs, index),
      mae: at(columns.mae, index),
      mfe: at(columns.mfe, index),
      barsHeld: at(columns.barsHeld, index),
      data: marksOfBits(columns.marks[index] ?? 0),
    }
  })
}

/** The first trades of columns, in columns of their own. */
export function firstTrades(columns: TradeColumns, most: number): TradeColumns {
  if (columns.symbol.length <= most) return columns
  const entries = Object.entries(columns).map(([name, column]) => [name, column.slice(0, most)])
  return Object.fromEntries(entries) as TradeColumns
}

/** In the order of their names, as a trade that just ended has them. */
function marksOfBits(bits: number): readonly TradeMark[] {
  return tradeMarkBits.filter((_, bit) => bits & (1 << bit)).sort()
}
