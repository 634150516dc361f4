import { ChartLine, CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useBacktest } from '../../stores/backtest.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { showRun } from '../shown-run.ts'
import { EquityPanel } from './equity-panel.tsx'
import { FailureCard } from './failure-card.tsx'
import { KeyFigures } from './key-figures.tsx'
import { LowerPanel } from './lower-panel.tsx'
import { RunHead } from './run-head.tsx'

/** What came of a run, or why there is nothing to see. */
export function ResultsView() {
  const shown = useBacktest((state) => state.shown)
  switch (shown.state) {
    case 'none':
      return <Nothing />
    case 'reading':
      return (
        <Frame>
          <RunHead run={shown.run} changed={undefined} />
          <KeyFigures run={shown.run} />
          <p role="status" className="flex flex-1 items-center justify-center text-muted text-sm">
            Reading trades and equity …
          </p>
        </Frame>
      )
    case 'results': {
      const { results, changed } = shown
      return (
        <Frame>
          <RunHead run={results.run} changed={changed} />
          <KeyFigures run={results.run} />
          <EquityPanel results={results} />
          <LowerPanel results={results} />
        </Frame>
      )
    }
    case 'unreadable':
      return (
        <Frame>
          <RunHead run={shown.run} changed={undefined} />
          <div className="flex-1 border-line border-t">
            <EmptyState
              icon={CircleAlert}
              title="This run cannot be read"
              actions={<Button onClick={() => void showRun(shown.run)}>Try again</Button>}
            >
              {shown.message}
            </EmptyState>
          </div>
        </Frame>
      )
    case 'failed':
      return <FailureCard title={shown.title} fault={shown.fault} />
  }
}

function Frame({ children }: { children: ReactNode }) {
  return <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">{children}</div>
}

function Nothing() {
  const job = useBacktest((state) => state.jobs[0])
  const count = useBacktest((state) => state.runs?.length ?? 0)
  if (job)
    return (
      <EmptyState icon={ChartLine} title={`${job.title} runs`}>
        What comes of it is shown here. The replay can go on meanwhile.
      </EmptyState>
    )
  return (
    <EmptyState
      icon={ChartLine}
      title={count === 0 ? 'No backtest yet' : 'No run is shown'}
      actions={
        count > 0 && (
          <Button onClick={() => useBacktest.setState({ side: 'runs' })}>Show the runs that were kept</Button>
        )
      }
    >
      Choose a strategy and sessions beside, then press Ctrl+Enter. Every trade says what it rests on, and
      leads back into the replay.
    </EmptyState>
  )
}
