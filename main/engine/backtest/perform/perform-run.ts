import { measureRun } from '#shared/backtest/statistics.ts'
import type { BarView } from '#shared/bars/bar-view.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { Calendars } from '../../calendars/calendars.ts'
import type { StoredSymbol, StoreReader } from '../../store/store.ts'
import { storedSymbol } from '../../store/stored-symbol.ts'
import type { Ticker } from '../../time/ticker.ts'
import { loadInput } from '../load/load-input.ts'
import { runResults } from '../results/run-results.ts'
import type { BacktestInput } from '../run/backtest-input.ts'
import { hashOfBars, hashOfResult, type RunFile } from '../run-file/run-file.ts'
import { runInSandbox } from '../sandbox/run-in-sandbox.ts'
import { builtInStrategy } from '../strategies/built-in.ts'
import { completeStrategyParams } from '../strategies/strategy-params.ts'
import type { ThreadRun } from '../thread.ts'
import { lateBars } from '../trust/late-bars.ts'
import { marksOf } from '../trust/trade-marks.ts'
import type { AskedRun } from './asked-run.ts'
import type { RunRecord } from './run-record.ts'

/** How far a run is: symbols that were read, then bars that were played, of all; 0 of 0 while that is not known. */
export interface RunStep {
  readonly phase: 'reading' | 'running' | 'measuring'
  readonly done: number
  readonly total: number
}

/** What a run is done with. */
export interface RunSurroundings {
  readonly store: StoreReader
  readonly calendars: Calendars
  /** File of the thread in which strategies run. */
  readonly sandbox: URL
  readonly ticker: Ticker
  readonly signal: AbortSignal
  /** The wall's clock: bars that had not ended then are not there. */
  readonly clock: EpochMs
  readonly tell: (step: RunStep) => void
}

/**
 * Does a run from its request to its record: reads its bars, runs the strategy in a thread of its own and measures what
 * came of it. Throws a Failure for bars, symbols and params that are not there, and a StrategyFailure for what ended
 * the strategy, with code 'cancelled' where the signal did.
 */
export async function performRun(asked: AskedRun, around: RunSurroundings): Promise<RunRecord> {
  checkParams(asked)
  const { tell } = around
  const { input, calendar } = readInput(asked, asked.view, around, (done, total) =>
    tell({ phase: 'reading', done, total }),
  )
  const total = input.symbols.reduce((sum, { columns }) => sum + columns.start.length, 0)
  const played = (done: number): void => tell({ phase: 'running', done, total })
  played(0)
  const { strategy, params, result } = await runThread(asked, input, around, played)
  played(total)
  tell({ phase: 'measuring', done: 0, total: 0 })
  const results = runResults(input, result, calendar)
  const isLate = lateBars(around.store, input)
  const bars = new Map(input.symbols.map((of) => [of.instrument.symbol, [of, isLate(of)] as const]))
  const file: RunFile = {
    ...asked,
    format: 'tapedeck backtest 1',
    params: { ...params },
    exchange: calendar.exchange,
    calendar: calendar.version,
    bars: Object.fromEntries(input.symbols.map((of) => [of.instrument.symbol, hashOfBars(of)])),
    result: hashOfResult(result),
  }
  return {
    ...{ file, strategy, zone: calendar.zone, bars: result.bars },
    ...{ cash: results.cash, equity: results.equity, sessions: results.sessions },
    buyAndHold: results.buyAndHold,
    trades: result.trades.map((trade) => {
      const of = bars.get(trade.symbol)
      return { ...trade, data: of ? marksOf(of[0], trade, of[1]) : [] }
    }),
    measures: measureRun(results),
    ...{ events: result.events, skipped: result.skipped, log: result.log, leftOut: result.leftOut },
  }
}

/** The bars of a run in a view, and the calendar they are of. Throws as `performRun` does. */
export function readInput(
  asked: AskedRun,
  view: BarView,
  { store, calendars, clock }: Pick<RunSurroundings, 'store' | 'calendars' | 'clock'>,
  tell: (done: number, total: number) => void,
): { readonly input: BacktestInput; readonly calendar: TradingCalendar } {
  const symbols = asked.symbols.map((symbol) => storedSymbol(store, symbol))
  const calendar = calendars.of(exchangeOf(symbols))
  return { input: loadInput(store, calendar, { ...asked, view, symbols, clock }, tell), calendar }
}

/** Runs the strategy over bars in its thread. Rejects with a StrategyFailure. */
export async function runThread(
  { strategy }: Pick<AskedRun, 'strategy'>,
  input: BacktestInput,
  { sandbox, ticker, signal }: Pick<RunSurroundings, 'sandbox' | 'ticker' | 'signal'>,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<ThreadRun> {
  const options = { strategy, ticker, signal, onProgress }
  return (await runInSandbox<BacktestInput, ThreadRun>(sandbox, input, options)).output
}

function exchangeOf([first]: readonly StoredSymbol[]): string {
  return first?.exchange ?? ''
}

/** Before bars are read for it; those of a file are looked at in its thread. */
function checkParams({ strategy, params }: AskedRun): void {
  if (strategy.kind === 'built-in') completeStrategyParams(builtInStrategy(strategy.name), params)
}
