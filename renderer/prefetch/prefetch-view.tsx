import { CalendarClock, Play, Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ListedPlan } from '#shared/protocol/prefetch-calls.ts'
import { ReadOnlyNote } from '../data/read-only-note.tsx'
import { loadSources } from '../sources/sources.ts'
import { useConnection } from '../stores/connection.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { RemoveDialog } from '../ui/remove-dialog.tsx'
import { RunBoard, RunOnRecord } from './chosen-run.tsx'
import { PlanCard, type PlanQuestion } from './plan-card.tsx'
import { PlanDialog } from './plan-dialog.tsx'
import { removePlan, runPlan, usePrefetch } from './prefetch.ts'
import { RunHistory } from './run-history.tsx'
import { ScheduleDialog } from './schedule-dialog.tsx'
import { StartsPanel } from './starts-panel.tsx'
import { UpcomingRuns } from './upcoming-runs.tsx'
import { UsedSymbols } from './used-symbols.tsx'

/** A dialog and the plan that it is about; it stays that one's while it closes. */
interface Asked {
  readonly open: boolean
  readonly question: PlanQuestion | 'new'
  readonly listed: ListedPlan | undefined
}

/** Plans, what their runs made ready, and how those went. */
export function PrefetchView() {
  const path = useOpenStore((state) => state.store?.path)
  const readOnly = useOpenStore((state) => state.store?.access === 'read-only')
  const connected = useConnection((state) => state.connection.phase === 'connected')
  const plans = usePrefetch((state) => state.plans)
  const next = usePrefetch((state) => state.next)
  const chosen = usePrefetch((state) => state.chosen)
  const [asked, setAsked] = useState<Asked>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another store, or another engine, has other sources
  useEffect(() => void loadSources(), [path, connected])
  const ask = (question: Asked['question'], listed?: ListedPlan): void =>
    setAsked({ open: true, question, listed })
  const close = (): void => setAsked((now) => now && { ...now, open: false })
  const newPlan = (
    <Button disabled={readOnly} onClick={() => ask('new')}>
      <Plus className="size-3.5" aria-hidden="true" /> New plan
    </Button>
  )
  const dialog = { open: asked?.open ?? false, onClose: close }
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col overflow-y-auto p-6">
        <ReadOnlyNote className="mx-auto mb-4 w-full max-w-5xl shrink-0" />
        {plans && plans.length === 0 ? (
          <EmptyState icon={CalendarClock} title="No plan yet" actions={newPlan}>
            A plan makes the next session ready before you ask: it fetches what the store lacks, fills gaps,
            and loads the sessions before it.
          </EmptyState>
        ) : (
          <ChosenPlan />
        )}
      </div>
      <aside
        aria-label="Plans"
        className="w-[24rem] shrink-0 overflow-y-auto border-line border-l bg-panel p-4"
      >
        <header className="mb-3 flex items-center justify-between">
          <h2 className="panel-title">Plans</h2>
          {newPlan}
        </header>
        <ul className="flex flex-col gap-3">
          {plans?.map((listed) => (
            <PlanCard
              key={listed.plan.name}
              listed={listed}
              next={next.get(listed.plan.name)}
              chosen={listed.plan.name === chosen}
              readOnly={readOnly}
              onAsk={(question) => ask(question, listed)}
            />
          ))}
        </ul>
        {plans && plans.length > 0 && <StartsPanel store={connected ? path : undefined} />}
        <UsedSymbols readOnly={readOnly} />
      </aside>
      {asked && (asked.question === 'new' || asked.question === 'change') && (
        <PlanDialog key={asked.listed?.plan.name ?? ''} changed={asked.listed?.plan} {...dialog} />
      )}
      {asked?.question === 'remove' && asked.listed && (
        <RemoveDialog
          name={asked.listed.plan.name}
          consequence="It does not run any more. Bars that its runs brought stay, and so do the records of its runs."
          onRemove={() => asked.listed && void removePlan(asked.listed.plan.name)}
          {...dialog}
        />
      )}
      {asked?.question === 'schedule' && asked.listed && path !== undefined && (
        <ScheduleDialog plan={asked.listed.plan.name} store={path} {...dialog} />
      )}
    </div>
  )
}

function ChosenPlan() {
  const runs = usePrefetch((state) => state.runs)
  const board = usePrefetch((state) => state.board)
  const record = usePrefetch(({ runs, record }) => runs?.find(({ id }) => id === record))
  const chosen = usePrefetch((state) => state.chosen)
  const next = usePrefetch((state) => (chosen === undefined ? undefined : state.next.get(chosen)))
  const readOnly = useOpenStore((state) => state.store?.access === 'read-only')
  if (chosen === undefined || runs === undefined) return null
  if (runs.length === 0)
    return (
      <EmptyState
        icon={CalendarClock}
        title={`${chosen} has not run yet`}
        actions={
          <Button look="accent" disabled={readOnly} onClick={() => void runPlan(chosen)}>
            <Play className="size-3.5" aria-hidden="true" /> Run {chosen.length > 24 ? 'it' : chosen} now
          </Button>
        }
      >
        Run it now, or wait for its time. What it makes ready is shown here, symbol by symbol.
      </EmptyState>
    )
  return (
    <div className="mx-auto w-full max-w-5xl">
      {board && <RunBoard board={board} />}
      {record && <RunOnRecord run={record} />}
      {next && <UpcomingRuns next={next} />}
      <RunHistory runs={runs} shown={(board?.run ?? record)?.id} zone={next?.zone ?? 'UTC'} />
    </div>
  )
}
