import { noBar, ruin, type Statistic } from './statistic.ts'

export const activityStatistics = {
  exposurePct: {
    title: 'Exposure',
    unit: 'percent',
    formula: '100 × bars at whose ends something was held ÷ bars',
    source: 'Pruitt and Hill, Building Winning Trading Systems, 2012: percent of time in the market',
    without: [noBar],
    of: ({ equity: { exposure } }) => {
      let held = 0
      for (let bar = 0; bar < exposure.length; bar++) if ((exposure[bar] as number) > 0) held++
      return exposure.length === 0 ? noBar : (100 * held) / exposure.length
    },
  },
  turnover: {
    title: 'Turnover',
    unit: 'times',
    formula:
      'half of the value of all fills ÷ mean of equity by session, over the whole run: buying and selling all is once',
    source: 'after SEC Form N-1A, item 13: portfolio turnover rate (there the lesser of both sides, a year)',
    without: [noBar, ruin],
    of: ({ fills, own }) => {
      if (own.daily.length === 0) return noBar
      if (own.lowest <= 0) return ruin
      const value = fills.reduce((sum, { quantity, price }) => sum + quantity * price, 0)
      return value / 2 / (own.daily.reduce((sum, equity) => sum + equity, 0) / own.daily.length)
    },
  },
  costs: {
    title: 'Costs',
    unit: 'money',
    formula: 'sum of the commissions of all fills',
    source: 'definition',
    without: [],
    of: ({ fills }) => fills.reduce((sum, { commission }) => sum + commission, 0),
  },
  slippage: {
    title: 'Slippage',
    unit: 'money',
    formula: 'sum of what spread and slippage made fills worse; it is in their prices already',
    source: 'definition',
    without: [],
    of: ({ fills }) => fills.reduce((sum, { slippage }) => sum + slippage, 0),
  },
} as const satisfies Readonly<Record<string, Statistic>>
