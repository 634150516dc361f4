import type { NamedStrategy } from '#shared/strategy/chosen-strategy.ts'
import { builtInStrategies } from './built-in.ts'

/** What a strategy is called in lists: its file where it has one. */
export function strategyTitle(chosen: NamedStrategy): string {
  return chosen.kind === 'file' ? chosen.file : (builtInStrategies[chosen.name]?.name ?? chosen.name)
}
