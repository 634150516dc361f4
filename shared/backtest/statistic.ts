import type { LeastSample } from './least-sample.ts'
import type { RunFigures } from './run-figures.ts'

/** A number, or why there is none: never NaN or Infinity. */
export type Measure = number | NoMeaning

export interface NoMeaning {
  readonly why: string
}

export type StatisticUnit =
  | 'percent'
  | 'percentage points'
  | 'money'
  | 'ratio'
  | 'times'
  | 'trades'
  | 'bars'
  | 'sessions'

/** What a statistic is: each is defined once, and the documentation is made from it. */
export interface Statistic {
  /** Its name for people. */
  readonly title: string
  readonly unit: StatisticUnit
  readonly formula: string
  readonly source: string
  /** The sample from which on it is told; of any where there is none. */
  readonly least?: LeastSample
  /** When it has no meaning on a sample that is large enough, but for `tooGreat`; empty for one that always has. */
  readonly without: readonly NoMeaning[]
  /** Whatever the size of the sample. */
  of(run: RunFigures): Measure
}

export const noTrade: NoMeaning = { why: 'no trade was closed' }
export const oneTrade: NoMeaning = { why: 'fewer than two trades were closed' }
export const equalTrades: NoMeaning = { why: 'every trade won the same' }
export const noWin: NoMeaning = { why: 'no trade won' }
export const noLoss: NoMeaning = { why: 'no trade lost' }
export const noBar: NoMeaning = { why: 'the run has no bar' }
export const oneDay: NoMeaning = { why: 'the run has fewer than two sessions' }
export const ruin: NoMeaning = { why: 'equity fell to 0 or below' }
export const noDeviation: NoMeaning = { why: 'every session returned the same' }
export const noDownside: NoMeaning = { why: 'no session lost' }
export const noDrawdown: NoMeaning = { why: 'equity never fell below an earlier height' }
/** Said of any statistic: a fortune made in a day is more than a number in a year. */
export const tooGreat: NoMeaning = { why: 'it is too great for a number' }
export const noHolding: NoMeaning = { why: 'there is nothing to buy and hold' }
