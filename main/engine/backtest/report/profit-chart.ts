import { axisFormat, countText } from '#shared/backtest/figure-text.ts'
import { drawing, fixed, frameOf, valueAxis } from './chart-frame.ts'
import { type Html, html } from './html.ts'
import type { ProfitBin } from './profit-bins.ts'
import { placeOf, roundTicks } from './scale.ts'

/** How many trades won or lost how much. */
export function profitChart(bins: readonly ProfitBin[]): Html {
  const frame = frameOf(230)
  const [from, to] = [bins[0]?.from ?? 0, bins.at(-1)?.to ?? 1]
  const most = bins.reduce((so, { count }) => Math.max(so, count), 1)
  const levels = roundTicks(0, most, 4).filter(Number.isInteger)
  const range = [0, levels.at(-1) ?? most] as const
  const x = (money: number) => placeOf(money, from, to, frame.left, frame.right)
  const y = (count: number) => placeOf(count, range[0], range[1], frame.bottom, frame.top)
  const marks = roundTicks(from, to, 8).filter((money) => money >= from && money <= to)
  const axisText = axisFormat(marks)
  const edgeText = axisFormat([...bins.map((bin) => bin.from), to])
  const bars = bins
    .filter(({ count }) => count > 0)
    .map((bin) => {
      const width = Math.max(1, x(bin.to) - x(bin.from) - 2)
      const trades = bin.count === 1 ? '1 trade' : `${countText(bin.count)} trades`
      return html`<rect class="${bin.from < 0 ? 'loss' : 'win'}" x="${fixed(x(bin.from) + 1)}" y="${fixed(y(bin.count))}"
        width="${fixed(width)}" height="${fixed(frame.bottom - y(bin.count))}" rx="1.5"><title>${trades} from ${edgeText(bin.from)} to ${edgeText(bin.to)}</title></rect>`
    })
  const labels = marks.map(
    (money) =>
      html`<text x="${fixed(x(money))}" y="${frame.bottom + 19}" text-anchor="middle">${axisText(money)}</text>`,
  )
  return drawing(frame, 'Trades by their profit or loss', [
    valueAxis(frame, levels, range, countText),
    ...bars,
    html`<line class="zero" x1="${fixed(x(0))}" x2="${fixed(x(0))}" y1="${frame.top}" y2="${frame.bottom}"/>`,
    ...labels,
  ])
}
