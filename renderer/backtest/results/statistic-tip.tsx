import type { Measure } from '#shared/backtest/statistic.ts'
import { type StatisticName, statistics } from '#shared/backtest/statistics.ts'

/** What a statistic is: its formula and where that is from, and why there is none where there is none. */
export function StatisticTip({ name, measure }: { name: StatisticName; measure: Measure }) {
  const { title, unit, formula, source, least } = statistics[name]
  return (
    <span className="flex flex-col gap-1 py-0.5 [overflow-wrap:anywhere]">
      <span className="font-medium">
        {title} <span className="font-normal text-muted">in {unit}</span>
      </span>
      <span>{formula}</span>
      <span className="text-muted">{source}</span>
      {least && (
        <span className="text-muted">
          Told from {least.count} {least.of} on: {least.source}
        </span>
      )}
      {typeof measure !== 'number' && <span className="text-warn">None: {measure.why}.</span>}
    </span>
  )
}
