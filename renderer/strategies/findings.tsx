import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
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
      <RunLine />
    </footer>
  )
}

/** How the run stands that was started last, and the way to its results. */
function RunLine() {
  const job = useBacktest((state) => state.jobs[0])
  const shown = useBacktest((state) => state.shown)
  const words = job
    ? `${job.title}: ${phaseOf(job)} …`
    : shown.state === 'results'
      ? endWords(shown.results.run)
      : shown.state === 'failed'
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
            <li key={`${problem.line} ${problem.column} ${problem.message}`}>
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

function ProblemLine({ id, problem }: { id: string; problem: TextProblem }) {
  const { severity, line, column, message } = problem
  const Icon = severity === 'error' ? CircleAlert : TriangleAlert
  return (
    <button
      type="button"
      onClick={() => useStrategies.setState({ place: { id, line, column } })}
      className="flex w-full items-start gap-2 px-4 py-0.5 text-left text-xs hover:bg-hover"
    >
      <Icon
        className={`mt-px size-3.5 shrink-0 ${severity === 'error' ? 'text-down' : 'text-warn'}`}
        aria-label={severity === 'error' ? 'Error' : 'Warning'}
      />
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{message}</span>
      <span className="shrink-0 text-muted">
        line {line}, column {column}
      </span>
    </button>
  )
}
