import { at } from '#shared/bars/columns.ts'
import type { EquityCurve } from '#shared/protocol/backtest-calls.ts'

/** Columns of a curve at the points that can be drawn: those whose times rise. */
export function risingPoints(curve: EquityCurve): EquityCurve {
  const { time, equity, drawdownPct, exposure, buyAndHold } = curve
  const kept: number[] = []
  let last = Number.NEGATIVE_INFINITY
  for (let point = 0; point < time.length; point += 1) {
    if (at(time, point) <= last) continue
    last = at(time, point)
    kept.push(point)
  }
  if (kept.length === time.length) return curve
  const pick = (column: Float64Array): Float64Array => Float64Array.from(kept, (point) => at(column, point))
  return {
    time: pick(time),
    equity: pick(equity),
    drawdownPct: pick(drawdownPct),
    exposure: pick(exposure),
    ...(buyAndHold && { buyAndHold: pick(buyAndHold) }),
  }
}

/** Equity as percent gained on the cash at the start, so that runs with other cash can be compared. */
export function gainedPercent(equity: Float64Array, cash: number): Float64Array {
  return equity.map((value) => 100 * (value / cash - 1))
}

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 5 })
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const cents = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })

/** Money on an axis: "98.5", "103,210", "1.0321M". */
export function moneyAxis(value: number): string {
  const size = Math.abs(value)
  const format = size < 10_000 ? cents : size < 1_000_000 ? whole : compact
  return format.format(value).replace('-', '−')
}

/** Value of a line at a time: that of its last point until then; undefined before its first. */
export function valueAt(time: Float64Array, values: Float64Array, when: number): number | undefined {
  let [low, high] = [0, time.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(time, middle) <= when) low = middle + 1
    else high = middle
  }
  return low === 0 ? undefined : at(values, low - 1)
}
