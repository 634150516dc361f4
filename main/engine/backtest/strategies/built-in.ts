import { Failure } from '#shared/protocol/failure.ts'
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

/** One of them. Throws a Failure with code 'usage' that names those there are. */
export function builtInStrategy(name: string): Strategy {
  const strategy = Object.hasOwn(builtInStrategies, name) ? builtInStrategies[name] : undefined
  if (strategy) return strategy
  const names = Object.keys(builtInStrategies).join(', ')
  throw new Failure('usage', `There is no strategy "${name}"; there are ${names}.`)
}
