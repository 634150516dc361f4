import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { ChosenStrategy } from '#shared/strategy/chosen-strategy.ts'
import { cellCount, completeAxes, type ParamAxis } from '#shared/sweep/param-axes.ts'
import {
  type CellFileHead,
  type SweepFile,
  type SweepRequest,
  sweepFileShape,
} from '#shared/sweep/sweep-file.ts'
import { type SweepWindow, windowsOf } from '#shared/sweep/windows.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { loadInput } from '../backtest/load/load-input.ts'
import { sessionsAYear } from '../backtest/results/run-results.ts'
import type { BacktestInput } from '../backtest/run/backtest-input.ts'
import { hashOfBars } from '../backtest/run-file/run-file.ts'
import type { StoredSymbol, StoreReader } from '../store/store.ts'
import type { CellsOf } from './run-cell.ts'
import type { Declared } from './sweep-job.ts'

/** More runs than this are no sweep that anyone waits for. */
export const mostRuns = 200_000

/** A sweep whose bars are read: what its cells are given, and what stands above their results. */
export interface PreparedSweep {
  readonly of: CellsOf
  readonly head: CellFileHead
}

/**
 * Reads the bars of a sweep and checks it: params against what the strategy declares, the number of runs, and that
 * every symbol has a bar in every window. Throws a Failure that says what to do.
 */
export function prepareSweep(
  store: StoreReader,
  calendar: TradingCalendar,
  request: SweepRequest & { readonly strategy: ChosenStrategy },
  declared: Declared,
  {
    symbols,
    clock,
    shard,
  }: {
    readonly symbols: readonly StoredSymbol[]
    readonly clock: EpochMs
    readonly shard: CellFileHead['shard']
  },
): PreparedSweep {
  const axes = completeAxes(declared, request.axes)
  const input = loadInput(store, calendar, { ...request, symbols, params: {}, clock })
  const windows = windowsOf(request.split, input.sessions.length)
  checkRuns(axes, windows)
  checkBars(input, windows)
  // As it is read back from a file, its keys in the same order: a sweep has one text.
  const sweep: SweepFile = sweepFileShape.parse({
    format: 'tapedeck sweep 1',
    title: declared.name,
    ...request,
    axes: axes.map(({ name, values }) => ({ name, values: [...values] })),
    exchange: calendar.exchange,
    calendar: calendar.version,
    bars: Object.fromEntries(input.symbols.map((bars) => [bars.instrument.symbol, hashOfBars(bars)])),
  })
  const year = sessionsAYear(calendar, request.interval)
  return {
    of: { input, axes, windows, sessionsAYear: year, keepsDaily: request.split.kind === 'walk-forward' },
    head: {
      format: 'tapedeck sweep cells 1',
      shard,
      sweep,
      sessions: input.sessions.map(({ date, close }) => ({ date, end: close })),
      sessionsAYear: year,
    },
  }
}

function checkRuns(axes: readonly ParamAxis[], windows: readonly SweepWindow[]): void {
  const parts = windows.reduce((sum, { outOfSample }) => sum + (outOfSample ? 2 : 1), 0)
  const cells = cellCount(axes)
  if (cells * parts <= mostRuns) return
  const text = (count: number): string => count.toLocaleString('en-US')
  const each = parts === 1 ? '' : ` in ${text(parts)} stretches of sessions each, ${text(cells * parts)} runs`
  throw new Failure(
    'usage',
    `The params make ${text(cells)} cells${each}; ${text(mostRuns)} runs at most: take larger steps or fewer params.`,
  )
}

function checkBars({ symbols, sessions }: BacktestInput, windows: readonly SweepWindow[]): void {
  const ranges = windows.flatMap(({ inSample, outOfSample }) => [
    inSample,
    ...(outOfSample ? [outOfSample] : []),
  ])
  const dateOf = (session: number): SessionDate | undefined => sessions[session]?.date
  for (const { instrument, sessionStarts } of symbols)
    for (const { from, to } of ranges)
      if (sessionStarts[from] === sessionStarts[to])
        throw new Failure(
          'no-bars',
          `${instrument.symbol}: no bars from ${dateOf(from)} to ${dateOf(to - 1)}, which the sweep runs by themselves; leave it out or choose other sessions`,
        )
}
