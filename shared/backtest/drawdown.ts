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

/** The max drawdowns in money and in percent, which may be of different points; 0 of none. */
export function greatestDrawdown(
  equity: Float64Array,
  cash: number,
): { readonly money: number; readonly percent: number } {
  let [peak, money, part] = [cash, 0, 0]
  for (let index = 0; index < equity.length; index++) {
    const value = equity[index] as number
    if (value > peak) peak = value
    else if (peak - value > money) money = peak - value
    if ((peak - value) / peak > part) part = (peak - value) / peak
  }
  return { money, percent: 100 * part }
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
