import { formatCount } from '../charts/prices.ts'
import { choosePlan } from '../prefetch/prefetch.ts'
import { outcomeWords } from '../prefetch/run-words.ts'
import { showView } from '../stores/view.ts'
import { formatDate, formatMinute, formatSession } from '../time/zone.ts'
import { classes } from '../ui/classes.ts'
import type { Day } from './day-model.ts'

/** Runs of a session that are listed, the last ones. */
const mostLines = 5

/**
 * The runs of prefetch that were to make a session ready, the last one first, and the one that made it ready before a
 * later session; nothing where there was none.
 */
export function RunLines({
  day: { date, runs, madeReady },
}: {
  day: Pick<Day, 'date' | 'runs' | 'madeReady'>
}) {
  const own = runs.slice(0, mostLines)
  const shown = madeReady ? [madeReady.run, ...own] : own
  if (shown.length === 0) return null
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <section aria-label="Prefetch runs" className="shrink-0 border-line border-b px-4 py-4">
      <h2 className="panel-title flex justify-between">
        Prefetch runs
        <span className="font-normal tracking-normal">{runs.length + (madeReady ? 1 : 0)}</span>
      </h2>
      <ol className="mt-1.5 max-h-40 overflow-y-auto">
        {shown.map((run) => (
          <li key={run.id}>
            <button
              type="button"
              title={`Shows ${run.plan} under Prefetch`}
              className="-mx-1 block w-[calc(100%+0.5rem)] rounded-sm px-1 py-1 text-left text-sm hover:bg-raised/60"
              onClick={() => {
                showView('prefetch')
                void choosePlan(run.plan)
              }}
            >
              <span className="flex justify-between gap-3">
                <span className="min-w-0 truncate font-medium">{run.plan}</span>
                <span className={classes('shrink-0', run.outcome === 'failed' && 'text-missing')}>
                  {outcomeWords[run.outcome]}
                  {run.of > 0 && ` · ${formatCount(run.ready)} of ${formatCount(run.of)}`}
                </span>
              </span>
              <span className="block text-muted text-xs [overflow-wrap:anywhere]">
                {run.session > date && `for ${formatSession(run.session)} · `}
                {formatDate(here, run.startedAt)} {formatMinute(here, run.startedAt)} here
                {run.filled > 0 && ` · ${formatCount(run.filled)} minutes filled`}
                {run.reason !== undefined && ` · ${run.reason}`}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}
