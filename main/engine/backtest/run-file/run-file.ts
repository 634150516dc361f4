import { createHash } from 'node:crypto'
import { z } from 'zod'
import { brokerSettingsShape } from '#shared/backtest/broker-settings-shape.ts'
import type { BacktestResult } from '#shared/backtest/result.ts'
import { intervalShape, sessionDateShape, symbolShape } from '#shared/protocol/shapes.ts'
import { chosenStrategyShape } from '#shared/strategy/chosen-strategy.ts'
import { seedShape } from '#shared/strategy/seed.ts'
import type { RunBars } from '../run/backtest-input.ts'

const hashShape = z.string().regex(/^[0-9a-f]{64}$/)
const runFileShape = z.object({
  format: z.literal('tapedeck backtest 1'),
  strategy: chosenStrategyShape,
  params: z.record(z.string(), z.number()),
  symbols: z.array(symbolShape).min(1),
  exchange: z.string(),
  from: sessionDateShape,
  to: sessionDateShape,
  interval: intervalShape,
  view: z.enum(['as-traded', 'as-repaired']),
  broker: brokerSettingsShape,
  closeAtEnd: z.boolean(),
  seed: seedShape.exactOptional(),
  /** Hashes of what the run was given, and of what came of it: two runs with the same ones are the same. */
  calendar: z.string(),
  bars: z.record(z.string(), hashShape),
  result: hashShape,
})

/** All that a backtest was made of, and what it gave, by hash. */
export type RunFile = z.infer<typeof runFileShape>

/** The text of a run file. */
export function runFileText(file: RunFile): string {
  // JSON has no undefined: what has no limit is written as null.
  return `${JSON.stringify(file, (_, value: unknown) => value ?? null, 2)}\n`
}

/** Reads a run file; what is wrong with it, in one line, where it is none. */
export function parseRunFile(text: string): RunFile | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return `it is not JSON (${(error as Error).message})`
  }
  const parsed = runFileShape.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  return `it is not the file of a run: ${issue?.path.join('.') || 'it'}: ${issue?.message}`
}

/** Hash of the bars of a symbol, with what its shares went through. */
export function hashOfBars({ columns, actions }: RunBars): string {
  const hash = createHash('sha256')
  for (const column of Object.values(columns))
    hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength))
  return hash.update(JSON.stringify(actions)).digest('hex')
}

/** Hash of everything that happened to orders, and of the trades. */
export function hashOfResult({ events, trades }: BacktestResult): string {
  return createHash('sha256')
    .update(JSON.stringify([events, trades]))
    .digest('hex')
}

/** What of a run is not as it was: its bars by symbol, its calendar, and what came of it; none where it is the same. */
export function changesSince(before: RunFile, now: RunFile): readonly string[] {
  const changes = before.symbols
    .filter((symbol) => before.bars[symbol] !== now.bars[symbol])
    .map((symbol) => `the bars of ${symbol}`)
  if (before.calendar !== now.calendar)
    changes.push(`the calendar of ${before.exchange} (${before.calendar} then, ${now.calendar} now)`)
  if (before.result !== now.result) changes.push('the trades')
  return changes
}
