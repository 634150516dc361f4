import type { Strategy } from '#shared/strategy/strategy.ts'
import gapAndGo from './gap-and-go.ts'
import openingRange from './opening-range.ts'
import pairs from './pairs.ts'
import twoAverages from './two-averages.ts'
import vwapReversion from './vwap-reversion.ts'

/** Strategies that come with the program, by the name they are called with; written as examples. */
export const builtInStrategies: Readonly<Record<string, Strategy>> = {
  'two-averages': twoAverages as Strategy,
  'opening-range': openingRange as Strategy,
  'vwap-reversion': vwapReversion as Strategy,
  'gap-and-go': gapAndGo as Strategy,
  pairs: pairs as Strategy,
}
