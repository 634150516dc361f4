import { at, type BarRange, priceColumns, sliceColumns } from '#shared/bars/columns.ts'
import type { Adjustment } from './factors.ts'

/**
 * The bars of one session, adjusted: prices for splits and dividends, volumes for splits only. Where both factors
 * are 1 the range is the one given, else one of columns of their own.
 */
export function adjustBars(range: BarRange, { price, split }: Adjustment): BarRange {
  if (price === 1 && split === 1) return range
  const columns = sliceColumns(range.columns, range.from, range.to)
  for (const name of priceColumns) {
    const column = columns[name]
    for (let index = 0; index < column.length; index++) column[index] = at(column, index) * price
  }
  const { volume } = columns
  for (let index = 0; index < volume.length; index++) volume[index] = at(volume, index) / split
  return { columns, from: 0, to: volume.length }
}
