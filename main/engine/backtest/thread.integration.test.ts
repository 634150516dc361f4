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
import type { ThreadRun } from './thread.ts'

const job = new URL('./thread.ts', import.meta.url)

function run(text: string, file: string, input: BacktestInput): Promise<BacktestResult> {
  const options = { strategy: { text, file }, ticker: processTicker }
  return runInSandbox<BacktestInput, ThreadRun>(job, input, options).then(({ output }) => output.result)
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

test('the console writes into the log of the run, with the time, beside ctx.log', async () => {
  const text = `console.info('loaded')
  let bars = 0
  export default {
    name: 'Writes',
    onStart() { console.debug('starts', [1, 2]) },
    onBar(ctx, bar) {
      if (++bars > 1) return
      console.log(bar.symbol, { close: bar.close })
      ctx.log('beside')
      console.warn(bar)
      console.error(ctx.position('A'), new TypeError('odd'))
    },
  }`
  const { log, leftOut } = await run(text, 'writes.ts', input)
  const [session] = input.sessions
  const [first] = input.symbols
  const [open, end] = [session?.open, first?.end[0]]
  expect(leftOut.log).toBe(0)
  expect(log).toEqual([
    { at: open, text: 'loaded' },
    { at: open, text: 'starts [1,2]' },
    { at: end, text: `A {"close":${first?.columns.close[0]}}` },
    { at: end, text: 'beside' },
    {
      at: end,
      text: expect.stringMatching(
        /^\{"symbol":"A","interval":"1m","start":\d+,"end":\d+,"open":[\d.]+,.*"close":[\d.]+,"volume":\d+,"state":"recorded"\}$/,
      ),
    },
    { at: end, text: '{"quantity":0,"averagePrice":NaN} TypeError: odd' },
  ])
})

test('whatever a hostile strategy logs, the log stays short and the run goes on', async () => {
  const text = `let bars = 0
  const all = () => { throw new Error('a trap was run') }
  const names = ['get', 'has', 'ownKeys', 'getOwnPropertyDescriptor', 'getPrototypeOf', 'apply', 'set']
  const traps = Object.fromEntries(names.map((name) => [name, all]))
  export default {
    name: 'Floods',
    onBar(ctx) {
      if (++bars > 1) return
      const cyclic = { name: 'c' }
      cyclic.self = cyclic
      console.log(cyclic)
      console.log(new Proxy({}, traps), { inside: new Proxy([], traps) }, Object.create(new Proxy({}, traps)))
      console.log('x'.repeat(1e7))
      ctx.log('y'.repeat(1e7))
      console.log(...Array(1e4).fill('z'.repeat(1e4)))
      console.log({ get a() { throw new Error('a getter was run') }, toString: all, toJSON: all })
      for (let line = 0; line < 1e6; line++) console.log('line', line, { line })
    },
  }`
  const { log, leftOut, bars } = await run(text, 'floods.ts', input)
  expect(bars).toBe(1560)
  expect(log.slice(0, 6).map((line) => line.text)).toEqual([
    '{"name":"c","self":(cyclic)}',
    '(proxy) {"inside":(proxy)} {}',
    `${'x'.repeat(999)}…`,
    `${'y'.repeat(999)}…`,
    `${'z'.repeat(999)}…`,
    '{"a":(getter),"toString":(function),"toJSON":(function)}',
  ])
  expect(log[6]?.text).toBe('line 0 {"line":0}')
  expect(log).toHaveLength(10_000)
  expect(leftOut.log).toBe(1e6 - 9_994)
})

test('params that the strategy has not are refused as usage', async () => {
  const text = "export default { name: 'One', params: { fast: { default: 1, min: 1, max: 9 } }, onBar() {} }"
  await expect(run(text, 'one.ts', { ...input, params: { fats: 2 } })).rejects.toMatchObject({
    code: 'usage',
    message: 'one.ts: One has no param fats; did you mean fast?',
  })
})

test('a strategy cannot change what contexts and bars of other runs share', async () => {
  const text = `export default { name: 'Tampers', onBar(ctx, bar) {
    for (const shared of [ctx, bar].map(Object.getPrototypeOf)) {
      try { shared.tampered = 1 } catch (error) { continue }
      throw new Error('changed')
    }
  } }`
  expect(await run(text, 'tampers.ts', input)).toMatchObject({ bars: 1560 })
})

test('a bar shows itself and no other: nothing of it can be called', async () => {
  const text = `export default { name: 'Looks ahead', onBar(ctx, bar) {
    for (let of = bar; of !== Object.prototype; of = Object.getPrototypeOf(of))
      for (const name of Object.getOwnPropertyNames(of))
        if (name !== 'constructor' && typeof bar[name] === 'function') throw new Error(name)
    if (Object.getOwnPropertyNames(bar.constructor).some((name) => typeof bar.constructor[name] === 'function'))
      throw new Error('static')
  } }`
  expect(await run(text, 'ahead.ts', input)).toMatchObject({ bars: 1560 })
})

test('orders and fills are what they were when they were handed over', async () => {
  const text = `let asked = 0
  export default { name: 'Lies', onBar(ctx, bar) {
    for (const waiting of ctx.orders()) waiting.kind.limit = 1e6
    if (ctx.bars('A').length > 1) return
    const request = { symbol: 'A', side: 'buy', get quantity() { return ++asked === 1 ? 7 : 1e9 }, note() {} }
    ctx.order(request)
    ctx.order({ symbol: 'A', side: 'buy', quantity: 1, tif: 'gtc', kind: { type: 'limit', limit: 1 } })
    ctx.order({ symbol: 'NONE', side: 'buy', quantity: 1, note: Symbol('x') })
    request.symbol = 'B'
  }, onFill(ctx, fill) { try { fill.price = 0 } catch {} } }`
  const { events } = await run(
    text,
    'lies.ts',
    runInput([{ symbol: 'A', sessions: swinging(0).slice(0, 1) }]),
  )
  const fills = events.flatMap((event) => (event.type === 'filled' ? [event.fill] : []))
  expect(fills.map(({ symbol, quantity, price }) => [symbol, quantity, price > 90])).toEqual([['A', 7, true]])
  expect(events.map(({ type }) => type)).toEqual(['placed', 'placed', 'rejected', 'filled'])
})
