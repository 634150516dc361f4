import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { BacktestResult } from '#shared/backtest/result.ts'
import { processTicker } from '../time/ticker.ts'
import type { BacktestInput } from './run/backtest-input.ts'
import { runBacktest } from './run/run-backtest.ts'
import { runInSandbox } from './sandbox/run-in-sandbox.ts'
import { builtInStrategies } from './strategies/built-in.ts'
import { completeStrategyParams } from './strategies/strategy-params.ts'
import { runInput, type TestBar } from './testing/run-input.ts'

const job = new URL('./thread.ts', import.meta.url)

function run(text: string, file: string, input: BacktestInput): Promise<BacktestResult> {
  const options = { strategy: { text, file }, ticker: processTicker }
  return runInSandbox<BacktestInput, BacktestResult>(job, input, options).then(({ output }) => output)
}

/** Two sessions of prices that swing. */
function swinging(shift: number): readonly TestBar[][] {
  return [0, 1].map((session) =>
    Array.from({ length: 390 }, (_, minute): TestBar => {
      const price = 100 + Math.round(400 * Math.sin((minute + shift + 200 * session) / 25)) / 100
      return [price, price + 0.05, price - 0.05, price + 0.02]
    }),
  )
}

const input = runInput([
  { symbol: 'A', sessions: swinging(0) },
  { symbol: 'B', sessions: swinging(40) },
])

test.each(Object.entries(builtInStrategies))(
  '%s does in its thread what it does without one',
  async (name, strategy) => {
    const source = readFileSync(new URL(`./strategies/${name}.ts`, import.meta.url), 'utf8')
    const text = source.replaceAll('#shared/strategy/strategy.ts', 'tapedeck')
    const params = completeStrategyParams(strategy, {})
    const expected = runBacktest({ ...input, params }, strategy, () => {})
    const result = await run(text, `${name}.ts`, input)
    expect(result).toEqual(expected)
    expect(result.bars).toBe(1560)
  },
)

test('what a strategy throws is told with its line, its bar and its symbol', async () => {
  const text = `import { defineStrategy } from 'tapedeck'
export default defineStrategy({
  name: 'Throws',
  onBar(ctx, bar) {
    if (ctx.bars(bar.symbol).length === 5) ctx.position('NONE')
  },
})`
  await expect(run(text, 'throws.ts', input)).rejects.toMatchObject({
    code: 'strategy-failed',
    message: expect.stringMatching(/^throws\.ts:5:\d+: onBar of A at 2024-07-08T13:35:00Z: NONE/),
  })
})

test('params that the strategy has not are refused as usage', async () => {
  const text = "export default { name: 'One', params: { fast: { default: 1, min: 1, max: 9 } }, onBar() {} }"
  await expect(run(text, 'one.ts', { ...input, params: { fats: 2 } })).rejects.toMatchObject({
    code: 'usage',
    message: 'one.ts: One has no param fats; did you mean fast?',
  })
})
