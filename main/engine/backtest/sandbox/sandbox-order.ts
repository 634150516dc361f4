import type { ChosenStrategy } from '#shared/strategy/chosen-strategy.ts'
import type { StrategyFault } from './strategy-failure.ts'

/** Text of a strategy and the name it is called by in errors. */
export interface StrategyText {
  readonly text: string
  readonly file: string
}

/** What runs next to a job: the text of a strategy, or one that comes with the program. */
export type SandboxStrategy = StrategyText | Extract<ChosenStrategy, { readonly kind: 'built-in' }>

/** What a strategy is called in errors. */
export function fileOf(strategy: SandboxStrategy): string {
  return 'text' in strategy ? strategy.file : strategy.name
}

/** What a thread is started with. */
export interface SandboxOrder<Input> {
  readonly strategy: SandboxStrategy
  readonly input: Input
  readonly memoryBytes: number
  readonly signs: SharedArrayBuffer
}

/** What a thread says: what its job told on the way, and at last, once, how it ended. */
export type SandboxAnswer<Output> =
  | { readonly type: 'told'; readonly value: unknown }
  | {
      readonly type: 'done'
      readonly output: Output
      readonly log: readonly string[]
      readonly logLeftOut: number
    }
  | { readonly type: 'failed'; readonly fault: StrategyFault }
