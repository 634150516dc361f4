import { activityStatistics } from './activity-statistics.ts'
import { drawdownStatistics } from './drawdown-statistics.ts'
import { holdingStatistics } from './holding-statistics.ts'
import { type LeastSample, tooFew } from './least-sample.ts'
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

/** Of each statistic a number, or why it has none. */
export type Measures = Readonly<Record<StatisticName, Measure>>

/** Measures a finished run: of each statistic a number, or why it has none. */
export function measureRun(results: RunResults): Measures {
  return ofEnough(measureAnySample(results), results.sessions.length)
}

/** Takes away what is measured on too small a sample, of a run of so many sessions, and says so. */
export function ofEnough(measures: Measures, sessions: number): Measures {
  const { trades } = measures
  const size = { sessions, trades: typeof trades === 'number' ? trades : 0 }
  const told = Object.entries(measures).map(([name, measure]) => [
    name,
    tooFew(leastOf(name), size) ?? measure,
  ])
  return Object.fromEntries(told) as Measures
}

/** Of one that was kept by a program that knew other statistics there is none. */
function leastOf(name: string): LeastSample | undefined {
  return (statistics as Readonly<Record<string, Statistic | undefined>>)[name]?.least
}

/** Measures a finished run however short it was: numbers to compare runs of one length by, that mean little alone. */
export function measureAnySample(results: RunResults): Measures {
  const figures = runFigures(results)
  const measures = statisticNames.map((name) => [name, finite(statistics[name].of(figures))])
  return Object.fromEntries(measures) as Measures
}

function finite(measure: Measure): Measure {
  return typeof measure !== 'number' || Number.isFinite(measure) ? measure : tooGreat
}

/** The numbers among measures. */
export function valuesOf(measures: Partial<Measures>): StatisticValues {
  return Object.fromEntries(Object.entries(measures).filter(([, measure]) => typeof measure === 'number'))
}

/** Why others have no number, by name. */
export function reasonsOf(measures: Partial<Measures>): { readonly [name in StatisticName]?: string } {
  return Object.fromEntries(
    Object.entries(measures).flatMap(([name, measure]) =>
      typeof measure === 'number' ? [] : [[name, measure.why]],
    ),
  )
}
