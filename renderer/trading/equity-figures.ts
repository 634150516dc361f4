import type { EquityPoints } from '../stores/trading.ts'

/** What equity came to up to the clock. */
export interface EquityFigures {
  /** Won or lost since the beginning. */
  readonly net: number
  /** How far it was below its highest value before, at most, percent. */
  readonly maxDrawdownPct: number
  readonly drawdownPct: number
}

export function equityFigures({ equity, length, cash }: EquityPoints): EquityFigures {
  let peak = cash
  let [worst, now] = [0, 0]
  for (let point = 0; point < length; point += 1) {
    const value = equity[point] ?? cash
    if (value > peak) peak = value
    now = peak > 0 ? ((peak - value) / peak) * 100 : 0
    if (now > worst) worst = now
  }
  const last = length > 0 ? (equity[length - 1] ?? cash) : cash
  return { net: last - cash, maxDrawdownPct: worst, drawdownPct: now }
}

/**
 * Points as the columns of a picture `width` pixels wide: of those that fall into one, least and greatest. Times lie
 * evenly, as points do: nights and holes take no room.
 */
export function equityColumns({ equity, length }: EquityPoints, width: number): Float64Array {
  const count = Math.max(0, Math.min(Math.floor(width), length))
  const columns = new Float64Array(2 * count)
  for (let column = 0; column < count; column += 1) {
    const from = Math.floor((column * length) / count)
    const to = Math.max(from + 1, Math.floor(((column + 1) * length) / count))
    let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let point = from; point < to; point += 1) {
      const value = equity[point] ?? 0
      if (value < least) least = value
      if (value > greatest) greatest = value
    }
    columns[2 * column] = least
    columns[2 * column + 1] = greatest
  }
  return columns
}
