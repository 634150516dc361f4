import type { BacktestResult } from '#shared/backtest/result.ts'
import type { BacktestInput } from './run/backtest-input.ts'
import { runBacktest } from './run/run-backtest.ts'
import { serveSandbox } from './sandbox/thread/serve-sandbox.ts'
import { completeStrategyParams } from './strategies/strategy-params.ts'

serveSandbox<BacktestInput, BacktestResult>((strategy, input, { progress }) =>
  runBacktest({ ...input, params: completeStrategyParams(strategy, input.params) }, strategy, progress),
)
