import { defineStrategy, type StrategyIndicator } from '#shared/strategy/strategy.ts'

/** The two averages of each symbol. */
const averages = new Map<string, { readonly fast: StrategyIndicator; readonly slow: StrategyIndicator }>()

/** Holds each symbol while its fast average is above its slow one. */
export default defineStrategy({
  name: 'Two moving averages',
  params: {
    fast: { default: 10, min: 2, max: 100 },
    slow: { default: 30, min: 3, max: 400 },
    percent: { default: 95, min: 5, max: 100, step: 5 },
  },
  onStart({ symbols, params, indicator }) {
    for (const symbol of symbols)
      averages.set(symbol, {
        fast: indicator(symbol, 'sma', { period: params.fast }),
        slow: indicator(symbol, 'sma', { period: params.slow }),
      })
  },
  onBar(ctx, { symbol }) {
    const both = averages.get(symbol)
    const fast = both?.fast.value()
    const slow = both?.slow.value()
    if (fast === undefined || slow === undefined) return
    const held = ctx.position(symbol).quantity
    if (fast > slow && held === 0) ctx.target({ symbol, percent: ctx.params.percent / ctx.symbols.length })
    if (fast < slow && held > 0) ctx.target({ symbol, quantity: 0 })
  },
})
