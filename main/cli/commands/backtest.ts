import { readFileSync } from 'node:fs'
import type { BacktestResult } from '#shared/backtest/result.ts'
import { measureRun, statisticNames, statistics, valuesOf } from '#shared/backtest/statistics.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { Strategy } from '#shared/strategy/strategy.ts'
import { nearest } from '#shared/text/nearest.ts'
import { formatUtc } from '#shared/time/epoch.ts'
import { loadInput } from '../../engine/backtest/load/load-input.ts'
import { measureText } from '../../engine/backtest/report/formats.ts'
import { runResults } from '../../engine/backtest/results/run-results.ts'
import type { BacktestInput } from '../../engine/backtest/run/backtest-input.ts'
import { runBacktest } from '../../engine/backtest/run/run-backtest.ts'
import { StrategyError } from '../../engine/backtest/run/strategy-error.ts'
import { runInSandbox } from '../../engine/backtest/sandbox/run-in-sandbox.ts'
import { builtInStrategies } from '../../engine/backtest/strategies/built-in.ts'
import { completeStrategyParams } from '../../engine/backtest/strategies/strategy-params.ts'
import { marksOf } from '../../engine/backtest/trust/trade-marks.ts'
import { openStore } from '../../engine/store/open.ts'
import type { Arguments } from '../arguments.ts'
import { parseView, viewOption } from '../bar-view.ts'
import { brokerOf, brokerOptions } from '../broker-options.ts'
import { overlayOption, readCalendars, tellChanges } from '../calendars.ts'
import type { Command } from '../command.ts'
import type { Io } from '../io.ts'
import { parseSymbols } from '../load-replay.ts'
import { storedSymbol } from '../symbols.ts'
import { textTable } from '../text-table.ts'

const names = Object.keys(builtInStrategies)

/** Runs a strategy over stored bars and measures it. */
export const backtest: Command = {
  name: 'backtest',
  usage:
    '--store F --strategy FILE|NAME --symbols A,B --from D --to D [--interval 1m] [--params k=v,…] [--cash N] ' +
    '[--commission SPEC] [--slippage SPEC] [--spread SPEC] [--volume-share N] ' +
    '[--view as-traded|as-repaired] [--close-at-end] [--overlay F] [--json]',
  summary: 'Runs a strategy over stored bars and measures what came of it',
  options: {
    store: { value: 'F', help: 'file of the store' },
    strategy: {
      value: 'FILE|NAME',
      help: `a file of TypeScript or JavaScript, or one that comes with the program: ${names.join(', ')}`,
    },
    symbols: { value: 'A,B', help: 'the symbols, with commas between them, of one exchange' },
    from: { value: 'D', help: 'first session, YYYY-MM-DD' },
    to: { value: 'D', help: 'last session, included' },
    interval: { value: '1m', help: 'length of a bar, up to 1d; 1m unless told' },
    params: { value: 'k=v,…', help: 'params of the strategy; those not named at their defaults' },
    ...brokerOptions,
    ...viewOption,
    'close-at-end': { help: 'close what is held at the end at the last prices' },
    ...overlayOption,
    json: { help: 'print {trades, stats} as JSON' },
  },
  operands: [],
  async run(args, io) {
    const path = args.requiredPath('store')
    const strategy = chosenStrategy(args)
    const given = paramsOf(args)
    const params = strategy.kind === 'built-in' ? completeStrategyParams(strategy.strategy, given) : given
    const symbols = args.parsed('symbols', parseSymbols, 'symbols with commas between them')
    const { from, to } = args.dateRange()
    if (!symbols) throw args.wrong('--symbols is missing')
    if (!from || !to) throw args.wrong('--from and --to are missing')
    const broker = brokerOf(args, io.folder)
    const calendars = readCalendars(args, io)
    const store = openStore(path, { access: 'read' })
    try {
      const stored = symbols.map((symbol) => storedSymbol(store, symbol))
      const calendar = calendars.of(stored[0]?.exchange ?? '')
      await tellChanges(calendars, calendar.exchange, io)
      const input = loadInput(store, calendar, {
        ...{ symbols: stored, from, to, broker, params },
        interval: args.interval('interval') ?? oneMinute,
        view: parseView(args),
        closeAtEnd: args.has('close-at-end'),
        clock: io.time.now(),
      })
      const result = await runChosen(strategy, input, io)
      const measures = measureRun(runResults(input, result, calendar))
      if (args.has('json')) {
        const report = { trades: tradesOf(input, result), stats: valuesOf(measures) }
        await io.stdout.write(`${JSON.stringify(report)}\n`)
        return
      }
      const rows = statisticNames.map((name) => {
        const measure = measures[name]
        const { title, unit } = statistics[name]
        return typeof measure === 'number'
          ? [title, measureText(measure, unit)]
          : [title, `none: ${measure.why}`]
      })
      await io.stdout.write(
        textTable([strategy.kind === 'built-in' ? strategy.strategy.name : strategy.file, ''], rows),
      )
      if (result.skipped.length > 0)
        await io.stderr.write(
          `${result.skipped.length + result.leftOut.skipped} bars were not decided on: fewer of the minutes so far had come than the strategy asks for\n`,
        )
    } finally {
      store.close()
    }
  },
}

