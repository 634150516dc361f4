import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import type { KeptRun } from '#shared/protocol/backtest-calls.ts'
import { phaseOf } from '../backtest/jobs.ts'
import { endWords } from '../backtest/runs/run-words.ts'
import { useBacktest } from '../stores/backtest.ts'
import { type TextProblem, useStrategies } from '../stores/strategies.ts'
import type { StrategyDocument } from './documents.ts'
import { withoutPlace } from './run-strategy.ts'

const mostShown = 50

/** What is wrong with the text, and what came of its last run. */
export function Findings({ document }: { document: StrategyDocument }) {
  return (
    <footer className="shrink-0 border-line border-t bg-panel">
      <ProblemList document={document} />
      <RunLine id={document.id} />
    </footer>
  )
}

/** How the run of this strategy stands that was started last, and the way to its results. */
function RunLine({ id }: { id: string }) {
  const job = useBacktest((state) => state.jobs[0])
  const shown = useBacktest((state) => state.shown)
  const words = job
    ? `${job.title}: ${phaseOf(job)} …`
    : shown.state === 'results' && isOf(shown.results.run, id)
      ? endWords(shown.results.run)
      : shown.state === 'failed' && shown.fault.file === id
        ? `${shown.title} failed: ${withoutPlace(shown.fault)}`
        : undefined
  if (words === undefined) return null
  return (
    <p className="flex items-center gap-3 border-line border-t px-4 py-1 text-xs">
      <span role="status" className="min-w-0 flex-1 truncate text-muted">
        {words}
      </span>
      <button
        type="button"
        className="shrink-0 rounded-sm text-accent hover:underline"
        onClick={() => useBacktest.setState({ tab: 'results' })}
      >
        Show results
      </button>
    </p>
  )
}

function isOf({ request: { strategy } }: KeptRun, id: string): boolean {
  return (strategy.kind === 'file' ? strategy.file : strategy.name) === id
}

/** A line for each that leads there. */
function ProblemList({ document: { id } }: { document: StrategyDocument }) {
  const problems = useStrategies((state) => state.problems)
  return (
    <section aria-label="Problems" className="max-h-36 overflow-y-auto py-1.5">
      {problems.length === 0 ? (
        <p className="flex items-center gap-2 px-4 py-0.5 text-muted text-xs" role="status">
          <CircleCheck className="size-3.5 text-up" aria-hidden="true" /> No problems
        </p>
      ) : (
        <ul>
          {problems.slice(0, mostShown).map((problem) => (
            <li key={`${problem.place?.line} ${problem.place?.column} ${problem.message}`}>
              <ProblemLine id={id} problem={problem} />
            </li>
          ))}
        </ul>
      )}
      {problems.length > mostShown && (
        <p className="px-4 py-0.5 text-faint text-xs">and {problems.length - mostShown} more</p>
      )}
    </section>
  )
}

function ProblemLine({ id, problem: { severity, place, message } }: { id: string; problem: TextProblem }) {
  const Icon = severity === 'error' ? CircleAlert : TriangleAlert
  const look = 'flex w-full items-start gap-2 px-4 py-0.5 text-left text-xs'
  const words = (
    <>
      <Icon
        className={`mt-px size-3.5 shrink-0 ${severity === 'error' ? 'text-down' : 'text-warn'}`}
        aria-label={severity === 'error' ? 'Error' : 'Warning'}
      />
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{message}</span>
    </>
  )
  if (!place) return <p className={look}>{words}</p>
  const { line, column } = place
  return (
    <button
      type="button"
      onClick={() => useStrategies.setState({ place: { id, line, column } })}
      className={`${look} hover:bg-hover`}
    >
      {words}
      <span className="shrink-0 text-muted">
        line {line}, column {column}
      </span>
    </button>
  )
}
