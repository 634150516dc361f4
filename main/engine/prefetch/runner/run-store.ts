import type { RunRecord } from '#shared/prefetch/run.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { NewRun, PrefetchReader, StoredCounts, StoredEnd } from '../../store/prefetch/stored-prefetch.ts'
import type { StoreWriter } from '../../store/store.ts'
import type { OpenStore } from '../../system/open-store.ts'
import { leaseIsOver, type Runner } from '../lease.ts'

/** The store of plans and runs as whoever runs plans sees it; what writes rejects as PrefetchWriter throws. */
export interface RunStore {
  /** Throws a Failure with code 'no-store' when no store is open. */
  readonly reader: PrefetchReader
  beginRun(run: NewRun, runner: Runner): Promise<RunRecord>
  keepRun(id: number, counts: StoredCounts, at: EpochMs): Promise<void>
  endRun(id: number, end: StoredEnd): Promise<void>
  skipRuns(runs: readonly (NewRun & { readonly reason: string })[]): Promise<void>
  interruptRuns(runner: Runner, at: EpochMs): Promise<readonly RunRecord[]>
  notePlansLooked(names: readonly string[], at: EpochMs): Promise<void>
}

/** The open store of the engine, written to by its thread. */
export function openRunStore(store: Pick<OpenStore, 'reader' | 'keep'>): RunStore {
  return {
    get reader() {
      return store.reader.prefetch
    },
    beginRun: (run, { runs, ...runner }) =>
      store.keep((writer) => writer.call('beginRun', { run, runner: { ...runner, runs: [...runs] } })),
    keepRun: async (id, counts, at) => {
      await store.keep((writer) => writer.call('keepRun', { id, counts, at }))
    },
    endRun: async (id, { errors, ...end }) => {
      await store.keep((writer) => writer.call('endRun', { id, end: { ...end, errors: [...errors] } }))
    },
    skipRuns: async (runs) => {
      await store.keep((writer) => writer.call('skipRuns', { runs: [...runs] }))
    },
    interruptRuns: (runner, at) => store.keep((writer) => writer.call('interruptRuns', { runner, at })),
    notePlansLooked: async (names, at) => {
      await store.keep((writer) => writer.call('notePlansLooked', { names: [...names], at }))
    },
  }
}

/** A store that this process owns, written to at once. `isAlive` tells whether a process of this computer is there. */
export function ownRunStore(
  { prefetch }: Pick<StoreWriter, 'prefetch'>,
  isAlive: (pid: number) => boolean,
): RunStore {
  return {
    reader: prefetch,
    beginRun: async (run, runner) => {
      const { owner, pid } = runner
      const at = run.startedAt
      return prefetch.beginRun(run, { owner, pid, beatAt: at }, leaseIsOver(runner, at, isAlive))
    },
    keepRun: async (id, counts, at) => prefetch.keepRun(id, counts, at),
    endRun: async (id, end) => prefetch.endRun(id, end),
    skipRuns: async (runs) => prefetch.skipRuns(runs),
    interruptRuns: async (runner, at) => prefetch.interruptRuns(at, leaseIsOver(runner, at, isAlive)),
    notePlansLooked: async (names, at) => prefetch.notePlansLooked(names, at),
  }
}
