import { defineStrategy } from '#shared/strategy/strategy.ts'

/** Where each symbol has been since the open, and whether it was dealt in. */
const ranges = new Map<string, { high: number; low: number; isDone: boolean }>()

/** Buys what breaks out of the range of its first minutes upwards, sells what does downwards; out at the end. */
export default defineStrategy({
  name: 'Opening range breakout',
  params: {
    minutes: { default: 30, min: 5, max: 120, step: 5 },
    percent: { default: 50, min: 5, max: 100, step: 5 },
    /** How far the target is, in ranges. */
    target: { default: 2, min: 0.5, max: 5, step: 0.5 },
  },
  onSessionStart() {
    ranges.clear()
  },
  onBar(ctx, { symbol, end, high, low, close }) {
    const { params, session } = ctx
    const range = ranges.get(symbol)
    if (end <= session.open + params.minutes * 60_000) {
      ranges.set(symbol, {
        high: Math.max(range?.high ?? high, high),
        low: Math.min(range?.low ?? low, low),
        isDone: false,
      })
      return
    }
    const held = ctx.position(symbol).quantity
    // Five minutes before the close nothing is left to win from the range.
    if (end >= session.close - 5 * 60_000) {
      if (held !== 0) ctx.target({ symbol, quantity: 0 })
      return
    }
    if (!range || range.isDone || held !== 0) return
    const side = close > range.high ? 'buy' : close < range.low ? 'sell' : undefined
    if (!side) return
    range.isDone = true
    const quantity = Math.floor((ctx.equity * params.percent) / 100 / ctx.symbols.length / close)
    const width = range.high - range.low
    if (quantity === 0 || width === 0) return
    const sign = side === 'buy' ? 1 : -1
    ctx.order({
      ...{ symbol, side, quantity },
      bracket: {
        takeProfit: close + sign * params.target * width,
        stopLoss: side === 'buy' ? range.low : range.high,
      },
    })
  },
})
