import type { SweepView } from '#shared/protocol/sweep-calls.ts'
import { type Heat, heatsOf, mapCells } from '#shared/sweep/heat-map.ts'
import { cellParams } from '#shared/sweep/param-axes.ts'
import { meanText } from '#shared/sweep/small-sample.ts'
import { classes } from '../ui/classes.ts'
import { takeParams } from './sweeps.ts'

const shades = { better: 'var(--color-up)', worse: 'var(--color-down)' } as const
/** Percent of the colour by how far a cell is from the middle. */
const strengths = [0, 16, 30, 45, 62]
/** Wider maps have colours alone. */
const mostNumbered = 14

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
  hovered: number | undefined
  onHover: (cell: number | undefined) => void
}) {
  const { axes, by } = view
  const heats = heatsOf(values, by, scale)
  const rows = mapCells(axes, { x, y, at })
  const [across, up] = [axes[x], axes[y]]
  const levels = (up?.values ?? []).toReversed()
  const isNumbered = (across?.values.length ?? 0) <= mostNumbered
  return (
    <figure className="min-w-0" aria-label={`${title}: ${up?.name} by ${across?.name}`}>
      <figcaption className="mb-1.5 font-medium text-muted text-xs">{title}</figcaption>
      <div className="overflow-x-auto">
        <table className="border-separate border-spacing-[2px] text-xs">
          <tbody>
            {rows.map((cells, row) => (
              <tr key={levels[row]}>
                <th scope="row" className="pr-1.5 text-right font-normal text-faint">
                  {levels[row]}
                </th>
                {cells.map((cell) => {
                  const text = meanText(by, values[cell], small[cell])
                  const params = cellParams(axes, cell)
                  return (
                    <td key={cell} className="p-0">
                      <button
                        type="button"
                        data-cell={cell}
                        aria-label={`${wordsOf(params)}: ${text}`}
                        style={{ background: colourOf(heats[cell]) }}
                        onClick={() => takeParams(params)}
                        onMouseEnter={() => onHover(cell)}
                        onMouseLeave={() => onHover(undefined)}
                        onFocus={() => onHover(cell)}
                        onBlur={() => onHover(undefined)}
                        className={classes(
                          'block h-7 min-w-7 rounded-sm px-1.5 text-ink tabular-nums',
                          isNumbered ? 'w-full min-w-12' : '',
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
              <th scope="row" className="pr-1.5 text-right font-medium text-muted">
                {up?.name} ↑ {across?.name} →
              </th>
              {across?.values.map((value) => (
                <th key={value} scope="col" className="font-normal text-faint">
                  {value}
                </th>
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
    </figure>
  )
}

/** "fast 5, slow 20". */
export function wordsOf(params: Readonly<Record<string, number>>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

function colourOf(heat: Heat | undefined): string {
  const strength = strengths[heat?.level ?? 0] ?? 0
  return `color-mix(in oklab, ${shades[heat?.side ?? 'better']} ${strength}%, var(--color-raised))`
}
