import { memo } from 'react'
import { flooredPercent } from '#shared/gaps/percent.ts'
import { formatCount } from '../charts/prices.ts'
import { formatSessionDay } from '../time/zone.ts'
import { classes } from '../ui/classes.ts'
import { useMonthCells } from './cells.ts'
import { type Cell, type Choice, DayButton } from './day-button.tsx'
import { DayMarks, groundOf, type MarkPlaces, paintOf, shadeOfDay } from './day-cell.tsx'
import { type Day, preparedOf } from './day-model.ts'
import type { DayLookUp } from './days.ts'
import { type Measure, type MinuteMeasure, percentText, shareOf } from './measures.ts'
import { MonthTable } from './month-table.tsx'

/** One month, with room for numbers and names. */
export function MonthPane({
  lookUp,
  year,
  months,
}: {
  lookUp: DayLookUp
  year: number
  /** The month, alone in a list that stays the same as long as it does. */
  months: readonly number[]
}) {
  const [cells] = useMonthCells(lookUp, year, months)
  return cells ? <MonthTable cells={cells} Day={LargeDay} look="large" /> : null
}

const largePlaces: MarkPlaces = { clock: 'top-2 right-4', flag: 'top-2 right-7' }

const LargeDay = memo(function LargeDay({ cell, chosen, within }: { cell: Cell } & Choice) {
  const { day, measure } = cell
  const shade = shadeOfDay(day, measure)
  return (
    <DayButton
      cell={cell}
      chosen={chosen}
      within={within}
      className={classes(
        'min-h-16 flex-col overflow-hidden rounded-md text-left',
        day.session ? 'bg-panel' : 'bg-panel/40',
      )}
    >
      <span
        style={shade && paintOf(shade)}
        className={classes(
          'relative flex h-6 w-full shrink-0 items-center rounded-t-md px-2 text-sm tabular-nums',
          groundOf(day, shade !== undefined),
        )}
      >
        {Number(day.date.slice(8))}
        <DayMarks cell={cell} onColor={shade !== undefined} places={largePlaces} />
      </span>
      <span className="flex min-h-0 w-full flex-1 flex-col px-2 pt-1 text-xs">
        {lines(day, measure).map(({ text, strong }) => (
          <span
            key={text}
            className={classes('truncate', strong ? 'font-medium text-ink text-sm' : 'text-muted')}
          >
            {text}
          </span>
        ))}
      </span>
    </DayButton>
  )
})

interface Line {
  readonly text: string
  readonly strong?: boolean
}

/** What stands in the cell of a day, below its number. */
function lines(day: Day, measure: Measure): readonly Line[] {
  const { session, bars, closure } = day
  if (!session) return closure ? [{ text: closure.reason }] : []
  const main = measure === 'prefetched' ? runLines(day) : barLines(bars, measure)
  return [...main, ...(session.reason === undefined ? [] : [{ text: session.reason }])]
}

function runLines({ runs, madeReady }: Day): readonly Line[] {
  const made = preparedOf({ runs, madeReady })
  if (!made) return [{ text: 'not prefetched' }]
  return [
    { text: percentText(flooredPercent(made.ready, made.of)), strong: true },
    { text: `${formatCount(made.ready)} of ${formatCount(made.of)} ready` },
    ...(madeReady && made === madeReady
      ? [{ text: `before ${formatSessionDay(madeReady.run.session)}` }]
      : []),
  ]
}

function barLines(bars: Day['bars'], measure: MinuteMeasure): readonly Line[] {
  switch (bars.kind) {
    case 'unknown':
      return []
    case 'to-come':
      return [{ text: 'to come' }]
    case 'none':
      return [{ text: 'no bars' }]
    case 'counted': {
      const { counts, stored, symbols } = bars
      const absent = stored < symbols ? [{ text: `bars of ${stored} of ${symbols}` }] : []
      return [
        { text: percentText(shareOf(measure, counts)), strong: true },
        { text: `${formatCount(counts.missing)} missing` },
        ...absent,
      ]
    }
  }
}
