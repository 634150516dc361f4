import type { NextRuns } from '#shared/protocol/prefetch-calls.ts'
import { formatMinute, formatSession } from '../time/zone.ts'
import { dueWords } from './plan-words.ts'

const here = Intl.DateTimeFormat().resolvedOptions().timeZone

/** When a plan runs next, a few times ahead, and which session each run is for. */
export function UpcomingRuns({ next: { runs, zone, problem } }: { next: NextRuns }) {
  if (runs.length === 0 && problem === undefined) return null
  return (
    <section aria-label="Next runs" className="mt-6">
      <h2 className="panel-title mb-2">Next runs</h2>
      <ul className="overflow-hidden rounded-lg border border-line">
        {runs.map((run) => {
          const words = dueWords(run, zone, here)
          return (
            <li
              key={run.due}
              className="flex items-baseline justify-between gap-3 border-line border-b bg-panel px-3.5 py-2 text-sm last:border-b-0"
            >
              <span>
                {words.there}
                {words.here && <span className="text-faint"> ({words.here} here)</span>}
              </span>
              <span className="text-muted">
                for {formatSession(run.session)}, opens {formatMinute(zone, run.open)}
              </span>
            </li>
          )
        })}
      </ul>
      {problem !== undefined && <p className="mt-2 text-missing text-sm">{problem}</p>}
    </section>
  )
}
