import { type StatisticName, statisticNames } from '../backtest/statistics.ts'

/** What cells are compared by. */
export const rankNames = [
  'sharpe',
  'sortino',
  'calmar',
  'return',
  'growth',
  'drawdown',
  'profit-factor',
  'expectancy',
  'win-rate',
  'sqn',
] as const
export type RankName = (typeof rankNames)[number]

interface Rank {
  readonly statistic: StatisticName
  readonly isLessBetter?: boolean
  /** What is neither good nor bad; of a drawdown there is none. */
  readonly neutral?: number
}

export const ranks: Readonly<Record<RankName, Rank>> = {
  sharpe: { statistic: 'sharpe', neutral: 0 },
  sortino: { statistic: 'sortino', neutral: 0 },
  calmar: { statistic: 'calmar', neutral: 0 },
  return: { statistic: 'returnPct', neutral: 0 },
  growth: { statistic: 'cagrPct', neutral: 0 },
  drawdown: { statistic: 'maxDrawdownPct', isLessBetter: true },
  'profit-factor': { statistic: 'profitFactor', neutral: 1 },
  expectancy: { statistic: 'expectancy', neutral: 0 },
  'win-rate': { statistic: 'winRatePct', neutral: 50 },
  sqn: { statistic: 'sqn', neutral: 0 },
}

/** What is known of a cell in one stretch of sessions, by name: all statistics, and the shape of its daily returns. */
export const figureNames = [...statisticNames, 'skewness', 'kurtosis'] as const
export type FigureName = (typeof figureNames)[number]

/** Figures in the order of `figureNames`; null for one without a meaning. */
export type Figures = readonly (number | null)[]

const places = new Map<string, number>(figureNames.map((name, place) => [name, place]))

/** A figure by its name; undefined where it has no meaning. */
export function figureOf(figures: Figures, name: FigureName): number | undefined {
  return figures[places.get(name) ?? -1] ?? undefined
}

/** What cells are compared by, better ones higher; NaN where it has no meaning. */
export function rankValue(figures: Figures | undefined, by: RankName): number {
  const { statistic, isLessBetter } = ranks[by]
  const value = figures && figureOf(figures, statistic)
  return value === undefined ? Number.NaN : isLessBetter ? -value : value
}

/** The highest of some values, the first one of equals; undefined where none is a number. */
export function bestOf(values: ArrayLike<number>): number | undefined {
  let best: number | undefined
  for (let cell = 0; cell < values.length; cell += 1) {
    const value = values[cell] ?? Number.NaN
    if (!Number.isNaN(value) && (best === undefined || value > (values[best] ?? 0))) best = cell
  }
  return best
}
