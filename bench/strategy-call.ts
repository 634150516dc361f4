import { runInSandbox } from '../main/engine/backtest/sandbox/run-in-sandbox.ts'
import { processTicker } from '../main/engine/time/ticker.ts'
import { type Benchmark, timesLess } from './benchmark.ts'
import type { StrategyCallTimings } from './strategy-call-thread.ts'

const name = 'strategy_call'

const strategy = {
  file: 'measured.ts',
  text: `import { defineStrategy } from 'tapedeck'
export default defineStrategy({
  name: 'Measured',
  onBar(ctx, { close }) { ctx.add(Math.max(close, 100) + Math.abs(close - 100)) },
})`,
}

/** One call of a strategy's onBar from the job in its thread, the language frozen and in a compartment of its own. */
export const strategyCall: Benchmark = {
  name,
  async run() {
    const job = new URL('./strategy-call-thread.ts', import.meta.url)
    const { output } = await runInSandbox<undefined, StrategyCallTimings>(job, undefined, {
      strategy,
      ticker: processTicker,
      timeoutMs: 120_000,
    })
    const { inCompartment, plain } = output
    return {
      name,
      value: inCompartment.median,
      unit: 'ns',
      target: 20,
      baseline: plain.median,
      ratio: timesLess(inCompartment.median, plain.median),
      notes: [
        `two functions of Math and one call back into the engine; no files; ${inCompartment.note}`,
        `baseline: the same as a function of the engine, in the same thread; ${plain.note}`,
        `checksum ${inCompartment.checksum}, the baseline's ${plain.checksum}: the sum of what the last round added`,
      ],
    }
  },
}