/** A strategy that comes with the program, or the text of one in a file. */
type Chosen =
  | { readonly kind: 'built-in'; readonly strategy: Strategy }
  | { readonly kind: 'file'; readonly file: string; readonly text: string }

function chosenStrategy(args: Arguments): Chosen {
  const name = args.requiredText('strategy')
  const strategy = Object.hasOwn(builtInStrategies, name) ? builtInStrategies[name] : undefined
  if (strategy) return { kind: 'built-in', strategy }
  if (!/[./\\]/.test(name)) {
    const [close] = nearest(name, names, 1)
    const hint = close ? `did you mean ${close}?` : `a file is named with its ending, such as ${name}.ts`
    throw args.wrong(`there is no strategy "${name}"; ${hint}`)
  }
  const path = args.requiredPath('strategy')
  try {
    return { kind: 'file', file: path, text: readFileSync(path, 'utf8') }
  } catch (error) {
    throw new Failure('bad-file', `${path}: could not be read (${(error as Error).message})`)
  }
}

/** `fast=5,slow=20`. */
function paramsOf(args: Arguments): Readonly<Record<string, number>> {
  const parse = (text: string): Record<string, number> | undefined => {
    const pairs = text.split(',').map((pair) => /^(\w+)=(-?\d+(?:\.\d+)?)$/.exec(pair))
    if (pairs.includes(null)) return undefined
    return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', Number(pair?.[2])]))
  }
  return args.parsed('params', parse, 'names and numbers, e.g. fast=5,slow=20') ?? {}
}

/** Runs a strategy of a file in a thread that lets it at nothing else; one that comes with the program at once. */
async function runChosen(
  chosen: Chosen,
  input: BacktestInput,
  { entry, ticker, signal }: Io,
): Promise<BacktestResult> {
  if (chosen.kind === 'built-in') return runBuiltIn(chosen.strategy, input)
  const { output } = await runInSandbox<BacktestInput, BacktestResult>(backtestThread(entry), input, {
    strategy: chosen,
    ticker,
    signal,
  })
  return output
}

function runBuiltIn(strategy: Strategy, input: BacktestInput): BacktestResult {
  try {
    return runBacktest(input, strategy, () => {})
  } catch (error) {
    if (error instanceof StrategyError)
      throw new Failure('usage', `${strategy.name}: ${error.message}`, error.cause)
    throw error
  }
}

/** The thread that runs a strategy of a file, beside the program's first module: built, or as it is written. */
function backtestThread(entry: URL): URL {
  return entry.pathname.endsWith('.ts')
    ? new URL('../engine/backtest/thread.ts', entry)
    : new URL('./backtest.js', entry)
}

function tradesOf(input: BacktestInput, { trades }: BacktestResult) {
  const bars = new Map(input.symbols.map((one) => [one.instrument.symbol, one]))
  return trades.map((trade) => {
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
