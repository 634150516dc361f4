import { defineStrategy } from '#shared/strategy/strategy.ts'

/** Holds each symbol while its fast average is above its slow one. */
export default defineStrategy({
  name: 'Two moving averages',
  params: {
    fast: { default: 10, min: 2, max: 100 },
    slow: { default: 30, min: 3, max: 400 },
    percent: { default: 95, min: 5, max: 100, step: 5 },
  },
  onBar({ symbols, params, position, indicator, target }, { symbol }) {
    const fast = indicator(symbol, 'sma', { period: params.fast }).value()
    const slow = indicator(symbol, 'sma', { period: params.slow }).value()
    if (fast === undefined || slow === undefined) return
    const held = position(symbol).quantity
    if (fast > slow && held === 0) target({ symbol, percent: params.percent / symbols.length })
    if (fast < slow && held > 0) target({ symbol, quantity: 0 })
  },
})
