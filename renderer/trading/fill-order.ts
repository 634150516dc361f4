import type { FillRow } from './trade-log.ts'

export type FillColumn = 'time' | 'symbol' | 'side' | 'quantity' | 'price' | 'profit' | 'data'

export interface FillSort {
  readonly by: FillColumn
  readonly descending: boolean
}

/** Numbers of fills in the order of their rows; those that are equal in the order they happened. */
export function orderedFills(
  fills: readonly FillRow[],
  { by, descending }: FillSort,
  gravityOf: (marks: number) => number,
): Uint32Array {
  const order = Uint32Array.from(fills, (_, number) => number)
  if (by === 'time') return descending ? order.reverse() : order
  const sign = descending ? -1 : 1
  const compare = comparison(fills, by, gravityOf)
  return order.sort((one, other) => sign * compare(one, other) || one - other)
}

function comparison(
  fills: readonly FillRow[],
  by: Exclude<FillColumn, 'time'>,
  gravityOf: (marks: number) => number,
): (one: number, other: number) => number {
  if (by === 'symbol' || by === 'side')
    return (one, other) => (fills[one]?.[by] ?? '').localeCompare(fills[other]?.[by] ?? '')
  const value = (number: number): number => {
    const fill = fills[number]
    if (!fill) return 0
    // What closed nothing stands below every loss.
    if (by === 'profit') return fill.profit ?? Number.NEGATIVE_INFINITY
    return by === 'data' ? gravityOf(fill.marks) : fill[by]
  }
  return (one, other) => {
    const [first, second] = [value(one), value(other)]
    return first === second ? 0 : first < second ? -1 : 1
  }
}
