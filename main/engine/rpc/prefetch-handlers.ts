import { Failure } from '#shared/protocol/failure.ts'
import type { planCalls, runCalls } from '#shared/protocol/prefetch-calls.ts'
import type { SystemManager } from '../system-manager.ts'
import type { EngineHandlers } from './handlers.ts'

/** Answers about plans, when they run, what came of it, and the use of symbols. */
export function planHandlers({
  prefetch: { plans, use },
}: SystemManager): Pick<EngineHandlers, keyof typeof planCalls> {
  return {
    'prefetch.plans': () => plans.plans(),
    'prefetch.savePlan': ({ plan, was }) => plans.save(plan, was),
    'prefetch.removePlan': ({ name }) => plans.remove(name),
    'prefetch.symbols': ({ plan }) => plans.symbols(plan),
    'prefetch.runs': (query) => plans.runs(query),
    'prefetch.next': ({ most }) => plans.next(most),
    'prefetch.upcoming': ({ exchanges }) => plans.upcoming(exchanges),
    'prefetch.used': () => use.state(),
    'prefetch.markUsed': ({ symbol, mark }) => use.mark(symbol, mark),
    'prefetch.forgetUsed': ({ symbol }) => use.forget(symbol),
  }
}

/** Answers about the runs themselves. */
export function runHandlers({
  store,
  prefetch: { runs, desk },
}: SystemManager): Pick<EngineHandlers, keyof typeof runCalls> {
  return {
    'prefetch.run': async ({ plan }) => (await runs.runNow(plan)).record,
    'prefetch.cancel': ({ run }) => {
      runs.runner.cancel(run)
      return null
    },
    'prefetch.board': async ({ run: id, from, most }) => {
      const { reader } = store
      const run = runs.runner.running.find((going) => going.id === id) ?? reader.prefetch.run(id)
      const board =
        runs.runner.board(id, from, most) ?? (run && (await desk.storedBoard(reader, run, from, most)))
      if (!board || !run)
        throw new Failure('usage', `The board of run ${id} is not kept any more: only its record is.`)
      return { run, ...board }
    },
  }
}
