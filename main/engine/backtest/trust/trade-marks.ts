import type { Trade, TradeMark } from '#shared/backtest/trade.ts'
import { at, type BarColumns, lowerBound } from '#shared/bars/columns.ts'
import { originName } from '#shared/bars/state.ts'
import { tradeMarkBits } from '#shared/protocol/backtest-calls.ts'
import type { RunBars } from '../run/backtest-input.ts'
import type { IsLate } from './late-bars.ts'

/**
 * What the signal, the entry and the exit of a trade touched: the bars an entry and an exit were filled in, and the
 * bars on which they were decided, which are the last that had ended before. `missing` is said where no bar lies
 * between a decision and the bar it was filled in although the time does: the order waited over a hole (R20).
 */
export function marksOf(
  bars: RunBars,
  { entryTime, exitTime }: Trade,
  isLate: IsLate = () => false,
): readonly TradeMark[] {
  const marks = new Set<TradeMark>()
  for (const time of exitTime === undefined ? [entryTime] : [entryTime, exitTime])
    markFill(bars, time, marks, isLate)
  return [...marks].sort()
}

/** Adds what a fill in the bar that starts at a time touched, in the same way. */
export function markFill(
  { columns, end, sessionStarts }: Pick<RunBars, 'columns' | 'end' | 'sessionStarts'>,
  time: number,
  marks: Set<TradeMark>,
  isLate: IsLate = () => false,
): void {
  // What is closed at the end of a run is filled after its last bar.
  const bar = Math.min(lowerBound(columns.start, time), columns.start.length - 1)
  for (const touched of bar === 0 ? [bar] : [bar, bar - 1]) {
    markBar(columns, touched, marks)
    if (isLate(touched)) marks.add('late')
  }
  if (bar === 0) return
  const isFirst = sessionStarts.includes(bar)
  if (!isFirst && at(end, bar - 1) < at(columns.start, bar)) marks.add('missing')
}

/** Marks as bits, in the order of `tradeMarkBits`. */
export function bitsOf(marks: Iterable<TradeMark>): number {
  let bits = 0
  for (const mark of marks) bits |= 1 << tradeMarkBits.indexOf(mark)
  return bits
}

function markBar({ state }: BarColumns, bar: number, marks: Set<TradeMark>): void {
  const origin = originName(at(state, bar))
  if (origin !== 'recorded') marks.add(origin)
}
