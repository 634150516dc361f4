import type { BacktestResult } from '#shared/backtest/result.ts'
import type { BacktestInput } from './run/backtest-input.ts'
import { BarView } from './run/bar-view.ts'
import { runBacktest } from './run/run-backtest.ts'
import { RunContext } from './run/run-context.ts'
import { serveSandbox } from './sandbox/thread/serve-sandbox.ts'
import { completeStrategyParams } from './strategies/strategy-params.ts'

// A strategy holds objects of these; what they share is not its to change.
for (const { prototype } of [RunContext, BarView]) Object.freeze(prototype)

serveSandbox<BacktestInput, BacktestResult>((strategy, input, { progress }) =>
  runBacktest({ ...input, params: completeStrategyParams(strategy, input.params) }, strategy, progress),
)
