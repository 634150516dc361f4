import { longestDrawdown } from './drawdown.ts'
import type { Statistic } from './statistic.ts'

const source = 'Magdon-Ismail and Atiya, Maximum Drawdown, Risk 17 (10), 2004'

export const drawdownStatistics = {
  maxDrawdownPct: {
    title: 'Max drawdown',
    unit: 'percent',
    formula: 'greatest 100 × (highest equity so far − equity) ÷ highest equity so far, at the ends of bars',
    source,
    without: [],
    of: ({ own }) => own.maxDrawdown.percent,
  },
  maxDrawdown: {
    title: 'Max drawdown in money',
    unit: 'money',
    formula: 'greatest (highest equity so far − equity), at the ends of bars',
    source,
    without: [],
    of: ({ own }) => own.maxDrawdown.money,
  },
  longestDrawdown: {
    title: 'Longest drawdown',
    unit: 'sessions',
    formula:
      'most sessions in a row that ended below the highest equity before, also when it was not reached again',
    source,
    without: [],
    of: ({ own }) => longestDrawdown(own.daily, own.cash),
  },
} as const satisfies Readonly<Record<string, Statistic>>
