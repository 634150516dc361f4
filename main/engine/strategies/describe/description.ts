import type { StrategyTextFault } from '#shared/protocol/strategy-calls.ts'
import type { StrategyParams } from '#shared/strategy/strategy.ts'

/** What the text of a strategy says of itself, or why it cannot run. */
export type Description =
  | {
      readonly kind: 'sound'
      readonly title: string
      readonly params: StrategyParams
      readonly minCoverage: number | undefined
    }
  | { readonly kind: 'faulty'; readonly fault: StrategyTextFault }
