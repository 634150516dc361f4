import { useEffect } from 'react'
import { choosePlan, loadPlansAnew, usePrefetch } from '../prefetch/prefetch.ts'
import { outcomeColors } from '../prefetch/run-words.ts'
import { useConnection } from '../stores/connection.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { showView } from '../stores/view.ts'
import { Progress } from '../ui/progress.tsx'
import { Tip } from '../ui/tip.tsx'
import { type PrefetchStatus, prefetchStatus, statusWords } from './prefetch-status.ts'

/** How far a run of prefetch is, or that the last one left something open; the way to its plan. */
export function PrefetchSign() {
  const path = useOpenStore((state) => state.store?.path)
  const connected = useConnection((state) => state.connection.phase === 'connected')
  const plans = usePrefetch((state) => state.plans)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another store, or another engine, has other plans
  useEffect(() => void loadPlansAnew(), [path, connected])
  const status = plans && prefetchStatus(plans)
  return status ? <Sign status={status} /> : null
}

function Sign({ status }: { status: PrefetchStatus }) {
  const { kind, run } = status
  const words = statusWords(status)
  const tip =
    kind === 'running' ? `Makes ${run.session} ready. Show the plan` : (run.reason ?? 'Show the plan')
  const show = (): void => {
    showView('prefetch')
    void choosePlan(run.plan)
  }
  return (
    <Tip text={tip} side="top">
      <button
        type="button"
        data-testid="prefetch-sign"
        onClick={show}
        className="flex min-w-0 items-center gap-2 rounded-sm hover:text-ink"
      >
        {kind === 'unready' && (
          <span
            aria-hidden="true"
            className="size-2 shrink-0 rounded-full"
            style={{ background: outcomeColors[run.outcome] }}
          />
        )}
        <span>{words}</span>
        {kind === 'running' && (
          <span className="w-28 max-[1240px]:w-16">
            <Progress label={words} value={run.of === 0 ? undefined : run.ready / run.of} />
          </span>
        )}
        <span className="max-w-44 truncate text-faint max-[1240px]:max-w-24">
          {run.plan}
          {kind === 'running' && status.others > 0 && ` and ${status.others} more`}
        </span>
      </button>
    </Tip>
  )
}
