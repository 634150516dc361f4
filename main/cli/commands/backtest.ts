import { measureText } from '#shared/backtest/figure-text.ts'
import { reasonsOf, statisticNames, statistics, valuesOf } from '#shared/backtest/statistics.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { BacktestRequest } from '#shared/protocol/backtest-calls.ts'
import { seedShape } from '#shared/strategy/seed.ts'
import { tradeRows, writeRun } from '../../engine/backtest/export/run-files.ts'
import { type AskedRun, askedRun, readRunFile } from '../../engine/backtest/perform/asked-run.ts'
import { performRun, type RunStep, type RunSurroundings } from '../../engine/backtest/perform/perform-run.ts'
import type { RunRecord } from '../../engine/backtest/perform/run-record.ts'
import { changesSince, type RunFile } from '../../engine/backtest/run-file/run-file.ts'
import { type Trust, trustOf } from '../../engine/backtest/trust/run-trust.ts'
import type { Calendars } from '../../engine/calendars/calendars.ts'
import { openStore } from '../../engine/store/open.ts'
import type { StoreReader } from '../../engine/store/store.ts'
import { storedSymbol } from '../../engine/store/stored-symbol.ts'
import type { Arguments } from '../arguments.ts'
import { backtestThread, chosenStrategy, strategyNames } from '../backtest-strategy.ts'
import { parseView, viewOption } from '../bar-view.ts'
import { brokerOf, brokerOptions } from '../broker-options.ts'
import { overlayOption, readCalendars, tellChanges } from '../calendars.ts'
import type { Command } from '../command.ts'
import type { Io } from '../io.ts'
import { parseSymbols } from '../load-replay.ts'
import { progressOf } from '../progress.ts'
import { textTable } from '../text-table.ts'
import { trustJson, trustText } from '../trust-text.ts'

