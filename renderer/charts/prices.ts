import { at } from '#shared/bars/columns.ts'

const leastDecimals = 2
const mostDecimals = 8

/** Decimals a number is written with, at most eight. */
export function decimalsOf(value: number): number {
  for (let decimals = 0; decimals < mostDecimals; decimals += 1) {
    const scaled = value * 10 ** decimals
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * Math.max(1, Math.abs(scaled) * 1e-6)) return decimals
  }
  return mostDecimals
}

/**
 * Decimals for the price axis: as many as nine of ten prices need and at least two, so that a few trades
 * between two cents do not widen the whole axis.
 */
export function axisDecimals(prices: Float64Array, length: number): number {
  const counts = new Array<number>(mostDecimals + 1).fill(0)
  const step = Math.max(1, Math.floor(length / 500))
  let seen = 0
  for (let index = 0; index < length; index += step) {
    const decimals = decimalsOf(at(prices, index))
    counts[decimals] = (counts[decimals] ?? 0) + 1
    seen += 1
  }
  let covered = 0
  for (let decimals = 0; decimals <= mostDecimals; decimals += 1) {
    covered += counts[decimals] ?? 0
    if (seen > 0 && covered >= 0.9 * seen) return Math.max(leastDecimals, decimals)
  }
  return leastDecimals
}

const groups = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const fractions = new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 })

/** A price in full: at least `decimals`, and as many more as it has. */
export function formatPrice(value: number, decimals = leastDecimals): string {
  if (!Number.isFinite(value)) return '–'
  return value.toFixed(Math.max(decimals, Math.min(decimalsOf(value), 6)))
}

/** A count with thousands separated. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return Math.abs(value) < 1000 ? fractions.format(value) : groups.format(value)
}

/** A large number in short: "61.2 M". */
export function formatShort(value: number): string {
  if (!Number.isFinite(value)) return '–'
  for (const [unit, size] of [
    ['B', 1e9],
    ['M', 1e6],
    ['K', 1e4],
  ] as const) {
    if (value >= size) {
      const scaled = unit === 'K' ? value / 1e3 : value / size
      return `${scaled.toFixed(scaled >= 100 ? 0 : 1)} ${unit}`
    }
  }
  return formatCount(value)
}

/** A change in percent with its sign, "+0.42%" and "−0.56%"; undefined where there is nothing to compare with. */
export function formatChange(last: number, before: number | undefined): string | undefined {
  if (before === undefined || !Number.isFinite(last) || before === 0) return undefined
  const percent = ((last - before) / before) * 100
  const digits = Math.abs(percent).toFixed(2)
  if (Number(digits) === 0) return '0.00%'
  return `${percent < 0 ? '−' : '+'}${digits}%`
}

/** Bytes in the unit people read: "1.4 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`
  if (bytes < 1e9) return `${(bytes / 1e6).toFixed(1)} MB`
  return `${(bytes / 1e9).toFixed(2)} GB`
}
