import { CalendarClock, Pencil, Play, Square, Trash2 } from 'lucide-react'
import { symbolWords, whenWords } from '#shared/prefetch/plan-words.ts'
import type { ListedPlan, NextRuns } from '#shared/protocol/prefetch-calls.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { Progress } from '../ui/progress.tsx'
import { contentWords, dueWords, durationWords } from './plan-words.ts'
import { cancelRun, choosePlan, runPlan } from './prefetch.ts'
import { outcomeColors, outcomeWords } from './run-words.ts'

const here = Intl.DateTimeFormat().resolvedOptions().timeZone

export type PlanQuestion = 'change' | 'remove' | 'schedule'

/** One plan: what it makes ready and when, how its last run ended, and what can be done with it. */
export function PlanCard({
  listed: { plan, last },
  next,
  chosen,
  readOnly,
  onAsk,
}: {
  listed: ListedPlan
  next: NextRuns | undefined
  chosen: boolean
  readOnly: boolean
  onAsk: (question: PlanQuestion) => void
}) {
  const { name } = plan
  const running = last?.outcome === 'running' ? last : undefined
  return (
    <li
      aria-label={name}
      className={classes('rounded-lg border bg-panel p-3.5', chosen ? 'border-accent/60' : 'border-line')}
    >
      <button
        type="button"
        aria-pressed={chosen}
        onClick={() => void choosePlan(name)}
        className="flex w-full items-baseline justify-between gap-3 text-left"
      >
        <span className="min-w-0 truncate font-semibold text-sm normal-nums">{name}</span>
        {last && (
          <span className="flex shrink-0 items-center gap-1.5 text-xs">
            <span
              className="size-2 rounded-full"
              style={{ background: outcomeColors[last.outcome] }}
              aria-hidden="true"
            />
            {outcomeWords[last.outcome]} {last.ready} / {last.of}
          </span>
        )}
      </button>
      <p className="mt-1 text-muted text-xs">
        {whenWords(plan.when)} · {plan.exchange} · {symbolWords(plan.symbols)} · {contentWords(plan)}
      </p>
      {running && (
        <div className="mt-2.5">
          <Progress
            label={`${name} runs`}
            value={running.of === 0 ? undefined : running.ready / running.of}
          />
        </div>
      )}
      <p className="mt-2 flex flex-wrap justify-between gap-x-3 text-xs">
        <span className="min-w-0">{plan.enabled ? <Due next={next} /> : 'Runs by hand only'}</span>
        {last?.endedAt !== undefined && (
          <span className="shrink-0 text-faint">Last {durationWords(last.endedAt - last.startedAt)}</span>
        )}
      </p>
      <div className="mt-2.5 flex items-center gap-1.5">
        {running ? (
          <Button className="px-2.5 text-xs" onClick={() => void cancelRun(running.id)}>
            <Square className="size-3.5" aria-hidden="true" /> Cancel
          </Button>
        ) : (
          <Button className="px-2.5 text-xs" disabled={readOnly} onClick={() => void runPlan(name)}>
            <Play className="size-3.5" aria-hidden="true" /> Run now
          </Button>
        )}
        <span className="ml-auto flex">
          <IconButton
            label={`Run ${name} while Tapedeck is not open …`}
            className="size-7"
            onClick={() => onAsk('schedule')}
          >
            <CalendarClock className="size-3.5" />
          </IconButton>
          <IconButton
            label={`Change ${name}`}
            className="size-7"
            disabled={readOnly}
            onClick={() => onAsk('change')}
          >
            <Pencil className="size-3.5" />
          </IconButton>
          <IconButton
            label={`Remove ${name}`}
            className="size-7"
            disabled={readOnly || running !== undefined}
            onClick={() => onAsk('remove')}
          >
            <Trash2 className="size-3.5" />
          </IconButton>
        </span>
      </div>
    </li>
  )
}

function Due({ next }: { next: NextRuns | undefined }) {
  const due = next?.runs[0]
  if (!next || !due) return <span className="text-missing">{next?.problem ?? 'No run is due'}</span>
  const words = dueWords(due, next.zone, here)
  return (
    <>
      Next run {words.there}
      {words.here && <span className="whitespace-nowrap text-faint"> ({words.here} here)</span>}
    </>
  )
}
