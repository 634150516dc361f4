import { useMonthCells } from './cells.ts'
import { DayCell } from './day-cell.tsx'
import type { DayLookUp } from './days.ts'
import { MonthTable } from './month-table.tsx'

const months = Array.from({ length: 12 }, (_, index) => index + 1)

/** Twelve months side by side. */
export function YearGrid({ lookUp, year }: { lookUp: DayLookUp; year: number }) {
  const cells = useMonthCells(lookUp, year, months)
  return (
    <div className="grid grid-cols-3 gap-x-6 gap-y-4 @min-[1000px]:grid-cols-4 @min-[1900px]:grid-cols-6">
      {cells.map((month) => (
        <MonthTable key={month.month.month} cells={month} Day={DayCell} look="small" />
      ))}
    </div>
  )
}
