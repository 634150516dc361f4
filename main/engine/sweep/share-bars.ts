import type { BarColumns } from '#shared/bars/columns.ts'
import type { BacktestInput, RunBars } from '../backtest/run/backtest-input.ts'

/**
 * The same input with its bars in memory that threads share, so that every thread of a sweep reads one copy of them.
 * A run only reads its bars; what it hands to a strategy are numbers and copies.
 */
export function shareBars(input: BacktestInput): BacktestInput {
  return { ...input, symbols: input.symbols.map(shareSymbol) }
}

function shareSymbol(bars: RunBars): RunBars {
  const { columns, end, minutes } = bars
  const shared: BarColumns = {
    start: shareFloats(columns.start),
    open: shareFloats(columns.open),
    high: shareFloats(columns.high),
    low: shareFloats(columns.low),
    close: shareFloats(columns.close),
    volume: shareFloats(columns.volume),
    state: new Uint8Array(new SharedArrayBuffer(columns.state.length)),
  }
  shared.state.set(columns.state)
  return { ...bars, columns: shared, end: shareFloats(end), minutes: minutes && shareFloats(minutes) }
}

function shareFloats(column: Float64Array): Float64Array {
  const shared = new Float64Array(new SharedArrayBuffer(column.byteLength))
  shared.set(column)
  return shared
}
