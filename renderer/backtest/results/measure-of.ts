import type { Measure } from '#shared/backtest/statistic.ts'
import type { StatisticName } from '#shared/backtest/statistics.ts'
import type { KeptRun } from '#shared/protocol/backtest-calls.ts'

/** A statistic of a run, or why it has none. */
export function measureOf({ measures }: Pick<KeptRun, 'measures'>, name: StatisticName): Measure {
  return measures[name] ?? { why: 'it was not measured' }
}
