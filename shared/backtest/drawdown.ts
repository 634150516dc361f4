/** How far equity is below its highest value so far: columns as long as it. */
export interface DrawdownColumns {
  /** 0 and above. */
  readonly money: Float64Array
  /** Of the highest value so far; over 100 when more than all was lost. */
  readonly percent: Float64Array
}

/** Drawdown of equity at every point; what the run began with, above 0, is the first highest value. */
export function drawdownColumns(equity: Float64Array, cash: number): DrawdownColumns {
  const money = new Float64Array(equity.length)
  const percent = new Float64Array(equity.length)
  let peak = cash
  for (let index = 0; index < equity.length; index++) {
    const value = equity[index] as number
    if (value > peak) peak = value
    money[index] = peak - value
    percent[index] = (100 * (peak - value)) / peak
  }
  return { money, percent }
}

/** The greatest of a column of drawdowns; 0 of none. */
export function greatest(column: Float64Array): number {
  let most = 0
  for (const value of column) if (value > most) most = value
  return most
}

/** Sessions in a row, the most there were, whose last equity is below an earlier one or the cash at the start. */
export function longestDrawdown(daily: Float64Array, cash: number): number {
  let longest = 0
  let length = 0
  for (const money of drawdownColumns(daily, cash).money) {
    length = money > 0 ? length + 1 : 0
    if (length > longest) longest = length
  }
  return longest
}
