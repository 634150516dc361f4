import type { BarObject } from './row-a-bar.ts'

/** What the baseline ends with. */
export interface ObjectBacktest {
  readonly trades: number
  readonly equity: number
}

/** Two averages worked out at every bar from arrays of bar objects, with orders in a list and equity in another. */
export function backtestObjects(bars: readonly BarObject[], fast: number, slow: number): ObjectBacktest {
  const mean = (to: number, count: number): number =>
    bars.slice(to - count + 1, to + 1).reduce((sum, { close }) => sum + close, 0) / count
  const equity: number[] = []
  let orders: { readonly shares: number }[] = []
  let cash = 100_000
  let held = 0
  let trades = 0
  for (const [index, bar] of bars.entries()) {
    for (const { shares } of orders) {
      cash -= shares * bar.open
      held += shares
      if (shares < 0) trades += 1
    }
    orders = []
    equity.push(cash + held * bar.close)
    if (index < slow - 1) continue
    const isUp = mean(index, fast) > mean(index, slow)
    if (isUp && held === 0)
      orders = [...orders, { shares: Math.trunc(((equity.at(-1) ?? 0) * 0.95) / bar.close) }]
    if (!isUp && held > 0) orders = [...orders, { shares: -held }]
  }
  return { trades, equity: equity.at(-1) ?? 0 }
}