/** Runs a strategy over stored bars and measures it. */
export const backtest: Command = {
  name: 'backtest',
  usage:
    '--store F (--strategy FILE|NAME --symbols A,B --from D --to D [--interval 1m] [--params k=v,…] [--cash N] ' +
    '[--commission SPEC] [--slippage SPEC] [--spread SPEC] [--volume-share N] ' +
    '[--view as-traded|as-repaired] [--close-at-end] [--seed N] | --run-file FILE) [--out DIR] [--trust] [--overlay F] [--json]',
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
    interval: { value: '1m', help: 'length of a bar, such as 1m, 15m, 1h, 1d or 1w; 1m unless told' },
    params: { value: 'k=v,…', help: 'params of the strategy; those not named at their defaults' },
    ...brokerOptions,
    ...viewOption,
    seed: { value: 'N', help: 'what ctx.random of the strategy begins with; 1 unless told' },
    'close-at-end': { help: 'close what is held at the end at the last prices' },
    'run-file': {
      value: 'FILE',
      help: 'run again what --out kept, and say what is not as it was: bars, calendar, trades',
    },
    out: {
      value: 'DIR',
      help: 'keep the run there: run.json, report.html, and trades and equity as CSV and Parquet',
    },
    trust: {
      help: 'run it again with gaps left, filled forward and dropped, as traded and as repaired, and on bars cut off: how far the result moves, and whether the strategy looks ahead',
    },
    ...overlayOption,
    json: {
      help: 'print {trades, stats, why} as JSON, why naming the reason of each statistic that is not among stats; with --out also runFile, with --run-file also changed, with --trust also trust',
    },
  },
  operands: [],
  async run(args, io) {
    const path = args.requiredPath('store')
    const before = runFileOf(args)
    const asked: AskedRun = before ?? askedRun(requestOf(args, io))
    const out = args.path('out')
    const store = openStore(path, { access: 'read' })
    try {
      const calendars = readCalendars(args, io)
      await tellExchange(store, calendars, asked, io)
      const around = {
        ...{ store, calendars, sandbox: backtestThread(io.entry), clock: io.time.now() },
        ...{ ticker: io.ticker, signal: io.signal },
      }
      const run = await shown(io, (tell) => performRun(asked, { ...around, tell }))
      const changed = before && changesSince(before, run.file)
      const trust = args.has('trust') ? await trustShown(run.file, around, io) : undefined
      const runFile = out === undefined ? undefined : (await writeRun(out, run)).at(-1)
      if (args.has('json')) {
        const report = {
          trades: tradeRows(run.trades),
          stats: valuesOf(run.measures),
          why: reasonsOf(run.measures),
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

function requestOf(args: Arguments, io: Io): BacktestRequest {
  const strategy = chosenStrategy(args)
  const symbols = args.parsed('symbols', parseSymbols, 'symbols with commas between them')
  const { from, to } = args.dateRange()
  if (!symbols) throw args.wrong('--symbols is missing')
  if (!from || !to) throw args.wrong('--from and --to are missing')
  const seed = args.parsed('seed', parseSeed, 'a whole number from 0 to 4294967295')
  return {
    strategy,
    params: { ...paramsOf(args) },
    symbols: [...symbols],
    from,
    to,
    interval: args.interval('interval') ?? oneMinute,
    view: parseView(args),
    broker: brokerOf(args, io.folder),
    closeAtEnd: args.has('close-at-end'),
    ...(seed !== undefined && { seed }),
  }
}

/** The file of an earlier run, which says all of what is run. */
function runFileOf(args: Arguments): RunFile | undefined {
  const path = args.path('run-file')
  if (path === undefined) return undefined
  const others = ['strategy', 'symbols', 'from', 'to', 'interval', 'params', 'view', 'close-at-end', 'seed']
  for (const name of [...others, ...Object.keys(brokerOptions)])
    if (args.has(name)) throw args.wrong(`--run-file and --${name} exclude each other`)
  return readRunFile(path)
}

function parseSeed(text: string): number | undefined {
  const seed = seedShape.safeParse(/^\d{1,10}$/.test(text) ? Number(text) : undefined)
  return seed.success ? seed.data : undefined
}

function paramsOf(args: Arguments): Readonly<Record<string, number>> {
  const parse = (text: string): Record<string, number> | undefined => {
    const pairs = text.split(',').map((pair) => /^(\w+)=(-?\d+(?:\.\d+)?)$/.exec(pair))
    if (pairs.includes(null)) return undefined
    return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', Number(pair?.[2])]))
  }
  return args.parsed('params', parse, 'names and numbers, e.g. fast=5,slow=20') ?? {}
}

/** Says where the calendar of the run is not as published. */
async function tellExchange(
  store: StoreReader,
  calendars: Calendars,
  { symbols: [first] }: AskedRun,
  io: Io,
): Promise<void> {
  const { exchange } = storedSymbol(store, first ?? '')
  await tellChanges(calendars, exchange, io)
}

/** Runs with a line on a terminal that says how far it is. */
async function shown<T>(io: Io, run: (tell: (step: RunStep) => void) => Promise<T>): Promise<T> {
  const progress = progressOf<RunStep>(io, {
    share: ({ done, total }) => (total > 0 ? done / total : 0),
    rate: ({ phase, done }, seconds) =>
      phase === 'running' && done > 0 ? `${Math.round(done / seconds).toLocaleString('en-US')} bars/s` : '',
    label: ({ phase }) => phase,
  })
  return await run(progress.show).finally(progress.clear)
}

async function trustShown(asked: AskedRun, around: Omit<RunSurroundings, 'tell'>, io: Io): Promise<Trust> {
  const progress = progressOf<{ readonly done: number; readonly total: number }>(io, {
    share: ({ done, total }) => (total > 0 ? done / total : 0),
    rate: () => '',
    label: ({ done, total }) => (total > 0 ? `comparing, ${done} of ${total} runs` : 'reading'),
  })
  return await trustOf(asked, around, (done, total) => progress.show({ done, total })).finally(progress.clear)
}

function tableOf({ strategy, measures }: RunRecord): string {
  const rows = statisticNames.map((name) => {
    const measure = measures[name]
    const { title, unit } = statistics[name]
    return [title, typeof measure === 'number' ? measureText(measure, unit) : `none: ${measure.why}`]
  })
  return textTable([strategy, ''], rows)
}

async function tellMore(
  { skipped, leftOut }: RunRecord,
  changed: readonly string[] | undefined,
  io: Io,
): Promise<void> {
  const undecided = skipped.length + leftOut.skipped
  if (undecided > 0)
    await io.stderr.write(
      `${undecided} bars were not decided on: fewer of the minutes so far had come than the strategy asks for\n`,
    )
  if (!changed) return
  await io.stderr.write(
    changed.length === 0 ? 'the same trades as then\n' : `not as it was then: ${changed.join(', ')}\n`,
  )
}
