import type { ListedStrategy } from '#shared/protocol/strategy-calls.ts'
import { builtInStrategies } from '../backtest/strategies/built-in.ts'
import { builtInTexts } from './built-in-texts.ts'

/** The strategies that come with the program, as they are listed, with the text an author would have written. */
export function listedBuiltIn(): readonly ListedStrategy[] {
  return Object.entries(builtInStrategies).map(([id, { name, params, minCoverage }]) => ({
    kind: 'built-in',
    id,
    title: name,
    text: builtInTexts[id] ?? '',
    params: { ...params },
    ...(minCoverage !== undefined && { minCoverage }),
  }))
}
