import { roundStep } from './scale.ts'

/** Trades that won from `from` up to below `to`, in money. */
export interface ProfitBin {
  readonly from: number
  readonly to: number
  readonly count: number
}

/** Profits in bins of one round width, of which one begins at 0; 7 to 30 bins or so, more for more trades. */
export function profitBins(profits: readonly number[]): readonly ProfitBin[] {
  if (profits.length === 0) return []
  const low = profits.reduce((least, profit) => Math.min(least, profit), 0)
  const high = profits.reduce((most, profit) => Math.max(most, profit), 0)
  const wanted = Math.min(30, Math.max(14, Math.ceil(Math.sqrt(profits.length))))
  const width = roundStep((high - low) / wanted || 1)
  const first = Math.floor(low / width)
  const counts = new Array<number>(Math.floor(high / width) - first + 1).fill(0)
  for (const profit of profits) {
    const bin = Math.floor(profit / width) - first
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts.map((count, bin) => ({ from: (first + bin) * width, to: (first + bin + 1) * width, count }))
}
