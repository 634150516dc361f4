import { heatsOf, mapCells } from '#shared/sweep/heat-map.ts'
import { cellParams } from '#shared/sweep/param-axes.ts'
import { meanText } from '#shared/sweep/small-sample.ts'
import type { SweepFrame } from '#shared/sweep/summary.ts'
import { type Html, html } from '../../backtest/report/html.ts'

/** Maps of more columns have colours alone; the numbers stand in their cells' titles. */
const mostNumbered = 12
const classes = { better: 'up', worse: 'down' } as const

/** What a map shows of the cells. */
export interface HeatMap {
  readonly title: string
  readonly values: Float64Array
  /** 1 of a cell whose value rests on too small a sample. */
  readonly small: Uint8Array
  /** Values of all maps that are compared with it. */
  readonly scale: Float64Array
  readonly x: number
  readonly y: number
  /** The cell whose other params hold, which is framed. */
  readonly at: number
}

/** A map of two params, the others held, as a table whose cells are coloured. */
export function heatMapTable(
  { axes, by }: SweepFrame,
  { title, values, small, scale, x, y, at }: HeatMap,
): Html {
  const heats = heatsOf(values, by, scale)
  const [across, up] = [axes[x], axes[y]]
  const isNumbered = (across?.values.length ?? 0) <= mostNumbered
  const cellOf = (cell: number): Html => {
    const text = meanText(by, values[cell], small[cell])
    const heat = heats[cell]
    const colour = heat && heat.level > 0 ? `${classes[heat.side]}-${heat.level}` : 'flat'
    const params = cellParams(axes, cell)
    const where = [across, up].map((axis) => `${axis?.name} ${params[axis?.name ?? '']}`).join(', ')
    return html`<td class="${colour}${cell === at ? ' chosen' : ''}" title="${where}: ${text}">${isNumbered ? text.replace(' %', '') : ''}</td>`
  }
  const levels = [...(up?.values ?? [])].reverse()
  const rows = mapCells(axes, { x, y, at }).map(
    (cells, row) => html`<tr><th scope="row">${levels[row] ?? ''}</th>${cells.map(cellOf)}</tr>`,
  )
  const columns = (across?.values ?? []).map((value) => html`<th scope="col">${value}</th>`)
  return html`<div class="map"><h3>${title}</h3><div class="wide"><table class="heat">
<tbody>${rows}</tbody>
<tfoot><tr><th scope="row">${up?.name ?? ''} ↑ ${across?.name ?? ''} →</th>${columns}</tr></tfoot></table></div></div>`
}
