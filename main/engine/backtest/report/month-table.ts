import { percentText } from '#shared/backtest/figure-text.ts'
import { type Html, html } from './html.ts'
import type { YearOfReturns } from './month-returns.ts'

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const heatLevels = 4

/** Returns by month, the stronger the more they were; each cell has its number, so that no colour is needed. */
export function monthTable(years: readonly YearOfReturns[]): Html {
  const all = years.flatMap(({ months }) => months)
  const most = all.reduce<number>((so, percent) => Math.max(so, Math.abs(percent ?? 0)), 0)
  const cellOf = (percent: number | undefined) =>
    percent === undefined
      ? html`<td></td>`
      : html`<td class="${heatClass(percent, most)}">${shortText(percent)}</td>`
  const rows = years.map(
    ({ year, months, percent }) =>
      html`<tr><th scope="row">${year}</th>${months.map(cellOf)}<td class="total">${percent === undefined ? '' : shortText(percent)}</td></tr>`,
  )
  const heads = monthNames.map((name) => html`<th scope="col">${name}</th>`)
  return html`<div class="wide"><table class="months">
<thead><tr><td></td>${heads}<th scope="col">Year</th></tr></thead>
<tbody>${rows}</tbody></table></div>`
}

function heatClass(percent: number, most: number): string {
  if (percent === 0 || most === 0) return 'flat'
  const level = Math.ceil((Math.abs(percent) / most) * heatLevels)
  return `${percent > 0 ? 'up' : 'down'}-${level}`
}

/** Percent with its sign; the heading says what it is. */
function shortText(percent: number): string {
  return percentText(percent, 'signed').replace(' %', '')
}
