import { at } from '#shared/bars/columns.ts'

const mostDecimals = 12
const powers = Array.from({ length: mostDecimals + 1 }, (_, decimals) => 10 ** decimals)

/** Ten to the power of `decimals`. Throws a RangeError for more decimals than are ever written. */
export function powerOfTen(decimals: number): number {
  const power = powers[decimals]
  if (power === undefined) throw new RangeError(`A scale of ${decimals} decimals`)
  return power
}

/**
 * The least number of decimals with which every value of the columns is a whole number below `limit` that reads
 * back as the very same double; undefined when there is none. A value that is exact with some decimals is so
 * with more, as long as it stays below 2^52, hence one pass.
 */
export function leastDecimals(columns: readonly Float64Array[], limit: number): number | undefined {
  let decimals = 0
  let power = 1
  let largest = 0
  for (const column of columns) {
    for (let i = 0; i < column.length; i++) {
      const value = at(column, i)
      if (value === 0 && 1 / value < 0) return undefined
      while (Math.round(value * power) / power !== value) {
        if (decimals === mostDecimals) return undefined
        power = powerOfTen(++decimals)
      }
      const size = Math.abs(value)
      if (size > largest) largest = size
    }
  }
  return largest * power < limit ? decimals : undefined
}

/** Each value as a whole number of units of 10^-decimals; 32 bits must be enough. */
export function scaled(column: Float64Array, decimals: number): Int32Array {
  const power = powerOfTen(decimals)
  const whole = new Int32Array(column.length)
  for (let i = 0; i < column.length; i++) whole[i] = Math.round(at(column, i) * power)
  return whole
}
