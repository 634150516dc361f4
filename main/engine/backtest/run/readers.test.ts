import { expect, test } from 'vitest'
import type { Strategy, StrategyContext } from '#shared/strategy/strategy.ts'
import { runInput, type TestBar } from '../testing/run-input.ts'
import { runBacktest } from './run-backtest.ts'

const bars: readonly TestBar[] = [1, 2, 3, 4].map((price) => [price, price, price, price])

/** Runs four bars at 1 to 4 and asks at the end of each. */
function atEachBar(ask: (ctx: StrategyContext) => void): void {
  const strategy: Strategy = { name: 'asks', onBar: ask }
  runBacktest(runInput([{ symbol: 'A', sessions: [bars] }]), strategy, () => {})
}

test('functions of bars and indicators may be taken out of them and read the run as it stands', () => {
  const read: unknown[] = []
  let close = (): number => Number.NaN
  let value = (): number | undefined => undefined
  atEachBar((ctx) => {
    if (ctx.bars('A').length === 1) {
      close = ctx.bars('A').close
      value = ctx.indicator('A', 'sma', { period: 2 }).value
    }
    read.push([close(), value()])
  })
  expect(read).toEqual([
    [1, undefined],
    [2, 1.5],
    [3, 2.5],
    [4, 3.5],
  ])
})

test('a strategy can change neither what it reads from nor what such objects share', () => {
  atEachBar((ctx) => {
    for (const reader of [ctx.position('A'), ctx.bars('A'), ctx.indicator('A', 'sma', { period: 2 })]) {
      expect(Object.isFrozen(reader)).toBe(true)
      expect(Object.isFrozen(Object.getPrototypeOf(reader))).toBe(true)
    }
  })
})
