import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { BacktestResult } from '#shared/backtest/result.ts'
import type { RunResults } from '#shared/backtest/run-figures.ts'
import { at } from '#shared/bars/columns.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { type EpochMs, formatUtc } from '#shared/time/epoch.ts'
import { backtestReport } from '../engine/backtest/report/backtest-report.ts'
import type { Measures } from '../engine/backtest/report/statistics-table.ts'
import type { BacktestInput } from '../engine/backtest/run/backtest-input.ts'
import { type RunFile, runFileText } from '../engine/backtest/run-file/run-file.ts'
import { marksOf } from '../engine/backtest/trust/trade-marks.ts'
import { titleOf } from './backtest-strategy.ts'
import { formatNumber } from './numbers.ts'
import { writeWholeFile } from './result-file.ts'

/** A backtest that is through, and what it was made of. */
export interface FinishedRun {
  readonly file: RunFile
  readonly input: BacktestInput
  readonly result: BacktestResult
  readonly results: RunResults
  readonly measures: Measures
  readonly calendar: TradingCalendar
}

/** A trade as it is printed; times as text, and what it rests on beside recorded bars. */
export function tradeRows({ input, result }: Pick<FinishedRun, 'input' | 'result'>) {
  const bars = new Map(input.symbols.map((one) => [one.instrument.symbol, one]))
  return result.trades.map((trade) => {
    const of = bars.get(trade.symbol)
    return {
      symbol: trade.symbol,
      side: trade.side,
      quantity: trade.quantity,
      entryTime: formatUtc(trade.entryTime),
      entryPrice: trade.entryPrice,
      exitTime: trade.exitTime === undefined ? null : formatUtc(trade.exitTime),
      exitPrice: trade.exitPrice ?? null,
      pnl: trade.pnl,
      costs: trade.costs,
      data: of ? marksOf(of, trade) : [],
    }
  })
}

/**
 * Writes a run into a folder, which is made: the file it can be run from again, its trades and its equity as CSV, and
 * a report. Gives the path of the run's file. Throws a Failure of code 'bad-file' where that cannot be.
 */
export async function writeRun(folder: string, run: FinishedRun): Promise<string> {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new Failure('bad-file', `${folder}: could not be made (${(error as Error).message})`)
  }
  const path = join(folder, 'run.json')
  const texts = {
    'trades.csv': tradesCsv(run),
    'equity.csv': equityCsv(run),
    'report.html': reportOf(run),
    // The last one: where it is, the others are too.
    'run.json': runFileText(run.file),
  }
  for (const [name, text] of Object.entries(texts))
    await writeWholeFile(join(folder, name), (write) => write(text))
  return path
}

function tradesCsv(run: FinishedRun): string {
  const rows = tradeRows(run).map((trade) =>
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

function equityCsv({ result: { equity } }: FinishedRun): string {
  const lines = Array.from(equity.time, (time, index) =>
    [
      formatUtc(time as EpochMs),
      ...[equity.equity, equity.cash, equity.exposure].map((column) => formatNumber(at(column, index))),
    ].join(','),
  )
  return `${['time,equity,cash,exposure', ...lines].join('\n')}\n`
}

function reportOf({ file, input, result, results, measures, calendar }: FinishedRun): string {
  const marks = new Map(input.symbols.map((bars) => [bars.instrument.symbol, bars]))
  const title = titleOf(file.strategy)
  return backtestReport({
    name: file.strategy.kind === 'file' ? basename(title) : title,
    params: file.params,
    symbols: file.symbols,
    from: file.from,
    to: file.to,
    interval: file.interval,
    zone: calendar.zone,
    results: {
      ...results,
      trades: result.trades.map((trade) => {
        const of = marks.get(trade.symbol)
        return of ? { ...trade, data: marksOf(of, trade) } : trade
      }),
    },
    measures,
    broker: file.broker,
    data: [
      { name: 'Calendar', text: `${calendar.exchange}, version ${calendar.version}` },
      { name: 'Bars', text: file.view === 'as-traded' ? 'as they were known then' : 'as repaired' },
      ...file.symbols.map((symbol) => ({ name: `Bars of ${symbol}`, text: `sha256 ${file.bars[symbol]}` })),
    ],
  })
}
