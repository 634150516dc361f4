import type { RunFault } from '#shared/protocol/backtest-calls.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import { StrategyFailure } from '../sandbox/strategy-failure.ts'

/** Why a run failed, as a window shows it: with the place in the strategy's text where there is one. */
export function runFault(error: unknown): RunFault {
  const { message } = asFailure(error)
  if (!(error instanceof StrategyFailure)) return { message }
  const { file, place, at } = error.fault
  return {
    message,
    file,
    ...(place && { line: place.line, column: place.column }),
    ...(at && { at: at.at }),
    ...(at?.symbol !== undefined && { symbol: at.symbol }),
  }
}
