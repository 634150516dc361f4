import type { ListedStrategy } from '#shared/protocol/strategy-calls.ts'
import type { NamedStrategy } from '#shared/strategy/chosen-strategy.ts'

/** One word for a strategy among all that can be chosen, whatever they are called. */
export function strategyKey({ kind, id }: Pick<ListedStrategy, 'kind' | 'id'>): string {
  return `${kind} ${id}`
}

/** The same of one that a run names. */
export function namedKey(named: NamedStrategy): string {
  return strategyKey({ kind: named.kind, id: named.kind === 'built-in' ? named.name : named.file })
}

/** The strategy of a key; the first one that can run while none was chosen. */
export function chosenStrategy(
  key: string,
  strategies: readonly ListedStrategy[] | undefined,
): ListedStrategy | undefined {
  if (key === '') return strategies?.find(({ fault, pending }) => fault === undefined && !pending)
  return strategies?.find((strategy) => strategyKey(strategy) === key)
}
