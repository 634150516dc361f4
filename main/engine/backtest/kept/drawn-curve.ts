import { drawdownColumns } from '#shared/backtest/drawdown.ts'
import { at } from '#shared/bars/columns.ts'
import type { EquityCurve } from '#shared/protocol/backtest-calls.ts'
import type { RunRecord } from '../perform/run-record.ts'
import { drawnIndices } from '../report/thinned.ts'

/** Of each of what is drawn: more than a wide screen has columns of pixels. */
const mostPoints = 2000

/**
 * The curves of a run as they are drawn: of many bars the first, the last, and the lowest and highest of each stretch,
 * of equity, of drawdown and of buying and holding, so that no peak of any is lost.
 */
export function drawnCurve({
  cash,
  equity: { time, equity, exposure },
  buyAndHold,
}: Pick<RunRecord, 'cash' | 'equity' | 'buyAndHold'>): EquityCurve {
  const { percent } = drawdownColumns(equity, cash)
  const drawn = [equity, percent, ...(buyAndHold ? [buyAndHold] : [])]
  const indices = Int32Array.from(new Set(drawn.flatMap((column) => drawnIndices(column, mostPoints)))).sort()
  const pick = (column: Float64Array): Float64Array =>
    Float64Array.from(indices, (index) => at(column, index))
  return {
    time: pick(time),
    equity: pick(equity),
    drawdownPct: pick(percent),
    exposure: pick(exposure),
    ...(buyAndHold && { buyAndHold: pick(buyAndHold) }),
  }
}
