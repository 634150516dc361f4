import { quantityText } from '#shared/backtest/figure-text.ts'
import type { OrderKind, OrderRequest, Trail } from '#shared/strategy/order.ts'
import type { WaitingRow } from './trade-log.ts'

/** "Buy 100 SPY at market", "Sell 100 SPY, limit 169.2". */
export function orderWords({ side, quantity, symbol, kind }: OrderRequest): string {
  const what = `${side === 'buy' ? 'Buy' : 'Sell'} ${quantityText(quantity)} ${symbol}`
  return kind === undefined || kind.type === 'market' ? `${what} at market` : `${what}, ${kindWords(kind)}`
}

/** "limit 169.2", "trails by 2 %". */
export function kindWords(kind: OrderKind): string {
  switch (kind.type) {
    case 'market':
      return 'at market'
    case 'limit':
      return `limit ${kind.limit}`
    case 'stop':
      return `stop ${kind.stop}`
    case 'stop-limit':
      return `stop ${kind.stop}, limit ${kind.limit}`
    case 'trailing-stop':
      return trailWords(kind.trail)
  }
}

/** An order that waits: "limit 169.2", "stop 165.81, trails by 2 %". */
export function waitingWords({ kind, trailed }: Pick<WaitingRow, 'kind' | 'trailed'>): string {
  return trailed ? `stop ${trailed.stop}, ${kindWords(kind)}` : kindWords(kind)
}

/** "trails by 0.5", "trails by 2 %". One that was moved on the chart has more decimals than anyone reads. */
export function trailWords(trail: Trail): string {
  return trail.by === 'points'
    ? `trails by ${trail.points}`
    : `trails by ${Number(trail.percent.toFixed(4))}\u00a0%`
}
