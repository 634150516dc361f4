import type { Strategy } from '#shared/strategy/strategy.ts'
import type { CellsOf } from './run-cell.ts'

/** What a thread of a sweep is to do: say what its strategy declares, or run cells of a queue until it is empty. */
export type SweepJob =
  | { readonly type: 'declare' }
  | {
      readonly type: 'run'
      readonly of: CellsOf
      readonly queue: SharedArrayBuffer
      readonly threads: number
      /** Which of them it is. */
      readonly thread: number
    }

/** What a strategy says of itself. */
export type Declared = Pick<Strategy, 'name' | 'params'>
