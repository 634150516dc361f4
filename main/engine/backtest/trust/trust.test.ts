import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BacktestResult } from '#shared/backtest/result.ts'
import { stateName } from '#shared/bars/state.ts'
import type { Strategy } from '#shared/strategy/strategy.ts'
import type { BacktestInput } from '../run/backtest-input.ts'
import { runBacktest } from '../run/run-backtest.ts'
import { builtInStrategies } from '../strategies/built-in.ts'
import { runInput, type TestBar } from '../testing/run-input.ts'
import { forwardFilled, withoutGappySessions } from './gap-variants.ts'
import { findLookAhead } from './look-ahead.ts'

function running(strategy: Strategy) {
  return async (input: BacktestInput): Promise<BacktestResult> => runBacktest(input, strategy, () => {})
}

/** Prices that go up and down. */
function waves(minutes: number): TestBar[] {
  return Array.from({ length: minutes }, (_, minute) => {
    const price = 100 + Math.round(30 * Math.sin(minute / 6)) / 10
    return [price, price + 0.5, price - 0.5, price]
  })
}

test('a strategy that decides by what it is told looks at nothing ahead', async () => {
  const strategy = builtInStrategies['two-averages']
  if (!strategy) throw new Error('it comes with the program')
  const params = { fast: 3, slow: 8, percent: 90 }
  const input = runInput([{ symbol: 'A', sessions: [waves(120), waves(90)] }], { params })
  expect((await running(strategy)(input)).events.length).toBeGreaterThan(10)
  expect(await findLookAhead(input, running(strategy), 12)).toBeUndefined()
})

test('one that knows what is to come is found out at the bar where it first decides by it', async () => {
  const input = runInput([{ symbol: 'A', sessions: [waves(100)] }])
  const again = (given: BacktestInput): Promise<BacktestResult> => {
    const last = given.symbols[0]?.columns.close.at(-1) ?? 0
    const knowing: Strategy = {
      name: 'knows the end',
      onBar: (ctx, { symbol, close }) => {
        if (ctx.bars(symbol).length === 20 && last > close) ctx.order({ symbol, side: 'buy', quantity: 1 })
      },
    }
    return running(knowing)(given)
  }
  const lookAhead = await findLookAhead(input, again, 20)
  const open = input.sessions[0]?.open ?? 0
  expect(lookAhead).toMatchObject({ at: open + 20 * 60_000, symbol: 'A' })
})

const bar: TestBar = [10, 12, 9, 11]
const anySession = fc.array(fc.option(fc.constant(bar), { nil: undefined, freq: 4 }), {
  minLength: 390,
  maxLength: 390,
})

test('filled forward, every minute from the first bar on has a bar, and those that were there are as they were', () => {
  fc.assert(
    fc.property(anySession, (session) => {
      const input = runInput([{ symbol: 'A', sessions: [session] }])
      const [before] = input.symbols
      const [after] = forwardFilled(input).symbols
      if (!before || !after) throw new Error('there is one symbol')
      const open = input.sessions[0]?.open ?? 0
      const first = session.findIndex((one) => one !== undefined)
      const expected = first === -1 ? [] : Array.from({ length: 390 - first }, (_, place) => first + place)
      expect(Array.from(after.columns.start, (start) => (start - open) / 60_000)).toEqual(expected)
      for (const [index, start] of after.columns.start.entries()) {
        const wasThere = before.columns.start.includes(start)
        const state = stateName(after.columns.state[index] ?? 0)
        expect([after.columns.close[index], after.columns.volume[index], state]).toEqual(
          wasThere ? [11, 1000, 'recorded'] : [11, 0, 'synthetic'],
        )
      }
    }),
    { numRuns: 20 },
  )
})

test('sessions in which a symbol lacks a minute are left out, with what shares went through before the next one', () => {
  const whole = Array.from({ length: 390 }, () => bar)
  const holed = whole.map((one, minute) => (minute === 7 ? undefined : one))
  const input = runInput([
    {
      symbol: 'A',
      sessions: [whole, holed, whole],
      actions: [{ type: 'split', session: 1, ratio: 2 }],
    },
    { symbol: 'B', sessions: [whole, whole, whole] },
  ])
  const without = withoutGappySessions(input)
  expect(without.sessions).toEqual([input.sessions[0], input.sessions[2]])
  expect(without.symbols.map(({ sessionStarts }) => [...sessionStarts])).toEqual([
    [0, 390, 780],
    [0, 390, 780],
  ])
  expect(without.symbols[0]?.actions).toEqual([{ type: 'split', session: 1, ratio: 2 }])
})
