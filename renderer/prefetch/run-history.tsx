import { type RunRecord, runOutcomes } from '#shared/prefetch/run.ts'
import { formatDate, formatMinute, formatSession, zoneName } from '../time/zone.ts'
import { classes } from '../ui/classes.ts'
import { counted, durationWords } from './plan-words.ts'
import { showBoard } from './prefetch.ts'
import { outcomeColors, outcomeWords, yieldWords } from './run-words.ts'

const height = 56
const barWidth = 10

/** The runs of a plan: how long each took and what came of it, the last one on the right; below them in words. */
export function RunHistory({
  runs,
  shown,
  zone,
}: {
  runs: readonly RunRecord[]
  shown: number | undefined
  zone: string
}) {
  if (runs.length === 0) return null
  return (
    <section aria-label="Runs" className="mt-6">
      <h2 className="panel-title mb-2">Runs</h2>
      {runs.length > 1 && <Durations runs={runs} />}
      <ul className="overflow-hidden rounded-lg border border-line">
        {runs.map((run) => (
          <RunRow key={run.id} run={run} zone={zone} isShown={run.id === shown} />
        ))}
      </ul>
    </section>
  )
}

function Durations({ runs }: { runs: readonly RunRecord[] }) {
  const inOrder = [...runs].reverse()
  const longest = Math.max(1, ...inOrder.map(lengthOf))
  const seen = runOutcomes.filter((outcome) => inOrder.some((run) => run.outcome === outcome))
  return (
    <figure className="mb-3">
      <svg
        role="img"
        aria-label={`Duration of the last ${counted(runs.length, 'run')}; the longest took ${durationWords(longest)}`}
        width={inOrder.length * barWidth}
        height={height}
        className="max-w-full"
      >
        {inOrder.map((run, index) => {
          const length = Math.max(2, (lengthOf(run) / longest) * height)
          return (
            <rect
              key={run.id}
              x={index * barWidth}
              y={height - length}
              width={barWidth - 3}
              height={length}
              rx={1.5}
              fill={outcomeColors[run.outcome]}
            />
          )
        })}
      </svg>
      <figcaption className="mt-1.5 flex flex-wrap gap-x-4 text-muted text-xs">
        {seen.map((outcome) => (
          <span key={outcome} className="flex items-center gap-1.5">
            <span
              className="size-2 rounded-xs"
              style={{ background: outcomeColors[outcome] }}
              aria-hidden="true"
            />
            {outcomeWords[outcome]}
          </span>
        ))}
        <span className="text-faint">longest {durationWords(longest)}</span>
      </figcaption>
    </figure>
  )
}

function RunRow({ run, zone, isShown }: { run: RunRecord; zone: string; isShown: boolean }) {
  const { id, session, startedAt, outcome, reason, ready, of } = run
  return (
    <li className={classes('border-line border-b bg-panel last:border-b-0', isShown && 'bg-hover')}>
      <button
        type="button"
        aria-pressed={isShown}
        onClick={() => void showBoard(id)}
        className="flex w-full items-baseline gap-3 px-3.5 py-2 text-left text-sm hover:bg-hover"
      >
        <span
          className="size-2 shrink-0 self-center rounded-full"
          style={{ background: outcomeColors[outcome] }}
          aria-hidden="true"
        />
        <span className="w-48 shrink-0 text-muted text-xs">
          {formatDate(zone, startedAt)} {formatMinute(zone, startedAt)} {zoneName(zone, startedAt)}
        </span>
        <span className="min-w-0 flex-1">
          {formatSession(session)}: {outcomeWords[outcome]}, {ready} of {of}
          {reason && <span className="block text-faint text-xs [overflow-wrap:anywhere]">{reason}</span>}
        </span>
        <span className="shrink-0 text-muted text-xs">
          {yieldWords(run)} · {durationWords(lengthOf(run))}
        </span>
      </button>
    </li>
  )
}

function lengthOf({ startedAt, endedAt }: RunRecord): number {
  return endedAt === undefined ? 0 : endedAt - startedAt
}
