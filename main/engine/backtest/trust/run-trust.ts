import { createHash } from 'node:crypto'
import type { BacktestResult } from '#shared/backtest/result.ts'
import { measureRun, valuesOf } from '#shared/backtest/statistics.ts'
import { intradayMs } from '#shared/bars/interval.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { AskedRun } from '../perform/asked-run.ts'
import { type RunSurroundings, readInput, runThread } from '../perform/perform-run.ts'
import { runResults } from '../results/run-results.ts'
import type { BacktestInput } from '../run/backtest-input.ts'
import { hashOfBars } from '../run-file/run-file.ts'
import { forwardFilled, withoutGappySessions } from './gap-variants.ts'
import { findLookAhead, type LookAhead, type RunAgain } from './look-ahead.ts'

/** How a run comes out when its data are taken otherwise. */
export interface Variant {
  readonly name: string
  readonly trades: number
  /** Undefined where no session is left, or nothing can be worked out. */
  readonly returnPct: number | undefined
  readonly maxDrawdownPct: number | undefined
}

export interface Trust {
  readonly variants: readonly Variant[]
  readonly lookAhead: LookAhead | undefined
}

type NamedInput = readonly [name: string, input: BacktestInput]

/** At so many points a run is cut off to see whether it looks ahead. */
export const cuts = 8

/**
 * Does a run again with its gaps left, and where its bars are shorter than a day filled forward and dropped, with bars
 * as traded and as repaired, and on bars that are cut off. What would be the same run twice is run once. `tell` hears
 * how many runs are through, of all. Throws as `performRun` does.
 */
export async function trustOf(
  asked: AskedRun,
  around: Omit<RunSurroundings, 'tell'>,
  tell: (done: number, total: number) => void,
): Promise<Trust> {
  const reading = (): void => tell(0, 0)
  const { input: asTraded, calendar } = readInput(asked, 'as-traded', around, reading)
  const { input: asRepaired } = readInput(asked, 'as-repaired', around, reading)
  const inputs = namedInputs(asTraded, asRepaired)
  let done = 0
  const total = inputs.length + 1 + cuts
  const again = sharedRuns(async (input) => (await runThread(asked, input, around)).result)
  const counted: RunAgain = async (input) => {
    const result = await again(input)
    done += 1
    tell(done, total)
    return result
  }
  tell(0, total)
  const variants: Variant[] = []
  for (const [name, given] of inputs) variants.push(await variantOf(name, given, calendar, counted))
  const own = asked.view === 'as-traded' ? asTraded : asRepaired
  return { variants, lookAhead: await findLookAhead(own, counted, cuts) }
}

function namedInputs(asTraded: BacktestInput, asRepaired: BacktestInput): readonly NamedInput[] {
  const left: readonly NamedInput[] = [
    ['as traded, gaps left', asTraded],
    ['as repaired, gaps left', asRepaired],
  ]
  // Days have no minutes to miss.
  if (intradayMs(asRepaired.interval) === undefined) return left
  return [
    ...left,
    ['as repaired, filled forward', forwardFilled(asRepaired)],
    ['as repaired, without sessions that have gaps', withoutGappySessions(asRepaired)],
  ]
}

/** Runs what has the same bars once: views are the same where nothing was repaired, and gaps where there is none. */
function sharedRuns(run: RunAgain): RunAgain {
  const known = new Map<string, Promise<BacktestResult>>()
  return (input) => {
    const key = hashOfInput(input)
    const before = known.get(key)
    if (before) return before
    const result = run(input)
    known.set(key, result)
    return result
  }
}

/** Of what differs between the runs of one request. */
function hashOfInput({ sessions, symbols, closeAtEnd }: BacktestInput): string {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([closeAtEnd, sessions.map(({ date }) => date)]))
  for (const { minutes, ...bars } of symbols) {
    hash.update(hashOfBars({ minutes, ...bars }))
    if (minutes) hash.update(new Uint8Array(minutes.buffer, minutes.byteOffset, minutes.byteLength))
  }
  return hash.digest('hex')
}

async function variantOf(
  name: string,
  input: BacktestInput,
  calendar: TradingCalendar,
  again: RunAgain,
): Promise<Variant> {
  if (input.symbols.some(({ columns }) => columns.start.length === 0))
    return { name, trades: 0, returnPct: undefined, maxDrawdownPct: undefined }
  const result: BacktestResult = await again(input)
  const { trades = 0, returnPct, maxDrawdownPct } = valuesOf(measureRun(runResults(input, result, calendar)))
  return { name, trades, returnPct, maxDrawdownPct }
}
