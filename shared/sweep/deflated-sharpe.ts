import { normalBelow, normalPoint } from './normal.ts'

const eulerGamma = 0.577_215_664_901_532_9

/** What the deflated Sharpe ratio of the best of some trials is made of; ratios for one session, not for a year. */
export interface SharpeTrials {
  /** Of the best one. */
  readonly sharpe: number
  readonly sessions: number
  readonly skewness: number
  /** 3 for a normal distribution. */
  readonly kurtosis: number
  /** How many were tried, and the variance of their ratios. */
  readonly trials: number
  readonly variance: number
}

/**
 * The highest Sharpe ratio to be expected of so many trials of which none is worth anything: Bailey and López de
 * Prado, The Deflated Sharpe Ratio, Journal of Portfolio Management 40 (5), 2014, equation 1. 0 for a single trial.
 */
export function luckySharpe({ trials, variance }: Pick<SharpeTrials, 'trials' | 'variance'>): number {
  if (trials < 2) return 0
  return (
    Math.sqrt(variance) *
    ((1 - eulerGamma) * normalPoint(1 - 1 / trials) + eulerGamma * normalPoint(1 - 1 / (trials * Math.E)))
  )
}

/**
 * The probability that the best of some trials is better than the luckiest of as many worthless ones (equation 2 of the
 * same paper), from 0 to 1. It counts each trial as one of its own; neighbouring cells are alike, so it is rather too
 * low. Undefined below two sessions, and where the moments allow no ratio.
 */
export function deflatedSharpe(given: SharpeTrials): number | undefined {
  const { sharpe, sessions, skewness, kurtosis } = given
  const spread = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2
  if (sessions < 2 || !(spread > 0)) return undefined
  return normalBelow(((sharpe - luckySharpe(given)) * Math.sqrt(sessions - 1)) / Math.sqrt(spread))
}
