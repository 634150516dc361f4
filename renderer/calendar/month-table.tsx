import type { ComponentType } from 'react'
import { monthNames } from '../time/zone.ts'
import { classes } from '../ui/classes.ts'
import { type MonthCells, useChoice } from './cells.ts'
import type { Cell, Choice } from './day-button.tsx'

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** A month as a grid of weeks; always six of them, so that nothing moves from one month to the next. */
export function MonthTable({
  cells: { month, weeks },
  Day,
  look,
}: {
  cells: MonthCells
  Day: ComponentType<{ cell: Cell } & Choice>
  look: 'small' | 'large'
}) {
  const choiceOf = useChoice()
  const name = `${monthNames[month.month - 1]} ${month.year}`
  return (
    <section aria-label={name} className={classes('flex min-w-0 flex-col', look === 'large' && 'h-full')}>
      {look === 'small' && <h2 className="pb-1 font-semibold text-sm">{monthNames[month.month - 1]}</h2>}
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: days are walked with the arrows
        role="grid"
        aria-label={name}
        aria-multiselectable="true"
        className={classes('w-full table-fixed', look === 'large' && 'h-full')}
      >
        <thead>
          <tr>
            {weekdays.map((day) => (
              <th
                key={day}
                scope="col"
                abbr={day}
                className="h-4 text-center align-top font-normal text-2xs text-faint"
              >
                <span className="sr-only">{day}</span>
                <span aria-hidden="true">{day.slice(0, look === 'large' ? 3 : 2)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: weeks have no identity but their place
            <tr key={row}>
              {week.map((cell, column) => {
                const choice = cell && choiceOf(cell.day.date)
                return (
                  // biome-ignore lint/a11y/useFocusableInteractive: the day in it has the focus
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: so have days of other months
                    key={column}
                    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of the grid
                    role="gridcell"
                    aria-selected={choice ? choice.chosen || choice.within : undefined}
                    className={look === 'large' ? 'h-[15%] p-[2px]' : 'h-(--week) p-[1.5px]'}
                  >
                    {cell && choice && <Day cell={cell} {...choice} />}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
