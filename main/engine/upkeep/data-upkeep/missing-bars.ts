import { setValues, valuesAt } from '#shared/bars/bar-values.ts'
import { allocateColumns, at, type BarColumns, type BarRange, lowerBound } from '#shared/bars/columns.ts'
import { filled } from '#shared/bars/state.ts'

/** Those bars, marked as filled, whose minutes are nowhere there: what is there stays as it is (G1). */
export function missingBars(there: readonly BarRange[], bars: BarColumns): BarColumns {
  const missing: number[] = []
  for (let index = 0; index < bars.start.length; index++)
    if (!there.some((range) => hasStart(range, at(bars.start, index)))) missing.push(index)
  const picked = allocateColumns(missing.length)
  missing.forEach((index, target) => {
    picked.start[target] = at(bars.start, index)
    setValues(picked, target, { ...valuesAt(bars, index), state: filled })
  })
  return picked
}

function hasStart({ columns, to }: BarRange, start: number): boolean {
  const place = lowerBound(columns.start, start, to)
  return place < to && at(columns.start, place) === start
}
