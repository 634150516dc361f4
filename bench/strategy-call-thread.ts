import type { StrategyBar, StrategyContext } from '#shared/strategy/strategy.ts'
import { serveSandbox } from '../main/engine/backtest/sandbox/thread/serve-sandbox.ts'
import { type CallTiming, timeCalls } from './calls.ts'

/** What calls cost, in a compartment and without one. */
export interface StrategyCallTimings {
  readonly inCompartment: CallTiming
  readonly plain: CallTiming
}

const sums = { compartment: 0, plain: 0 }
const bar = { close: 1 }

/** The same as the strategy's, as a module of the engine. */
function plainOnBar(ctx: { add(value: number): void }, { close }: { close: number }): void {
  ctx.add(Math.max(close, 100) + Math.abs(close - 100))
}

serveSandbox<undefined, StrategyCallTimings>(async (strategy, _input, sandbox) => {
  const context = (name: keyof typeof sums): { add(value: number): void } => ({
    add(value) {
      sums[name] += value
    },
  })
  const ctx = context('compartment') as unknown as StrategyContext
  const plainCtx = context('plain')
  const { onBar } = strategy
  if (!onBar) throw new Error('The measured strategy has no onBar.')
  const inCompartment = await timeCalls((calls) => {
    sums.compartment = 0
    for (let at = 0; at < calls; at++) {
      bar.close = at & 255
      onBar(ctx, bar as StrategyBar)
    }
    sandbox.progress(1, 2)
    return sums.compartment
  })
  const plain = await timeCalls((calls) => {
    sums.plain = 0
    for (let at = 0; at < calls; at++) {
      bar.close = at & 255
      plainOnBar(plainCtx, bar)
    }
    sandbox.progress(2, 2)
    return sums.plain
  })
  return { inCompartment, plain }
})
