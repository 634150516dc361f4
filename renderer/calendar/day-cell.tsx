import { Clock3, Flag, PencilLine } from 'lucide-react'
import { type CSSProperties, memo } from 'react'
import { classes } from '../ui/classes.ts'
import { type Cell, type Choice, DayButton } from './day-button.tsx'
import { type Day, lastRun, shareOfDay } from './day-model.ts'
import type { Measure } from './measures.ts'
import { patternImage, type Shade, shadeOf } from './shading.ts'

/** A day of the year: its number on the colour of its bars. Its words tell all that the colours do. */
export const DayCell = memo(
  function DayCell({ cell, chosen, within }: { cell: Cell } & Choice) {
    const { day, measure } = cell
    const shade = shadeOfDay(day, measure)
    return (
      <DayButton
        cell={cell}
        chosen={chosen}
        within={within}
        style={shade && paintOf(shade)}
        className={classes(
          'relative items-center justify-center rounded-[5px] text-xs leading-none tabular-nums @min-[760px]:text-sm @min-[760px]:leading-none',
          groundOf(day, shade !== undefined),
        )}
      >
        {Number(day.date.slice(8))}
        <DayMarks cell={cell} onColor={shade !== undefined} places={smallPlaces} />
      </DayButton>
    )
  },
  (before, after) =>
    before.cell.label === after.cell.label &&
    before.cell.measure === after.cell.measure &&
    before.chosen === after.chosen &&
    before.within === after.within,
)

const smallPlaces: MarkPlaces = { clock: '-top-[3px] -right-[3px]', flag: 'bottom-[1px] left-[1px]' }

/** How the bars of a day are painted; undefined where there are none to paint. */
export function shadeOfDay(day: Day, measure: Measure): Shade | undefined {
  const share = shareOfDay(day, measure)
  return share === undefined ? undefined : shadeOf(measure, share)
}

export function paintOf({ ground, ink, pattern }: Shade): CSSProperties {
  return { backgroundColor: ground, backgroundImage: patternImage(pattern), color: ink }
}

/** The ground of a day whose bars have no colour: no bars are no bad bars. */
export function groundOf({ session, bars, closure, projected }: Day, isPainted: boolean): string {
  if (!session) return classes('text-faint', closure && 'bg-panel line-through decoration-1')
  const dashed = projected && 'border border-edge border-dashed'
  if (isPainted) return classes('font-medium', dashed)
  if (bars.kind === 'none' || bars.kind === 'counted')
    return classes('bg-raised text-muted', dashed || 'border border-line')
  return classes('text-muted', dashed || 'border border-line/60')
}

/** Where the signs that do not stand in a corner have room. */
export interface MarkPlaces {
  readonly clock: string
  readonly flag: string
}

/** Small signs: late open, early close, a change of the clocks, one by the user, and the session of a run. */
export function DayMarks({
  cell: { day, measure },
  onColor,
  places,
}: {
  cell: Cell
  onColor: boolean
  places: MarkPlaces
}) {
  const { session, clockChange, changes, runs } = day
  // On a colour signs have the ink of the number, which can be read there.
  const color = onColor ? 'text-current' : 'text-accent'
  const dot = classes('absolute top-[2px] size-[5px] rounded-full', onColor ? 'bg-current' : 'bg-accent')
  return (
    <>
      {session?.lateOpen && <span aria-hidden="true" className={classes(dot, 'left-[2px]')} />}
      {session?.earlyClose && <span aria-hidden="true" className={classes(dot, 'right-[2px]')} />}
      {clockChange !== undefined && (
        <Clock3
          aria-hidden="true"
          className={classes('absolute size-2', places.clock, onColor ? 'text-current' : 'text-muted')}
        />
      )}
      {measure === 'prefetched' && lastRun(runs) && (
        <Flag aria-hidden="true" className={classes('absolute size-2 fill-current', places.flag, color)} />
      )}
      {changes.length > 0 && (
        <PencilLine
          aria-hidden="true"
          className={classes('absolute right-[2px] bottom-[2px] size-2.5', color)}
        />
      )}
    </>
  )
}
