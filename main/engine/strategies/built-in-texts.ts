/** What the strategies that come with the program say, for authors to read and copy; made by scripts/strategy-texts.ts. */
export const builtInTexts: Readonly<Record<string, string>> = {
  'gap-and-go': `import { defineStrategy } from 'tapedeck'

/** Closes of the session before, and symbols that were dealt in today. */
const closes = new Map<string, number>()
const done = new Set<string>()

/** Buys what opens well above the close of the session before and goes on upwards, behind a trailing stop. */
export default defineStrategy({
  name: 'Gap and go',
  params: {
    gap: { default: 0.5, min: 0.1, max: 10, step: 0.1 },
    trail: { default: 0.4, min: 0.1, max: 5, step: 0.1 },
    percent: { default: 50, min: 5, max: 100, step: 5 },
  },
  onStart() {
    closes.clear()
  },
  onSessionStart() {
    done.clear()
  },
  onBar(ctx, { symbol, open, close }) {
    const { params } = ctx
    const before = closes.get(symbol)
    if (before === undefined || done.has(symbol)) return
    done.add(symbol)
    if (open < before * (1 + params.gap / 100) || close <= open) return
    const quantity = Math.floor((ctx.equity * params.percent) / 100 / ctx.symbols.length / close)
    if (quantity > 0) ctx.order({ symbol, side: 'buy', quantity, note: 'gap' })
  },
  onFill(ctx, { symbol, side, quantity }) {
    if (side === 'buy')
      ctx.order({
        ...{ symbol, side: 'sell', quantity },
        kind: { type: 'trailing-stop', trail: { by: 'percent', percent: ctx.params.trail } },
      })
  },
  onSessionEnd(ctx) {
    for (const symbol of ctx.symbols) {
      closes.set(symbol, ctx.bars(symbol).close())
      ctx.target({ symbol, quantity: 0 })
    }
  },
})
`,
  'opening-range': `import { defineStrategy } from 'tapedeck'

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
`,
  pairs: `import { defineStrategy } from 'tapedeck'

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
`,
  'two-averages': `import { defineStrategy, type StrategyIndicator } from 'tapedeck'

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
`,
  'vwap-reversion': `import { defineStrategy } from 'tapedeck'

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
`,
}
