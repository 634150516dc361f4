import { defineStrategy } from '#shared/strategy/strategy.ts'

/** Trades the first two symbols against each other while the ratio of their prices is far from its average. */
export default defineStrategy({
  name: 'Pairs',
  params: {
    period: { default: 60, min: 10, max: 390, step: 10 },
    deviations: { default: 2, min: 0.5, max: 5, step: 0.5 },
    percent: { default: 40, min: 5, max: 50, step: 5 },
  },
  onBar(ctx, { symbol }) {
    const [one, other] = ctx.symbols
    if (one === undefined || other === undefined || symbol !== other) return
    const score = distance(
      ctx.bars(one).closes(ctx.params.period),
      ctx.bars(other).closes(ctx.params.period),
      ctx.params.period,
    )
    if (score === undefined) return
    const held = ctx.position(one).quantity
    const { percent, deviations } = ctx.params
    if (held === 0 && Math.abs(score) > deviations) {
      const sign = score > 0 ? -1 : 1
      ctx.target({ symbol: one, percent: sign * percent })
      ctx.target({ symbol: other, percent: -sign * percent })
    } else if (held !== 0 && held * score > 0) {
      ctx.target({ symbol: one, quantity: 0 })
      ctx.target({ symbol: other, quantity: 0 })
    }
  },
})

/** How many standard deviations the last ratio of prices lies from their mean; undefined without enough of them. */
function distance(prices: Float64Array, others: Float64Array, period: number): number | undefined {
  if (prices.length < period || others.length < period) return undefined
  let sum = 0
  let squares = 0
  let ratio = 0
  for (let index = 0; index < period; index += 1) {
    ratio = (prices[index] ?? 0) / (others[index] ?? 1)
    sum += ratio
    squares += ratio * ratio
  }
  const mean = sum / period
  const deviation = Math.sqrt(Math.max(0, squares / period - mean * mean))
  return deviation === 0 ? undefined : (ratio - mean) / deviation
}
