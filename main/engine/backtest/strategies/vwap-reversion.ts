import { defineStrategy } from '#shared/strategy/strategy.ts'

/** Buys what has fallen some average true ranges below the session's volume-weighted price, until it is back there. */
export default defineStrategy({
  name: 'VWAP reversion',
  params: {
    ranges: { default: 3, min: 1, max: 10, step: 0.5 },
    period: { default: 20, min: 5, max: 100 },
    percent: { default: 50, min: 5, max: 100, step: 5 },
  },
  minCoverage: 90,
  onBar(ctx, { symbol, end, close }) {
    const { params, session } = ctx
    const vwap = ctx.indicator(symbol, 'vwap').value()
    const range = ctx.indicator(symbol, 'atr', { period: params.period }).value()
    if (vwap === undefined || range === undefined) return
    const held = ctx.position(symbol).quantity
    const isLate = end >= session.close - 15 * 60_000
    if (held > 0 && (close >= vwap || isLate)) ctx.target({ symbol, quantity: 0 })
    if (held === 0 && !isLate && close < vwap - params.ranges * range)
      ctx.target({ symbol, percent: params.percent / ctx.symbols.length })
  },
})
