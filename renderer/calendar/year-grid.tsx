import { classes } from '../ui/classes.ts'
import { useMonthCells } from './cells.ts'
import { DayCell } from './day-cell.tsx'
import type { DayLookUp } from './days.ts'
import { MonthTable } from './month-table.tsx'

const months = Array.from({ length: 12 }, (_, index) => index + 1)

/**
 * Twelve months side by side. Weeks are as high as the window lets all of them be seen at once, within what can be
 * read and hit; a lower or narrower window scrolls.
 */
export function YearGrid({ lookUp, year }: { lookUp: DayLookUp; year: number }) {
  const cells = useMonthCells(lookUp, year, months)
  return (
    <div
      className={classes(
        'grid max-w-[112rem] gap-x-5 gap-y-3 @min-[900px]:gap-x-7',
        'grid-cols-3 [--week:21px]',
        '@min-[640px]:grid-cols-4 @min-[640px]:[--week:clamp(19px,(100cqh-152px)/18,44px)]',
      )}
    >
      {cells.map((month) => (
        <MonthTable key={month.month.month} cells={month} Day={DayCell} look="small" />
      ))}
    </div>
  )
}
