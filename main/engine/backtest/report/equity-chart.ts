import { axisFormat, moneyText } from '#shared/backtest/figure-text.ts'
import type { RunResults } from '#shared/backtest/run-figures.ts'
import { drawing, fixed, frameOf, linePath, timeAxis, valueAxis } from './chart-frame.ts'
import { type Html, html } from './html.ts'
import { placeOf, roundTicks } from './scale.ts'
import type { TimeTick } from './session-ticks.ts'
import { drawnIndices } from './thinned.ts'

const mostPoints = 1200

/** Equity of a run, against buying and holding where it is known. */
export function equityChart(
  { cash, equity, buyAndHold }: Pick<RunResults, 'cash' | 'equity' | 'buyAndHold'>,
  ticks: readonly TimeTick[],
): Html {
  const frame = frameOf(320)
  const own = equity.equity
  const values = [own, buyAndHold ?? own]
  const low = values.reduce((least, column) => column.reduce((so, value) => Math.min(so, value), least), cash)
  const high = values.reduce((most, column) => column.reduce((so, value) => Math.max(so, value), most), cash)
  const levels = roundTicks(low, high, 5)
  const range = [levels[0] ?? low, levels.at(-1) ?? high] as const
  const x = (index: number) => placeOf(index, 0, own.length - 1, frame.left, frame.right)
  const y = (value: number) => placeOf(value, range[0], range[1], frame.bottom, frame.top)
  const lineOf = (column: Float64Array) =>
    linePath(drawnIndices(column, mostPoints).map((index) => [x(index), y(column[index] as number)]))
  const line = lineOf(own)
  const area = `${line}L${fixed(x(own.length - 1))} ${frame.bottom}L${fixed(x(0))} ${frame.bottom}Z`
  const end = own.at(-1) ?? cash
  const compared = buyAndHold ? `, of buying and holding ${moneyText(buyAndHold.at(-1) ?? cash)}` : ''
  const name = `Equity from ${moneyText(cash)} to ${moneyText(end)}${compared}`
  return drawing(frame, name, [
    valueAxis(frame, levels, range, axisFormat(levels)),
    timeAxis(frame, ticks, own.length),
    html`<path class="own-area" d="${area}"/>`,
    html`<line class="cash" x1="${frame.left}" x2="${frame.right}" y1="${fixed(y(cash))}" y2="${fixed(y(cash))}"/>`,
    ...(buyAndHold ? [html`<path class="held-line" d="${lineOf(buyAndHold)}"/>`] : []),
    html`<path class="own-line" d="${line}"/>`,
    html`<circle class="own-end" cx="${fixed(x(own.length - 1))}" cy="${fixed(y(end))}" r="3.5"/>`,
  ])
}
