import { at, type BarColumns, priceColumns, sliceColumns } from '#shared/bars/columns.ts'
import type { Adjustment } from './factors.ts'

/**
 * The bars of one session, adjusted: prices for splits and dividends, volumes for splits only. Where both factors
 * are 1 the columns are those given, else columns of their own.
 */
export function adjustColumns(columns: BarColumns, { price, split }: Adjustment): BarColumns {
  if (price === 1 && split === 1) return columns
  const adjusted = sliceColumns(columns)
  for (const name of priceColumns) {
    const column = adjusted[name]
    for (let index = 0; index < column.length; index++) column[index] = at(column, index) * price
  }
  const { volume } = adjusted
  for (let index = 0; index < volume.length; index++) volume[index] = at(volume, index) / split
  return adjusted
}
