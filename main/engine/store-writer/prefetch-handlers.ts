import type { CallHandlers } from '#shared/protocol/server.ts'
import { leaseIsOver, processIsAlive } from '../prefetch/lease.ts'
import type { PrefetchWriter } from '../store/prefetch/stored-prefetch.ts'
import type { prefetchWriterCalls } from './prefetch-calls.ts'

type PrefetchHandlers = CallHandlers<{
  readonly calls: typeof prefetchWriterCalls
  readonly signals: Record<never, never>
  readonly events: Record<never, never>
}>

/** Answers what the engine asks of plans, their runs and the use of symbols, in the store that is open then. */
export function prefetchHandlers(open: () => PrefetchWriter): PrefetchHandlers {
  return {
    savePlan: ({ plan, was, at }) => {
      open().savePlan(plan, was, at)
      return null
    },
    removePlan: ({ name, runner, at }) => {
      open().removePlan(name, leaseIsOver(runner, at, processIsAlive))
      return null
    },
    notePlansLooked: ({ names, at }) => {
      open().notePlansLooked(names, at)
      return null
    },
    beginRun: ({ run, runner }) => {
      const { owner, pid } = runner
      const at = run.startedAt
      return open().beginRun(run, { owner, pid, beatAt: at }, leaseIsOver(runner, at, processIsAlive))
    },
    keepRun: ({ id, counts, at }) => {
      open().keepRun(id, counts, at)
      return null
    },
    endRun: ({ id, end }) => {
      open().endRun(id, end)
      return null
    },
    skipRuns: ({ runs }) => {
      open().skipRuns(runs)
      return null
    },
    interruptRuns: ({ runner, at }) => [...open().interruptRuns(at, leaseIsOver(runner, at, processIsAlive))],
    noteUse: ({ symbols, use, at }) => {
      open().noteUse(symbols, use, at)
      return null
    },
    markUsed: ({ symbol, mark }) => {
      open().markUsed(symbol, mark === 'none' ? undefined : mark)
      return null
    },
    forgetUsed: ({ symbol }) => {
      open().forgetUsed(symbol)
      return null
    },
  }
}
