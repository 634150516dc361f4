import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { at } from '#shared/bars/columns.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { formatNumber } from '#shared/text/plain-number.ts'
import { type EpochMs, formatUtc } from '#shared/time/epoch.ts'
import { writeWholeFile } from '../../files/whole-file.ts'
import type { MarkedTrade, MeasuredRun } from '../perform/run-record.ts'
import { backtestReport } from '../report/backtest-report.ts'
import { runFileText } from '../run-file/run-file.ts'
import { type ColumnTypes, writeParquet } from './parquet.ts'

const tradeTypes = {
  symbol: 'VARCHAR',
  side: 'VARCHAR',
  quantity: 'DOUBLE',
  entry_time: 'TIMESTAMPTZ',
  entry_price: 'DOUBLE',
  exit_time: 'TIMESTAMPTZ',
  exit_price: 'DOUBLE',
  pnl: 'DOUBLE',
  costs: 'DOUBLE',
  data: 'VARCHAR',
} as const

const equityTypes = { time: 'TIMESTAMPTZ', equity: 'DOUBLE', cash: 'DOUBLE', exposure: 'DOUBLE' } as const

function headerOf(types: ColumnTypes): string {
  return Object.keys(types).join(',')
}

/** Trades as they are printed; times as text. */
export function tradeRows(trades: readonly MarkedTrade[]) {
  return trades.map((trade) => ({
    symbol: trade.symbol,
    side: trade.side,
    quantity: trade.quantity,
    entryTime: formatUtc(trade.entryTime),
    entryPrice: trade.entryPrice,
    exitTime: trade.exitTime === undefined ? null : formatUtc(trade.exitTime),
    exitPrice: trade.exitPrice ?? null,
    pnl: trade.pnl,
    costs: trade.costs,
    data: trade.data,
  }))
}

/**
 * Writes a run into a folder, which is made: its trades and its equity as CSV and as Parquet, a report, and the file it
 * can be run from again, whose path is the last one given: where it is, the others are too. Throws a Failure of code
 * 'bad-file' where that cannot be.
 */
export async function writeRun(folder: string, run: MeasuredRun): Promise<readonly string[]> {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new Failure('bad-file', `${folder}: could not be made (${(error as Error).message})`)
  }
  const write = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name)
    await writeWholeFile(path, (write) => write(text))
    return path
  }
  const trades = await write('trades.csv', tradesCsv(run))
  const equity = await write('equity.csv', equityCsv(run))
  return [
    ...[trades, equity],
    ...(await writeParquet({ [trades]: tradeTypes, [equity]: equityTypes })),
    await write('report.html', reportOf(run)),
    await write('run.json', runFileText(run.file)),
  ]
}

function tradesCsv({ trades }: MeasuredRun): string {
  const rows = tradeRows(trades).map((trade) =>
    [
      ...[trade.symbol, trade.side, formatNumber(trade.quantity)],
      ...[trade.entryTime, formatNumber(trade.entryPrice)],
      ...[trade.exitTime ?? '', trade.exitPrice === null ? '' : formatNumber(trade.exitPrice)],
      ...[formatNumber(trade.pnl), formatNumber(trade.costs), trade.data.join(' ')],
    ].join(','),
  )
  return `${[headerOf(tradeTypes), ...rows].join('\n')}\n`
}

function equityCsv({ equity }: MeasuredRun): string {
  const lines = Array.from(equity.time, (time, index) =>
    [
      formatUtc(time as EpochMs),
      ...[equity.equity, equity.cash, equity.exposure].map((column) => formatNumber(at(column, index))),
    ].join(','),
  )
  return `${[headerOf(equityTypes), ...lines].join('\n')}\n`
}

function reportOf(run: MeasuredRun): string {
  const { file, measures, zone } = run
  return backtestReport({
    name: run.strategy,
    ...{ params: file.params, symbols: file.symbols, from: file.from, to: file.to, interval: file.interval },
    ...{ zone, results: run, measures, broker: file.broker },
    data: [
      ...(file.strategy.kind === 'file' ? [{ name: 'Strategy', text: basename(file.strategy.file) }] : []),
      { name: 'Calendar', text: `${file.exchange}, version ${file.calendar}` },
      { name: 'Bars', text: file.view === 'as-traded' ? 'as they were known then' : 'as repaired' },
      ...file.symbols.map((symbol) => ({ name: `Bars of ${symbol}`, text: `sha256 ${file.bars[symbol]}` })),
    ],
  })
}
