import { readFileSync } from 'node:fs'
import { measureText } from '#shared/backtest/figure-text.ts'
import { measureRun, statisticNames, statistics, valuesOf } from '#shared/backtest/statistics.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { loadInput } from '../../engine/backtest/load/load-input.ts'
import { runResults } from '../../engine/backtest/results/run-results.ts'
import type { BacktestInput } from '../../engine/backtest/run/backtest-input.ts'
import {
  changesSince,
  hashOfBars,
  hashOfResult,
  parseRunFile,
  type RunFile,
} from '../../engine/backtest/run-file/run-file.ts'
import { openStore } from '../../engine/store/open.ts'
import type { StoreReader } from '../../engine/store/store.ts'
import type { Arguments } from '../arguments.ts'
import { type FinishedRun, tradeRows, writeRun } from '../backtest-files.ts'
import { chosenStrategy, paramsFor, runChosen, strategyNames, titleOf } from '../backtest-strategy.ts'
import { type Trust, trustJson, trustOf, trustText } from '../backtest-trust.ts'
import { parseView, viewOption } from '../bar-view.ts'
import { brokerOf, brokerOptions } from '../broker-options.ts'
import { overlayOption, readCalendars, tellChanges } from '../calendars.ts'
import type { Command } from '../command.ts'
import type { Io } from '../io.ts'
import { parseSymbols } from '../load-replay.ts'
import { storedSymbol } from '../symbols.ts'
import { textTable } from '../text-table.ts'

/** What a run is of, before its bars are read. */
type Asked = Omit<RunFile, 'exchange' | 'calendar' | 'bars' | 'result'>

/** Runs a strategy over stored bars and measures it. */
export const backtest: Command = {
  name: 'backtest',
  usage:
    '--store F (--strategy FILE|NAME --symbols A,B --from D --to D [--interval 1m] [--params k=v,…] [--cash N] ' +
    '[--commission SPEC] [--slippage SPEC] [--spread SPEC] [--volume-share N] ' +
    '[--view as-traded|as-repaired] [--close-at-end] | --run-file FILE) [--out DIR] [--trust] [--overlay F] [--json]',
  summary: 'Runs a strategy over stored bars and measures what came of it',
  options: {
    store: { value: 'F', help: 'file of the store' },
    strategy: {
      value: 'FILE|NAME',
      help: `a file of TypeScript or JavaScript, or one that comes with the program: ${strategyNames.join(', ')}`,
    },
    symbols: { value: 'A,B', help: 'the symbols, with commas between them, of one exchange' },
    from: { value: 'D', help: 'first session, YYYY-MM-DD' },
    to: { value: 'D', help: 'last session, included' },
    interval: { value: '1m', help: 'length of a bar, up to 1d; 1m unless told' },
    params: { value: 'k=v,…', help: 'params of the strategy; those not named at their defaults' },
    ...brokerOptions,
    ...viewOption,
    'close-at-end': { help: 'close what is held at the end at the last prices' },
    'run-file': {
      value: 'FILE',
      help: 'run again what --out kept, and say what is not as it was: bars, calendar, trades',
    },
    out: { value: 'DIR', help: 'keep the run there: run.json, trades.csv, equity.csv and report.html' },
    trust: {
      help: 'run it again with gaps left, filled forward and dropped, as traded and as repaired, and on bars cut off: how far the result moves, and whether the strategy looks ahead',
    },
    ...overlayOption,
    json: {
      help: 'print {trades, stats} as JSON; with --out also runFile, with --run-file also changed, with --trust also trust',
    },
  },
  operands: [],
  async run(args, io) {
    const path = args.requiredPath('store')
    const before = runFileOf(args)
    const asked = before ?? askedOf(args, io)
    const out = args.path('out')
    const store = openStore(path, { access: 'read' })
    try {
      const run = await finish(store, asked, args, io)
      const changed = before && changesSince(before, run.file)
      const trust = args.has('trust') ? await trustIn(store, run, io) : undefined
      const runFile = out === undefined ? undefined : await writeRun(out, run)
      if (args.has('json')) {
        const report = {
          trades: tradeRows(run),
          stats: valuesOf(run.measures),
          ...(runFile !== undefined && { runFile }),
          ...(changed && { changed }),
          ...(trust && { trust: trustJson(trust) }),
        }
        await io.stdout.write(`${JSON.stringify(report)}\n`)
      } else await io.stdout.write(tableOf(run) + (trust ? trustText(trust) : ''))
      await tellMore(run, changed, io)
    } finally {
      store.close()
    }
  },
}

