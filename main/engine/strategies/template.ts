/** What a new strategy begins with: it runs as it stands. `title` may be any text. */
export function templateText(title: string): string {
  return `import { defineStrategy } from 'tapedeck'

/** Holds each symbol while its price is above the average of its last closes. */
export default defineStrategy({
  name: ${quoted(title)},
  params: {
    period: { default: 20, min: 2, max: 200 },
  },
  onBar(ctx, { symbol, close }) {
    const average = ctx.indicator(symbol, 'sma', { period: ctx.params.period }).value()
    if (average === undefined) return
    const held = ctx.position(symbol).quantity
    if (close > average && held === 0) ctx.target({ symbol, percent: 90 / ctx.symbols.length })
    if (close < average && held > 0) ctx.target({ symbol, quantity: 0 })
  },
})
`
}

/** The text of a copy: the first place where it says its title says the new one. */
export function renamedText(text: string, before: string, title: string): string {
  return text.replace(`name: ${quoted(before)}`, () => `name: ${quoted(title)}`)
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replace(/\s+/g, ' ')}'`
}
