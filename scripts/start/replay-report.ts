import { z } from 'zod'

const replayResult = z.object({
  session: z.string(),
  symbols: z.int(),
  bars: z.int(),
  derived: z.int(),
  events: z.int(),
  seconds: z.number(),
  barsPerSecond: z.number(),
})

/** What `tapedeck replay --json` printed, as lines for a person. */
export function replayReport(json: string, store: string): string {
  const result = replayResult.parse(JSON.parse(json))
  const count = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
  const rows: readonly (readonly [string, string])[] = [
    ['session', `${result.session} (synthetic)`],
    ['symbols', count.format(result.symbols)],
    ['bars', `${count.format(result.bars)} recorded, ${count.format(result.derived)} derived`],
    ['events', count.format(result.events)],
    ['time', `${result.seconds.toFixed(3)} s, ${count.format(result.barsPerSecond)} bars a second`],
    ['store', store],
  ]
  return rows.map(([name, value]) => `  ${name.padEnd(10)}${value}`).join('\n')
}
