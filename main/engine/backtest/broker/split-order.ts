import type { Instrument } from '#shared/backtest/broker-settings.ts'
import type { Bracket, OrderKind } from '#shared/strategy/order.ts'
import { stepDown } from './steps.ts'
import { steppedBracket, steppedKind, trailedStop } from './take-order.ts'
import type { WaitingOrder } from './waiting-order.ts'

/**
 * Turns an order into one for shares after a split, 2 for two for one: prices divided, stepped to ticks as when it was
 * placed. Gives back the shares it waits for from then on, whole lots; the caller lets it wait for them.
 */
export function splitOrder(order: WaitingOrder, ratio: number, { tick, lot }: Instrument): number {
  const { sign } = order
  order.kind = steppedKind(splitKind(order.kind, ratio), sign, tick)
  if (order.bracket !== undefined) {
    order.bracket = steppedBracket(splitBracket(order.bracket, ratio), sign, tick)
  }
  order.best /= ratio
  const { kind } = order
  if (kind.type === 'limit' || kind.type === 'stop-limit') order.limit = kind.limit
  if (!Number.isNaN(order.stop)) {
    if (kind.type === 'stop' || kind.type === 'stop-limit') order.stop = kind.stop
    if (kind.type === 'trailing-stop') order.stop = trailedStop(kind.trail, order.best, sign, tick)
  }
  return stepDown(order.left * ratio, lot)
}

function splitKind(kind: OrderKind, ratio: number): OrderKind {
  switch (kind.type) {
    case 'market':
      return kind
    case 'limit':
      return { type: 'limit', limit: kind.limit / ratio }
    case 'stop':
      return { type: 'stop', stop: kind.stop / ratio }
    case 'stop-limit':
      return { type: 'stop-limit', stop: kind.stop / ratio, limit: kind.limit / ratio }
    case 'trailing-stop':
      return kind.trail.by === 'percent'
        ? kind
        : { type: 'trailing-stop', trail: { by: 'points', points: kind.trail.points / ratio } }
  }
}

function splitBracket({ takeProfit, stopLoss }: Bracket, ratio: number): Bracket {
  return {
    ...(takeProfit !== undefined && { takeProfit: takeProfit / ratio }),
    ...(stopLoss !== undefined && { stopLoss: stopLoss / ratio }),
  }
}
