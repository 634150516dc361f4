import type { planCalls } from '#shared/protocol/prefetch-calls.ts'
import type { SystemManager } from '../system-manager.ts'
import type { EngineHandlers } from './handlers.ts'

/** Answers about plans, when they run, what came of it, and the use of symbols. */
export function planHandlers({
  plans,
  symbolUse,
}: SystemManager): Pick<EngineHandlers, keyof typeof planCalls> {
  return {
    'prefetch.plans': () => plans.plans(),
    'prefetch.savePlan': ({ plan, was }) => plans.save(plan, was),
    'prefetch.removePlan': ({ name }) => plans.remove(name),
    'prefetch.runs': (query) => plans.runs(query),
    'prefetch.next': ({ most }) => plans.next(most),
    'prefetch.upcoming': ({ exchanges }) => plans.upcoming(exchanges),
    'prefetch.used': () => symbolUse.state(),
    'prefetch.markUsed': ({ symbol, mark }) => symbolUse.mark(symbol, mark),
    'prefetch.forgetUsed': ({ symbol }) => symbolUse.forget(symbol),
  }
}