function askedOf(args: Arguments, io: Io): Asked {
  const strategy = chosenStrategy(args)
  const symbols = args.parsed('symbols', parseSymbols, 'symbols with commas between them')
  const { from, to } = args.dateRange()
  if (!symbols) throw args.wrong('--symbols is missing')
  if (!from || !to) throw args.wrong('--from and --to are missing')
  return {
    format: 'tapedeck backtest 1',
    strategy,
    params: { ...paramsFor(strategy, paramsOf(args)) },
    symbols: [...symbols],
    from,
    to,
    interval: args.interval('interval') ?? oneMinute,
    view: parseView(args),
    broker: brokerOf(args, io.folder),
    closeAtEnd: args.has('close-at-end'),
  }
}

/** The file of an earlier run, which says all of what is run. */
function runFileOf(args: Arguments): RunFile | undefined {
  const path = args.path('run-file')
  if (path === undefined) return undefined
  const others = ['strategy', 'symbols', 'from', 'to', 'interval', 'params', 'view', 'close-at-end']
  for (const name of [...others, ...Object.keys(brokerOptions)])
    if (args.has(name)) throw args.wrong(`--run-file and --${name} exclude each other`)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new Failure('bad-file', `${path}: could not be read (${(error as Error).message})`)
  }
  const read = parseRunFile(text)
  if (typeof read === 'string') throw new Failure('bad-file', `${path}: ${read}; keep a run with --out`)
  return read
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

async function finish(store: StoreReader, asked: Asked, args: Arguments, io: Io): Promise<FinishedRun> {
  const symbols = asked.symbols.map((symbol) => storedSymbol(store, symbol))
  const calendars = readCalendars(args, io)
  const calendar = calendars.of(symbols[0]?.exchange ?? '')
  await tellChanges(calendars, calendar.exchange, io)
  const input = loadInput(store, calendar, { ...asked, symbols, clock: io.time.now() })
  const result = await runChosen(asked.strategy, input, io)
  const results = runResults(input, result, calendar)
  const file: RunFile = {
    ...asked,
    exchange: calendar.exchange,
    calendar: calendar.version,
    bars: Object.fromEntries(input.symbols.map((bars) => [bars.instrument.symbol, hashOfBars(bars)])),
    result: hashOfResult(result),
  }
  return { file, input, result, results, measures: measureRun(results), calendar }
}

/** Takes the data of a run otherwise, and runs it again. */
function trustIn(store: StoreReader, { file, input, calendar }: FinishedRun, io: Io): Promise<Trust> {
  const symbols = file.symbols.map((symbol) => storedSymbol(store, symbol))
  const viewed = (view: RunFile['view']): BacktestInput =>
    view === file.view ? input : loadInput(store, calendar, { ...file, view, symbols, clock: io.time.now() })
  const views = { asTraded: viewed('as-traded'), asRepaired: viewed('as-repaired') }
  return trustOf(views, input, calendar, (other) => runChosen(file.strategy, other, io))
}

function tableOf({ file, measures }: FinishedRun): string {
  const rows = statisticNames.map((name) => {
    const measure = measures[name]
    const { title, unit } = statistics[name]
    return [title, typeof measure === 'number' ? measureText(measure, unit) : `none: ${measure.why}`]
  })
  return textTable([titleOf(file.strategy), ''], rows)
}

async function tellMore(
  { result }: FinishedRun,
  changed: readonly string[] | undefined,
  io: Io,
): Promise<void> {
  const skipped = result.skipped.length + result.leftOut.skipped
  if (skipped > 0)
    await io.stderr.write(
      `${skipped} bars were not decided on: fewer of the minutes so far had come than the strategy asks for\n`,
    )
  if (!changed) return
  await io.stderr.write(
    changed.length === 0 ? 'the same trades as then\n' : `not as it was then: ${changed.join(', ')}\n`,
  )
}
