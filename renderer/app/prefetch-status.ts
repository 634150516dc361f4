import type { RunRecord } from '#shared/prefetch/run.ts'
import type { ListedPlan } from '#shared/protocol/prefetch-calls.ts'
import { formatCount } from '../charts/prices.ts'

/** What the status bar says of prefetch. */
export type PrefetchStatus =
  | { readonly kind: 'running'; readonly run: RunRecord; readonly others: number }
  /** Nothing runs, and the run that ended last did not make all ready. */
  | { readonly kind: 'unready'; readonly run: RunRecord }

const unready: ReadonlySet<RunRecord['outcome']> = new Set(['failed', 'partial', 'interrupted'])

/** The run that goes on, the one that began first; else the last one where it wants a look; else undefined. */
export function prefetchStatus(plans: readonly ListedPlan[]): PrefetchStatus | undefined {
  const runs = plans.flatMap(({ last }) => last ?? []).toSorted((one, other) => one.id - other.id)
  const running = runs.filter(({ outcome }) => outcome === 'running')
  const [first] = running
  if (first) return { kind: 'running', run: first, others: running.length - 1 }
  const last = runs.findLast(({ outcome }) => outcome !== 'skipped')
  return last && unready.has(last.outcome) ? { kind: 'unready', run: last } : undefined
}

/** "Prefetch running 61 of 100", "Prefetch partly ready, 96 of 100", "Prefetch failed". */
export function statusWords({ kind, run: { outcome, ready, of } }: PrefetchStatus): string {
  const share = `${formatCount(ready)} of ${formatCount(of)}`
  if (kind === 'running') return of === 0 ? 'Prefetch starting' : `Prefetch running ${share}`
  if (outcome === 'partial') return `Prefetch partly ready, ${share}`
  return `Prefetch ${outcome}`
}
