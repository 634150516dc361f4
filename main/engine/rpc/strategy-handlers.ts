import { listedBuiltIn } from '../strategies/listed-built-in.ts'
import type { HandlersOf } from './handlers.ts'

export function strategyHandlers(): HandlersOf<'strategies'> {
  return {
    'strategies.list': () => [...listedBuiltIn()],
  }
}
