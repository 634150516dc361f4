import type { Slippage, Spread } from '#shared/backtest/broker-settings.ts'

/** By how much a market or stop order fills worse than the price seen: slippage, and half of the spread. */
export function worseBy(slippage: Slippage, spread: Spread, price: number, tick: number): number {
  return amountOf(slippage, price, tick) + amountOf(spread, price, tick) / 2
}

function amountOf(cost: Slippage | Spread, price: number, tick: number): number {
  switch (cost.kind) {
    case 'none':
      return 0
    case 'ticks':
      return cost.ticks * tick
    case 'percent':
      return (Math.abs(price) * cost.percent) / 100
  }
}
