import { sliceColumns, upperBound } from '#shared/bars/columns.ts'
import type { BacktestInput, RunBars } from '../run/backtest-input.ts'

/** A run as if nothing after a time, milliseconds UTC, had ever come: bars that ended later are not there. */
export function cutInput(input: BacktestInput, time: number): BacktestInput {
  const sessions = input.sessions.filter(({ open }) => open < time)
  return {
    ...input,
    sessions,
    symbols: input.symbols.map((bars) => cutBars(bars, time, sessions.length)),
    // What is closed at the end of a shorter run says nothing of the longer one.
    closeAtEnd: false,
  }
}

function cutBars(bars: RunBars, time: number, sessions: number): RunBars {
  const count = upperBound(bars.end, time)
  return {
    ...bars,
    columns: sliceColumns(bars.columns, 0, count),
    end: bars.end.slice(0, count),
    sessionStarts: bars.sessionStarts.slice(0, sessions + 1).map((start) => Math.min(start, count)),
    minutes: bars.minutes?.filter((minute) => minute < time),
    actions: bars.actions.filter(({ session }) => session < sessions),
  }
}
