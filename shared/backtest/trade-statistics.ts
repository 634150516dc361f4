import { enoughTrades } from './least-sample.ts'
import { equalTrades, type Measure, noLoss, noTrade, noWin, oneTrade, type Statistic } from './statistic.ts'
import type { Trade } from './trade.ts'

const excursions = 'Sweeney, Maximum Adverse Excursion, 1997'
const outcomes = 'Pardo, The Evaluation and Optimization of Trading Strategies, 2nd edition, 2008'

/** Profit spread that comes from the last digits of sums, as a part of the greatest profit or loss. */
const noiseOfProfits = 1e-12

export const tradeStatistics = {
  trades: {
    title: 'Trades',
    unit: 'trades',
    formula: 'trades that were closed; a part that is closed is a trade of its own',
    source: 'definition',
    without: [],
    of: ({ closed }) => closed.length,
  },
  openTrades: {
    title: 'Open trades',
    unit: 'trades',
    formula: 'trades that are open at the end; only equity, exposure, turnover and costs count them',
    source: 'definition',
    without: [],
    of: ({ trades, closed }) => trades.length - closed.length,
  },
  winRatePct: {
    title: 'Win rate',
    unit: 'percent',
    formula: '100 × trades with a profit after costs ÷ trades',
    source: outcomes,
    without: [noTrade],
    of: ({ wins, closed }) => (closed.length === 0 ? noTrade : (100 * wins.length) / closed.length),
  },
  profitFactor: {
    title: 'Profit factor',
    unit: 'ratio',
    formula: 'sum of profits ÷ sum of losses',
    source: 'Schwager, Schwager on Futures: Technical Analysis, 1996',
    least: enoughTrades,
    without: [noLoss],
    of: ({ wins, losses, closed }) => {
      if (closed.length === 0) return noTrade
      return losses.length === 0 ? noLoss : sum(wins) / -sum(losses)
    },
  },
  expectancy: {
    title: 'Expectancy',
    unit: 'money',
    formula: 'sum of profits and losses ÷ trades',
    source: 'Tharp, Trade Your Way to Financial Freedom, 1998 (here in money, not in parts of the risk)',
    least: enoughTrades,
    without: [],
    of: ({ closed }) => average(closed.map(pnlOf), noTrade),
  },
  averageWin: {
    title: 'Average win',
    unit: 'money',
    formula: 'sum of profits ÷ trades with a profit',
    source: outcomes,
    without: [noWin],
    of: ({ wins }) => average(wins.map(pnlOf), noWin),
  },
  averageLoss: {
    title: 'Average loss',
    unit: 'money',
    formula: 'sum of losses ÷ trades with a loss; below 0',
    source: outcomes,
    without: [noLoss],
    of: ({ losses }) => average(losses.map(pnlOf), noLoss),
  },
  bestTrade: {
    title: 'Best trade',
    unit: 'money',
    formula: 'greatest profit of a trade, or its smallest loss when none won',
    source: outcomes,
    without: [noTrade],
    of: ({ closed }) =>
      closed.length === 0
        ? noTrade
        : closed.reduce((best, { pnl }) => Math.max(best, pnl), Number.NEGATIVE_INFINITY),
  },
  worstTrade: {
    title: 'Worst trade',
    unit: 'money',
    formula: 'greatest loss of a trade, or its smallest profit when none lost',
    source: outcomes,
    without: [noTrade],
    of: ({ closed }) =>
      closed.length === 0
        ? noTrade
        : closed.reduce((worst, { pnl }) => Math.min(worst, pnl), Number.POSITIVE_INFINITY),
  },
  sqn: {
    title: 'System quality (SQN)',
    unit: 'ratio',
    formula:
      '√ trades × mean of profits and losses ÷ their standard deviation (n − 1); beyond 100 trades their number alone lifts it',
    source: 'Tharp, The Definitive Guide to Position Sizing, 2008 (here in money, not in parts of the risk)',
    least: enoughTrades,
    without: [equalTrades],
    of: ({ closed }) => systemQuality(closed),
  },
  averageMae: {
    title: 'Average adverse excursion (MAE)',
    unit: 'money',
    formula: 'mean over trades of the farthest they stood below their entry, before costs',
    source: excursions,
    without: [noTrade],
    of: ({ closed }) =>
      average(
        closed.map(({ mae }) => mae),
        noTrade,
      ),
  },
  averageMfe: {
    title: 'Average favourable excursion (MFE)',
    unit: 'money',
    formula: 'mean over trades of the farthest they stood above their entry, before costs',
    source: excursions,
    without: [noTrade],
    of: ({ closed }) =>
      average(
        closed.map(({ mfe }) => mfe),
        noTrade,
      ),
  },
  averageBarsHeld: {
    title: 'Average time held',
    unit: 'bars',
    formula: 'mean over trades of the bars at whose ends they were held',
    source: 'definition',
    without: [noTrade],
    of: ({ closed }) =>
      average(
        closed.map(({ barsHeld }) => barsHeld),
        noTrade,
      ),
  },
} as const satisfies Readonly<Record<string, Statistic>>

function systemQuality(closed: readonly Trade[]): Measure {
  const count = closed.length
  if (count < 2) return oneTrade
  const mean = sum(closed) / count
  const spread = Math.sqrt(closed.reduce((squares, { pnl }) => squares + (pnl - mean) ** 2, 0) / (count - 1))
  const size = closed.reduce((most, { pnl }) => Math.max(most, Math.abs(pnl)), 0)
  return spread <= size * noiseOfProfits ? equalTrades : (Math.sqrt(count) * mean) / spread
}

function sum(trades: readonly Trade[]): number {
  return trades.reduce((total, { pnl }) => total + pnl, 0)
}

function pnlOf({ pnl }: Trade): number {
  return pnl
}

function average(values: readonly number[], ofNone: Measure): Measure {
  return values.length === 0 ? ofNone : values.reduce((total, value) => total + value, 0) / values.length
}
