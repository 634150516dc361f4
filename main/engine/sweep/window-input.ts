import { type BarColumns, lowerBound } from '#shared/bars/columns.ts'
import type { SessionRange } from '#shared/sweep/windows.ts'
import type { BacktestInput, RunBars } from '../backtest/run/backtest-input.ts'

/**
 * The run over some of its sessions, as if it had been loaded from the first of them to the last: it knows no bar
 * before. Columns are views, not copies.
 */
export function windowInput(input: BacktestInput, { from, to }: SessionRange): BacktestInput {
  const sessions = input.sessions.slice(from, to)
  return { ...input, sessions, symbols: input.symbols.map((bars) => windowBars(bars, input, from, to)) }
}

function windowBars(bars: RunBars, { sessions }: BacktestInput, from: number, to: number): RunBars {
  const { columns, end, sessionStarts, minutes, actions } = bars
  const first = sessionStarts[from] ?? 0
  const last = sessionStarts[to] ?? 0
  const opens = sessions[from]?.open ?? 0
  const closes = sessions[to - 1]?.close ?? 0
  return {
    ...bars,
    columns: viewOf(columns, first, last),
    end: end.subarray(first, last),
    sessionStarts: sessionStarts.slice(from, to + 1).map((start) => start - first),
    minutes: minutes?.subarray(lowerBound(minutes, opens), lowerBound(minutes, closes)),
    // What happened to shares before the first session is in its prices already.
    actions: actions.flatMap((action) =>
      action.session > from && action.session < to ? [{ ...action, session: action.session - from }] : [],
    ),
  }
}

function viewOf(columns: BarColumns, from: number, to: number): BarColumns {
  return {
    start: columns.start.subarray(from, to),
    open: columns.open.subarray(from, to),
    high: columns.high.subarray(from, to),
    low: columns.low.subarray(from, to),
    close: columns.close.subarray(from, to),
    volume: columns.volume.subarray(from, to),
    state: columns.state.subarray(from, to),
  }
}
