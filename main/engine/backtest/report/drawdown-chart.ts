import { drawdownColumns } from '#shared/backtest/drawdown.ts'
import { percentText } from '#shared/backtest/figure-text.ts'
import type { RunResults } from '#shared/backtest/run-figures.ts'
import { drawing, fixed, frameOf, linePath, timeAxis, valueAxis } from './chart-frame.ts'
import { type Html, html } from './html.ts'
import { placeOf, roundTicks } from './scale.ts'
import type { TimeTick } from './session-ticks.ts'
import { drawnIndices } from './thinned.ts'

const mostPoints = 1200

/** How far equity lay below its highest value, hanging from 0; the deepest point is named. */
export function drawdownChart(
  { cash, equity }: Pick<RunResults, 'cash' | 'equity'>,
  ticks: readonly TimeTick[],
): Html {
  const frame = frameOf(190)
  const { percent } = drawdownColumns(equity.equity, cash)
  const deepest = percent.reduce(
    (most, value, index) => (value > (percent[most] as number) ? index : most),
    0,
  )
  const depth = percent[deepest] ?? 0
  const levels = roundTicks(0, depth, 3)
  const range = [levels.at(-1) ?? 1, 0] as const
  const x = (index: number) => placeOf(index, 0, percent.length - 1, frame.left, frame.right)
  const y = (value: number) => placeOf(value, range[0], range[1], frame.bottom, frame.top)
  const indices = drawnIndices(percent, mostPoints)
  const line = linePath(indices.map((index) => [x(index), y(percent[index] as number)]))
  const area = `${line}L${fixed(x(percent.length - 1))} ${frame.top}L${fixed(x(0))} ${frame.top}Z`
  const isLeft = x(deepest) > frame.width / 2
  const label = html`<circle class="depth" cx="${fixed(x(deepest))}" cy="${fixed(y(depth))}" r="3.5"/>
    <text class="depth-text" x="${fixed(x(deepest) + (isLeft ? -10 : 10))}" y="${fixed(y(depth) + 4)}"
      text-anchor="${isLeft ? 'end' : 'start'}">${percentText(-depth)}</text>`
  return drawing(frame, `Drawdown: ${percentText(depth)} at most`, [
    valueAxis(frame, levels, range, (value) => `${-value || 0} %`.replace('-', '−')),
    timeAxis(frame, ticks, percent.length),
    html`<path class="depth-area" d="${area}"/>`,
    html`<path class="depth-line" d="${line}"/>`,
    ...(depth > 0 ? [label] : []),
  ])
}
