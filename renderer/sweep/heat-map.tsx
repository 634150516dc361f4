import type { KeyboardEvent } from 'react'
import type { SweepView } from '#shared/protocol/sweep-calls.ts'
import { heatsOf, mapCells } from '#shared/sweep/heat-map.ts'
import { cellParams } from '#shared/sweep/param-axes.ts'
import { meanText } from '#shared/sweep/small-sample.ts'
import { classes } from '../ui/classes.ts'
import { heatColour } from './heat-colour.ts'
import { cellSize, columnLabelStep, neighbourOf, rowLabelStep } from './heat-layout.ts'
import { takeParams } from './sweeps.ts'

/** A map of two params, the others those of the cell `at`; a click takes the params of a cell into the form. */
export function HeatMap({
  title,
  view,
  values,
  small,
  scale,
  x,
  y,
  at,
  mostNumbered,
  hovered,
  onHover,
}: {
  title: string
  view: SweepView
  values: Float64Array
  /** 1 of a cell whose value rests on too small a sample. */
  small: Uint8Array
  scale: Float64Array
  x: number
  y: number
  at: number
  /** Wider maps have colours alone. */
  mostNumbered: number
  hovered: number | undefined
  onHover: (cell: number | undefined) => void
}) {
  const { axes, by } = view
  const heats = heatsOf(values, by, scale)
  const rows = mapCells(axes, { x, y, at })
  const [across, up] = [axes[x], axes[y]]
  const columns = across?.values ?? []
  const levels = (up?.values ?? []).toReversed()
  const isNumbered = columns.length <= mostNumbered
  const { height, width, least, most } = cellSize(rows.length, columns.length, isNumbered)
  const [rowStep, columnStep] = [rowLabelStep(height), columnLabelStep(columns, width)]
  const move = (event: KeyboardEvent<HTMLElement>, cell: number): void => {
    const next = neighbourOf(rows, cell, event.key)
    if (next === undefined) return
    event.preventDefault()
    event.currentTarget.closest('table')?.querySelector<HTMLElement>(`[data-cell="${next}"]`)?.focus()
  }
  return (
    <figure
      className="flex-1"
      style={{ minWidth: least, maxWidth: most }}
      aria-label={`${title}: ${up?.name} by ${across?.name}`}
    >
      <figcaption className="mb-1.5 font-medium text-sm">{title}</figcaption>
      <table className="w-full table-fixed border-separate border-spacing-px text-xs">
        <colgroup>
          <col className="w-5" />
          <col className="w-10" />
          {columns.map((value) => (
            <col key={value} />
          ))}
        </colgroup>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={levels[row]}>
              {row === 0 && (
                <th
                  scope="rowgroup"
                  rowSpan={rows.length}
                  className="rotate-180 whitespace-nowrap font-medium text-muted [writing-mode:vertical-rl]"
                >
                  {rows.length > 1 ? up?.name : ''}
                </th>
              )}
              <th scope="row" className="h-0 truncate pr-1.5 text-right font-normal text-faint leading-none">
                {rows.length > 1 && (rows.length - 1 - row) % rowStep === 0 ? levels[row] : ''}
              </th>
              {cells.map((cell) => {
                const text = meanText(by, values[cell], small[cell])
                const params = cellParams(axes, cell)
                return (
                  <td key={cell} className="p-0">
                    <button
                      type="button"
                      data-cell={cell}
                      tabIndex={cell === at ? 0 : -1}
                      aria-label={`${wordsOf(params)}: ${text}`}
                      style={{ background: heatColour(heats[cell]), height }}
                      onClick={() => takeParams(params)}
                      onKeyDown={(event) => move(event, cell)}
                      onMouseEnter={() => onHover(cell)}
                      onMouseLeave={() => onHover(undefined)}
                      onFocus={() => onHover(cell)}
                      onBlur={() => onHover(undefined)}
                      className={classes(
                        'block w-full rounded-[3px] text-ink tabular-nums',
                        cell === at ? 'outline outline-2 outline-accent -outline-offset-1' : '',
                        cell === hovered ? 'ring-1 ring-ink' : '',
                      )}
                    >
                      {isNumbered ? text.replace(' %', '') : ''}
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={2} />
            {columns.map((value, column) => (
              <th key={value} scope="col" className="whitespace-nowrap pt-0.5 font-normal text-faint">
                {column % columnStep === 0 && <span className="flex justify-center">{value}</span>}
              </th>
            ))}
          </tr>
          <tr>
            <td colSpan={2} />
            <th scope="colgroup" colSpan={columns.length} className="font-medium text-muted">
              {across?.name}
            </th>
          </tr>
        </tfoot>
      </table>
    </figure>
  )
}

/** "fast 5, slow 20". */
export function wordsOf(params: Readonly<Record<string, number>>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}
