import { activityStatistics } from './activity-statistics.ts'
import { drawdownStatistics } from './drawdown-statistics.ts'
import { holdingStatistics } from './holding-statistics.ts'
import { returnStatistics } from './return-statistics.ts'
import { type RunResults, runFigures } from './run-figures.ts'
import { type Measure, type Statistic, tooGreat } from './statistic.ts'
import { tradeStatistics } from './trade-statistics.ts'

const definitions = {
  ...returnStatistics,
  ...drawdownStatistics,
  ...activityStatistics,
  ...tradeStatistics,
  ...holdingStatistics,
} as const satisfies Readonly<Record<string, Statistic>>

/** Name of a statistic, as in JSON. */
export type StatisticName = keyof typeof definitions

/** Every statistic of a backtest, by name. */
export const statistics: Readonly<Record<StatisticName, Statistic>> = definitions

export const statisticNames = Object.keys(statistics) as readonly StatisticName[]

/** Statistics that belong together, all of them, in the order in which they are read. */
export const statisticGroups: readonly {
  readonly title: string
  readonly names: readonly StatisticName[]
}[] = [
  { title: 'Return', names: namesOf(returnStatistics) },
  { title: 'Drawdown', names: namesOf(drawdownStatistics) },
  { title: 'Activity', names: namesOf(activityStatistics) },
  { title: 'Trades', names: namesOf(tradeStatistics) },
  { title: 'Against buy and hold', names: namesOf(holdingStatistics) },
]

function namesOf(group: Readonly<Partial<typeof definitions>>): readonly StatisticName[] {
  return Object.keys(group) as StatisticName[]
}

/** Numbers of a run; those without a meaning are left out. */
export type StatisticValues = { readonly [name in StatisticName]?: number }

/** Measures a finished run: of each statistic a number, or why it has none. */
export function measureRun(results: RunResults): Readonly<Record<StatisticName, Measure>> {
  const figures = runFigures(results)
  const measures = statisticNames.map((name) => [name, finite(statistics[name].of(figures))])
  return Object.fromEntries(measures) as Record<StatisticName, Measure>
}

function finite(measure: Measure): Measure {
  return typeof measure !== 'number' || Number.isFinite(measure) ? measure : tooGreat
}

/** The numbers among measures. */
export function valuesOf(measures: Readonly<Record<StatisticName, Measure>>): StatisticValues {
  return Object.fromEntries(Object.entries(measures).filter(([, measure]) => typeof measure === 'number'))
}
