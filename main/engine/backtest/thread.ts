import type { BacktestResult } from '#shared/backtest/result.ts'
import type { BacktestInput } from './run/backtest-input.ts'
import { BarView } from './run/bar-view.ts'
import { BarsReader, IndicatorReader, PositionReader } from './run/readers.ts'
import { runBacktest } from './run/run-backtest.ts'
import { RunContext } from './run/run-context.ts'
import { serveSandbox } from './sandbox/thread/serve-sandbox.ts'
import { completeStrategyParams } from './strategies/strategy-params.ts'

/** What a run in its thread gives. */
export interface ThreadRun {
  /** What the strategy calls itself. */
  readonly strategy: string
  /** All of its params, those that were not given at their defaults. */
  readonly params: Readonly<Record<string, number>>
  readonly result: BacktestResult
}

// A strategy holds objects of these; what they share is not its to change.
for (const { prototype } of [RunContext, BarView]) Object.freeze(prototype)

serveSandbox<BacktestInput, ThreadRun>(
  (strategy, input, { progress, hearConsole }) => {
    const params = completeStrategyParams(strategy, input.params)
    const result = runBacktest({ ...input, params }, strategy, progress, hearConsole)
    return { strategy: strategy.name, params, result }
  },
  [BarView, BarsReader, IndicatorReader, PositionReader].map(({ prototype }) => prototype),
)
