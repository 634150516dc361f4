import type { Instrument } from '#shared/backtest/broker-settings.ts'
import type { Bracket, OrderKind, OrderRequest, Trail } from '#shared/strategy/order.ts'
import { stepDown, stepUp } from './steps.ts'

/** An order as the broker takes it, or why it does not. */
export type Taken = { readonly request: OrderRequest } | { readonly reason: string }

/**
 * Checks what a strategy asks for, which may be anything, and steps it: the quantity down to whole lots, prices to
 * ticks away from the market, so that a limit is never passed and nothing is filled earlier than was asked for.
 */
export function takeOrder(asked: OrderRequest, { symbol, tick, lot }: Instrument): Taken {
  const { side, quantity, tif = 'day', oco, note } = asked
  const kind = asked.kind ?? { type: 'market' }
  if (side !== 'buy' && side !== 'sell') return refused(`side is ${said(side)}, not buy or sell`)
  if (!isNumber(quantity) || quantity <= 0) return refused(`quantity is ${said(quantity)}, not above 0`)
  if (tif !== 'day' && tif !== 'gtc') return refused(`tif is ${said(tif)}, not day or gtc`)
  const whole = stepDown(quantity, lot)
  if (whole <= 0) return refused(`quantity ${quantity} is below one lot of ${lot}`)
  const wrong = wrongKind(kind) ?? wrongBracket(asked.bracket, kind, side === 'buy' ? 1 : -1)
  if (wrong !== undefined) return refused(wrong)
  const sign = side === 'buy' ? 1 : -1
  const request: { -readonly [Key in keyof OrderRequest]: OrderRequest[Key] } = {
    symbol,
    side,
    quantity: whole,
    kind: steppedKind(kind, sign, tick),
    tif,
  }
  if (asked.bracket !== undefined) request.bracket = steppedBracket(asked.bracket, sign, tick)
  if (oco !== undefined) request.oco = oco
  if (note !== undefined) request.note = note
  return { request }
}

/** Prices of an order in ticks, away from the market: of `sign` 1 a limit down and a stop up. */
export function steppedKind(kind: OrderKind, sign: 1 | -1, tick: number): OrderKind {
  switch (kind.type) {
    case 'market':
      return { type: 'market' }
    case 'limit':
      return { type: 'limit', limit: steppedLimit(kind.limit, sign, tick) }
    case 'stop':
      return { type: 'stop', stop: steppedStop(kind.stop, sign, tick) }
    case 'stop-limit':
      return {
        type: 'stop-limit',
        stop: steppedStop(kind.stop, sign, tick),
        limit: steppedLimit(kind.limit, sign, tick),
      }
    case 'trailing-stop':
      return { type: 'trailing-stop', trail: { ...kind.trail } }
  }
}

/** Prices of a bracket in ticks; `sign` is that of the order that opens. */
export function steppedBracket(bracket: Bracket, sign: 1 | -1, tick: number): Bracket {
  const { takeProfit, stopLoss } = bracket
  const closing = sign === 1 ? -1 : 1
  return {
    ...(takeProfit !== undefined && { takeProfit: steppedLimit(takeProfit, closing, tick) }),
    ...(stopLoss !== undefined && { stopLoss: steppedStop(stopLoss, closing, tick) }),
  }
}

/** The level of a trailing stop behind the best price, in ticks. */
export function trailedStop(trail: Trail, best: number, sign: 1 | -1, tick: number): number {
  const behind = trail.by === 'points' ? trail.points : (Math.abs(best) * trail.percent) / 100
  return steppedStop(best + sign * behind, sign, tick)
}

function steppedLimit(price: number, sign: 1 | -1, tick: number): number {
  return sign > 0 ? stepDown(price, tick) : stepUp(price, tick)
}

function steppedStop(price: number, sign: 1 | -1, tick: number): number {
  return sign > 0 ? stepUp(price, tick) : stepDown(price, tick)
}

function wrongKind(kind: OrderKind): string | undefined {
  switch (kind?.type) {
    case 'market':
      return undefined
    case 'limit':
      return wrongPrice('limit', kind.limit)
    case 'stop':
      return wrongPrice('stop', kind.stop)
    case 'stop-limit':
      return wrongPrice('stop', kind.stop) ?? wrongPrice('limit', kind.limit)
    case 'trailing-stop':
      return wrongTrail(kind.trail)
    default:
      return `kind is ${said(kind)}, not one of market, limit, stop, stop-limit, trailing-stop`
  }
}

function wrongTrail(trail: Trail): string | undefined {
  switch (trail?.by) {
    case 'points':
      return isNumber(trail.points) && trail.points > 0
        ? undefined
        : `trail is ${said(trail.points)} points, not above 0`
    case 'percent':
      return isNumber(trail.percent) && trail.percent > 0 && trail.percent < 100
        ? undefined
        : `trail is ${said(trail.percent)} percent, not between 0 and 100`
    default:
      return `trail is ${said(trail)}, not by points or percent`
  }
}

/** An exit on the wrong side of the entry, or of the other exit, would close a position as soon as it is opened. */
function wrongBracket(bracket: Bracket | undefined, kind: OrderKind, sign: 1 | -1): string | undefined {
  if (bracket === undefined) return undefined
  if (typeof bracket !== 'object' || bracket === null) return `bracket is ${said(bracket)}`
  const { takeProfit, stopLoss } = bracket
  if (takeProfit === undefined && stopLoss === undefined) return 'bracket has neither takeProfit nor stopLoss'
  const wrong =
    (takeProfit === undefined ? undefined : wrongPrice('takeProfit', takeProfit)) ??
    (stopLoss === undefined ? undefined : wrongPrice('stopLoss', stopLoss))
  if (wrong !== undefined) return wrong
  const entry = kind.type === 'limit' || kind.type === 'stop-limit' ? kind.limit : undefined
  const price = entry ?? (kind.type === 'stop' ? kind.stop : undefined)
  const [over, under] = sign > 0 ? ['above', 'below'] : ['below', 'above']
  if (takeProfit !== undefined && stopLoss !== undefined && sign * takeProfit <= sign * stopLoss) {
    return `takeProfit ${takeProfit} is not ${over} stopLoss ${stopLoss}`
  }
  if (price !== undefined && takeProfit !== undefined && sign * takeProfit <= sign * price) {
    return `takeProfit ${takeProfit} is not ${over} the entry at ${price}`
  }
  if (price !== undefined && stopLoss !== undefined && sign * stopLoss >= sign * price) {
    return `stopLoss ${stopLoss} is not ${under} the entry at ${price}`
  }
  return undefined
}

function wrongPrice(name: string, price: unknown): string | undefined {
  return isNumber(price) ? undefined : `${name} is ${said(price)}, not a price`
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function said(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

function refused(reason: string): Taken {
  return { reason }
}
