import type { CSSProperties, ReactNode } from 'react'
import { classes } from '../ui/classes.ts'
import type { Day } from './day-model.ts'
import type { Measure } from './measures.ts'

/** A day with its words, made once for as long as nothing of it changes. */
export interface Cell {
  readonly day: Day
  readonly measure: Measure
  readonly label: string
}

/** Where a day stands in what is chosen. */
export interface Choice {
  readonly chosen: boolean
  /** Lies in the chosen range. */
  readonly within: boolean
}

/** The button of a day: its words tell all that is shown in it; of all days only the chosen one is a stop of Tab. */
export function DayButton({
  cell: { day, label },
  chosen,
  within,
  style,
  className,
  children,
}: { cell: Cell; style?: CSSProperties | undefined; className: string; children: ReactNode } & Choice) {
  return (
    <button
      type="button"
      data-day={day.date}
      data-bars={day.session ? day.bars.kind : 'closed'}
      tabIndex={chosen ? 0 : -1}
      aria-label={label}
      style={style}
      className={classes('flex size-full -outline-offset-1', className, ringOf({ chosen, within }))}
    >
      {children}
    </button>
  )
}

function ringOf({ chosen, within }: Choice): string | false {
  if (chosen) return 'ring-2 ring-ink ring-offset-1 ring-offset-canvas'
  return within && 'ring-1 ring-ink/80'
}
