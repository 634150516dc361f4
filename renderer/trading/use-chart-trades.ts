import { useMemo } from 'react'
import { type ChartTrades, chartTrades } from '../charts/chart-trades.ts'
import { useTrading } from '../stores/trading.ts'

/** What the chart of a symbol shows of orders. */
export function useChartTrades(symbol: string): ChartTrades {
  const log = useTrading((state) => state.log)
  const revision = useTrading((state) => state.revision)
  const editable = useTrading((state) => state.source === 'paper')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log's lists grow with the revision
  return useMemo(() => chartTrades(log, symbol, editable), [log, revision, symbol, editable])
}
