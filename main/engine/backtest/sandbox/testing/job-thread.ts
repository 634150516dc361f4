import type { StrategyBar, StrategyContext } from '#shared/strategy/strategy.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { StrategyError } from '../../run/strategy-error.ts'
import { Quota } from '../thread/quota.ts'
import { serveSandbox } from '../thread/serve-sandbox.ts'

/** What the job of the tests gives back. */
export interface TestOutput {
  readonly name: string
  readonly params: unknown
  readonly bars: number
  readonly orders: number
  /** Whether the language of the thread is as it was. */
  readonly untouched: boolean
}

export interface TestInput {
  readonly bars: number
  readonly mostOrders: number
  /** Lets the engine's own code throw at this bar. */
  readonly ownFault?: number
  /** After this bar the strategy starts anew. */
  readonly anewAt?: number
}

const minute = 60_000
const opening = Date.UTC(2024, 0, 2, 14, 30)
const push = Array.prototype.push

/** A stand-in for a run: bars with made prices, orders that wait for ever. */
serveSandbox<TestInput, TestOutput>((strategy, input, sandbox) => {
  const quota = new Quota('orders that wait', input.mostOrders)
  let orders = 0
  let index = 0
  let running = strategy
  const ctx = sandbox.harden({
    order: () => {
      quota.take()
      return ++orders
    },
    log: (text: string) => sandbox.log(text),
  }) as unknown as StrategyContext
  const bar = sandbox.harden({
    symbol: 'SPY',
    get start() {
      return opening + index * minute
    },
    get close() {
      return 100 + (index % 7)
    },
  }) as unknown as StrategyBar
  strategy.onStart?.(ctx)
  for (; index < input.bars; index++) {
    try {
      running.onBar?.(ctx, bar)
    } catch (error) {
      const at = (opening + index * minute) as EpochMs
      throw new StrategyError(error, { during: 'onBar', at, symbol: 'SPY' })
    }
    if (index === input.anewAt) running = sandbox.anew()
    if (index === input.ownFault) throw new Error('a fault of the engine')
    if (index % 100 === 0) sandbox.progress(index, input.bars)
  }
  sandbox.progress(index, input.bars)
  const untouched = [].push === push && !('tampered' in {}) && !('tampered' in Math)
  return { name: strategy.name, params: strategy.params, bars: index, orders, untouched }
})
