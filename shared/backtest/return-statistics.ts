import { enoughSessions } from './least-sample.ts'
import type { EquityFigures } from './run-figures.ts'
import {
  type Measure,
  noDeviation,
  noDownside,
  noDrawdown,
  oneDay,
  ruin,
  type Statistic,
} from './statistic.ts'

/**
 * Returns that differ by no more come from the last digits of equity. No market moves by a millionth of a millionth
 * of a percent a session.
 */
const noiseOfReturns = 1e-14

export const returnStatistics = {
  profit: {
    title: 'Net profit',
    unit: 'money',
    formula: 'equity at the end − cash at the start',
    source: 'definition',
    without: [],
    of: ({ own }) => own.final - own.cash,
  },
  returnPct: {
    title: 'Return',
    unit: 'percent',
    formula: '100 × (equity at the end ÷ cash at the start − 1)',
    source: 'definition',
    without: [],
    of: ({ own }) => totalReturn(own),
  },
  cagrPct: {
    title: 'Annual growth (CAGR)',
    unit: 'percent',
    formula:
      '100 × ((equity at the end ÷ cash at the start) ^ (sessions a year ÷ sessions) − 1); of less than a year it is an extrapolation',
    source:
      'CFA Institute, Global Investment Performance Standards 2020: annualized return (there of a year and more only)',
    least: enoughSessions,
    without: [ruin],
    of: ({ own }) => annualGrowth(own),
  },
  volatilityPct: {
    title: 'Volatility',
    unit: 'percent',
    formula: '100 × standard deviation of daily returns (n − 1) × √ sessions a year',
    source: 'Hull, Options, Futures, and Other Derivatives: historical volatility, here of simple returns',
    least: enoughSessions,
    without: [ruin],
    of: ({ own }) => measured(own, () => 100 * deviation(own.returns) * Math.sqrt(own.sessionsAYear)),
  },
  sharpe: {
    title: 'Sharpe ratio',
    unit: 'ratio',
    formula: 'mean ÷ standard deviation of daily returns (n − 1) × √ sessions a year; risk-free rate 0',
    source: 'Sharpe, The Sharpe Ratio, Journal of Portfolio Management 21 (1), 1994',
    least: enoughSessions,
    without: [ruin, noDeviation],
    of: ({ own }) =>
      measured(own, () => {
        const spread = deviation(own.returns)
        return spread < noiseOfReturns
          ? noDeviation
          : (mean(own.returns) / spread) * Math.sqrt(own.sessionsAYear)
      }),
  },
  sortino: {
    title: 'Sortino ratio',
    unit: 'ratio',
    formula: 'mean of daily returns ÷ √ mean of min(0, daily return)² over all sessions × √ sessions a year',
    source:
      'Sortino and Price, Performance Measurement in a Downside Risk Framework, Journal of Investing 3 (3), 1994',
    least: enoughSessions,
    without: [ruin, noDownside],
    of: ({ own }) =>
      measured(own, () => {
        const downside = Math.sqrt(mean(own.returns.map((value) => Math.min(0, value) ** 2)))
        return downside < noiseOfReturns
          ? noDownside
          : (mean(own.returns) / downside) * Math.sqrt(own.sessionsAYear)
      }),
  },
  calmar: {
    title: 'Calmar ratio',
    unit: 'ratio',
    formula: 'annual growth ÷ max drawdown, both in percent, over the whole run',
    source: 'Young, Calmar Ratio: A Smoother Tool, Futures 20 (1), 1991 (there over 36 months)',
    least: enoughSessions,
    without: [ruin, noDrawdown],
    of: ({ own }) => {
      const growth = annualGrowth(own)
      if (typeof growth !== 'number') return growth
      const { percent } = own.maxDrawdown
      return percent === 0 ? noDrawdown : growth / percent
    },
  },
} as const satisfies Readonly<Record<string, Statistic>>

/** Gain of the whole run in percent. */
export function totalReturn({ final, cash }: EquityFigures): number {
  return 100 * (final / cash - 1)
}

/** Growth in percent that would have made as much in each year. */
export function annualGrowth(figures: EquityFigures): Measure {
  const { final, cash, daily, sessionsAYear } = figures
  return measured(figures, () => 100 * ((final / cash) ** (sessionsAYear / daily.length) - 1))
}

/** Daily returns mean something over two sessions and more, of equity that is above 0. */
function measured({ daily, lowest }: EquityFigures, of: () => Measure): Measure {
  if (daily.length < 2) return oneDay
  return lowest <= 0 ? ruin : of()
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Standard deviation of a sample. */
function deviation(values: Float64Array): number {
  const middle = mean(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1))
}
