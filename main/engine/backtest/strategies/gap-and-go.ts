import { defineStrategy } from '#shared/strategy/strategy.ts'

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
