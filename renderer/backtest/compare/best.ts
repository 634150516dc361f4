import type { Measure } from '#shared/backtest/statistic.ts'
import type { StatisticName } from '#shared/backtest/statistics.ts'

/** Statistics of which more is better, or less is; of the others neither can be said. */
const better: Partial<Readonly<Record<StatisticName, 'more' | 'less'>>> = {
  profit: 'more',
  returnPct: 'more',
  cagrPct: 'more',
  volatilityPct: 'less',
  sharpe: 'more',
  sortino: 'more',
  calmar: 'more',
  maxDrawdownPct: 'less',
  maxDrawdown: 'less',
  longestDrawdown: 'less',
  costs: 'less',
  slippage: 'less',
  winRatePct: 'more',
  profitFactor: 'more',
  expectancy: 'more',
  sqn: 'more',
  excessReturnPct: 'more',
  excessCagrPct: 'more',
}

/** Places of the best among some measures; none where they are all the same, or nothing is better. */
export function bestOf(name: StatisticName, measures: readonly Measure[]): ReadonlySet<number> {
  const way = better[name]
  const values = measures.filter((measure) => typeof measure === 'number')
  if (!way || values.length < 2) return new Set()
  const best = way === 'more' ? Math.max(...values) : Math.min(...values)
  const places = measures.flatMap((measure, place) => (measure === best ? [place] : []))
  return new Set(places.length === measures.length ? [] : places)
}
