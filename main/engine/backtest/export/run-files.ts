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
import { strategyTitle } from '../strategies/strategy-title.ts'

/** The file from which a run can be run again. */
export const runFileName = 'run.json'

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
 * Writes a run into a folder, which is made: the file it can be run from again, its trades and its equity as CSV, and
 * a report. Gives the paths, that of the run's file last. Throws a Failure of code 'bad-file' where that cannot be.
 */
export async function writeRun(folder: string, run: MeasuredRun): Promise<readonly string[]> {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new Failure('bad-file', `${folder}: could not be made (${(error as Error).message})`)
  }
  const texts = {
    'trades.csv': tradesCsv(run),
    'equity.csv': equityCsv(run),
    'report.html': reportOf(run),
    // The last one: where it is, the others are too.
    [runFileName]: runFileText(run.file),
  }
  const paths: string[] = []
  for (const [name, text] of Object.entries(texts)) {
    const path = join(folder, name)
    await writeWholeFile(path, (write) => write(text))
    paths.push(path)
  }
  return paths
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
  const header = 'symbol,side,quantity,entry_time,entry_price,exit_time,exit_price,pnl,costs,data'
  return `${[header, ...rows].join('\n')}\n`
}

function equityCsv({ equity }: MeasuredRun): string {
  const lines = Array.from(equity.time, (time, index) =>
    [
      formatUtc(time as EpochMs),
      ...[equity.equity, equity.cash, equity.exposure].map((column) => formatNumber(at(column, index))),
    ].join(','),
  )
  return `${['time,equity,cash,exposure', ...lines].join('\n')}\n`
}

function reportOf(run: MeasuredRun): string {
  const { file, measures, zone } = run
  const title = strategyTitle(file.strategy)
  return backtestReport({
    name: file.strategy.kind === 'file' ? basename(title) : title,
    ...{ params: file.params, symbols: file.symbols, from: file.from, to: file.to, interval: file.interval },
    ...{ zone, results: run, measures, broker: file.broker },
    data: [
      { name: 'Calendar', text: `${file.exchange}, version ${file.calendar}` },
      { name: 'Bars', text: file.view === 'as-traded' ? 'as they were known then' : 'as repaired' },
      ...file.symbols.map((symbol) => ({ name: `Bars of ${symbol}`, text: `sha256 ${file.bars[symbol]}` })),
    ],
  })
}
