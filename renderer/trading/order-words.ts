import { quantityText } from '#shared/backtest/figure-text.ts'
import type { OrderKind, OrderRequest } from '#shared/strategy/order.ts'

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
      return `trails by ${kind.trail.by === 'points' ? kind.trail.points : `${kind.trail.percent} %`}`
  }
}
