import type { NoMeaning } from './statistic.ts'

/** From how many sessions or trades on a statistic is told; below them it is a number that says nothing. */
export interface LeastSample {
  readonly count: number
  readonly of: 'sessions' | 'trades'
  readonly source: string
}

/**
 * Of what is annualised from returns by session. The standard error of a yearly Sharpe ratio near 0 is about the root
 * of (sessions a year ÷ sessions), Lo 2002, equation 9: 7 of 5 sessions of XNYS, 2.9 of 30. It holds for large samples,
 * which textbooks of statistics let begin at 30.
 */
export const enoughSessions: LeastSample = {
  count: 30,
  of: 'sessions',
  source: 'Lo, The Statistics of Sharpe Ratios, Financial Analysts Journal 58 (4), 2002: for large samples',
}

/** Of what is said of a usual trade. */
export const enoughTrades: LeastSample = {
  count: 30,
  of: 'trades',
  source: 'Tharp, The Definitive Guide to Position Sizing, 2008: from 30 trades on',
}

/** What statistics rest on: sessions, and trades that were closed. */
export interface SampleSize {
  readonly sessions: number
  readonly trades: number
}

/** Why a statistic is not told of so small a sample; undefined where it is large enough. */
export function tooFew(least: LeastSample | undefined, size: SampleSize): NoMeaning | undefined {
  if (!least || size[least.of] >= least.count) return undefined
  return { why: `needs ${least.count} ${least.of}, has ${size[least.of]}` }
}
