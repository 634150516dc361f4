import { type Interval, parseInterval } from '#shared/bars/interval.ts'
import {
  mostTrailing,
  type Plan,
  type PlanTime,
  planShape,
  type SymbolChoice,
  wallTime,
} from '#shared/prefetch/plan.ts'
import type { Arguments } from './arguments.ts'
import type { Option } from './command.ts'
import { parseSymbols } from './load-replay.ts'

/** What `prefetch plans add` and `change` take. */
export const planOptions = {
  rename: { value: 'NAME', help: 'change: another name' },
  exchange: { value: 'XNYS', help: 'add, change: exchange whose next session is made ready' },
  symbols: { value: 'A,B', help: 'add, change: the symbols, with commas between them' },
  watchlist: { value: 'NAME', help: 'add, change: the symbols of a watchlist, as it is when the plan runs' },
  used: { value: 'N', help: 'add, change: the N symbols used most' },
  intervals: {
    value: '1m,5m',
    help: 'add, change: intervals at hand when the session begins; 1m unless told',
  },
  trailing: { value: 'N', help: 'add, change: sessions before the next one; 5 unless told' },
  sources: { value: 'A,B', help: 'add, change: sources in order; those of the store unless told' },
  'before-open': { value: 'N', help: 'add, change: runs N minutes before each open; 60 unless told' },
  at: { value: 'HH:MM', help: 'add, change: runs at a time of day of the exchange on days with a session' },
  cron: {
    value: 'LINE',
    help: 'add, change: runs by a cron line of five fields, on the clock of the exchange',
  },
  missed: {
    value: 'run|skip',
    help: 'add, change: a missed run is caught up with or skipped; run unless told',
  },
  minutes: { value: 'N', help: 'add, change: minutes that a run takes at most' },
  requests: { value: 'N', help: 'add, change: requests that a run sends at most' },
  off: { help: 'add, change: the plan runs by hand only' },
  on: { help: 'change: the plan runs by itself again' },
} as const satisfies Readonly<Record<string, Option>>

const usual: Omit<Plan, 'name' | 'exchange' | 'symbols'> = {
  intervals: ['1m' as Interval],
  trailing: 5,
  sources: [],
  when: { kind: 'before-open', minutes: 60 },
  missed: 'run',
  budget: {},
  enabled: true,
}

/** The plan that the options of `add` describe. Throws a Failure with code 'usage' where it cannot be read. */
export function newPlan(args: Arguments, name: string): Plan {
  const symbols = symbolsOf(args)
  if (!symbols) throw args.wrong('--symbols, --watchlist or --used is missing')
  const exchange = args.requiredText('exchange').toUpperCase()
  return checked(args, { ...usual, name, exchange, symbols, ...told(args) })
}

/** A plan with what the options of `change` tell otherwise. Throws as `newPlan` does. */
export function changedPlan(args: Arguments, plan: Plan): Plan {
  const exchange = args.text('exchange')?.toUpperCase() ?? plan.exchange
  const symbols = symbolsOf(args) ?? plan.symbols
  const budget = { ...plan.budget, ...budgetOf(args) }
  return checked(args, {
    ...plan,
    exchange,
    symbols,
    ...told(args),
    budget,
    name: args.text('rename') ?? plan.name,
  })
}

function told(args: Arguments): Partial<Plan> {
  onlyOne(args, ['off', 'on'])
  const intervals = args.parsed('intervals', parseIntervals, 'intervals with commas between them, e.g. 1m,5m')
  const trailing = args.wholeNumber('trailing', 0, mostTrailing)
  const when = whenOf(args)
  const missed = args.optionalChoice('missed', ['run', 'skip'])
  const sources = args.text('sources')?.split(',')
  return {
    budget: budgetOf(args),
    ...(intervals && { intervals }),
    ...(trailing !== undefined && { trailing }),
    ...(when && { when }),
    ...(missed && { missed }),
    ...(sources && { sources }),
    ...(args.has('off') && { enabled: false }),
    ...(args.has('on') && { enabled: true }),
  }
}

function budgetOf(args: Arguments): Plan['budget'] {
  const minutes = args.wholeNumber('minutes', 1, 1440)
  const requests = args.wholeNumber('requests', 1, 1_000_000)
  return { ...(minutes !== undefined && { minutes }), ...(requests !== undefined && { requests }) }
}

function symbolsOf(args: Arguments): SymbolChoice | undefined {
  onlyOne(args, ['symbols', 'watchlist', 'used'])
  const symbols = args.parsed('symbols', parseSymbols, 'symbols with commas between them')
  if (symbols) return { kind: 'list', symbols: [...symbols] }
  const most = args.wholeNumber('used', 1, 1000)
  if (most !== undefined) return { kind: 'used', most }
  const name = args.text('watchlist')
  return name === undefined ? undefined : { kind: 'watchlist', name }
}

function whenOf(args: Arguments): PlanTime | undefined {
  onlyOne(args, ['before-open', 'at', 'cron'])
  const minutes = args.wholeNumber('before-open', 1, 1440)
  if (minutes !== undefined) return { kind: 'before-open', minutes }
  const time = args.parsed('at', (text) => (wallTime.test(text) ? text : undefined), 'HH:MM')
  if (time !== undefined) return { kind: 'at', time }
  const line = args.text('cron')
  return line === undefined ? undefined : { kind: 'cron', line }
}

function onlyOne(args: Arguments, names: readonly (keyof typeof planOptions)[]): void {
  const [first, second] = names.filter((name) => args.has(name))
  if (second !== undefined) throw args.wrong(`--${first} and --${second} exclude each other`)
}

/** Each option was read; what is left to be wrong is named by its place in the plan. */
function checked(args: Arguments, plan: Plan): Plan {
  const read = planShape.safeParse(plan)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const place = issue?.path.filter((part) => typeof part === 'string').join(' ')
  throw args.wrong(`the ${place} of the plan cannot be read`)
}

function parseIntervals(text: string): Interval[] | undefined {
  const intervals = text.split(',').map(parseInterval)
  return intervals.every((interval) => interval !== undefined) ? intervals : undefined
}
