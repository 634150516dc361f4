import { Play } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RunRecord } from '#shared/prefetch/run.ts'
import { formatSession, formatSessionDay } from '../time/zone.ts'
import { Button } from '../ui/button.tsx'
import { readinessOf, readinessWords } from './board-lacks.ts'
import { counted } from './plan-words.ts'
import type { Board } from './prefetch.ts'
import { ReadinessTable } from './readiness-board.tsx'
import { replayBoard, replayRecord } from './replay-run.ts'
import { RunErrors } from './run-errors.tsx'
import { useRunSessions } from './run-sessions.ts'
import { outcomeWords, yieldWords } from './run-words.ts'

const mostSessions = 10

/** What a run made ready, symbol by symbol, and the way into the replay of it. */
export function RunBoard({ board }: { board: Board }) {
  const { run } = board
  const newest = useRunSessions(run).findLast(({ symbols }) => symbols > 0)?.session
  const readiness = newest && readinessOf(board, newest)
  return (
    <section aria-label="Readiness">
      <RunHead run={run}>
        {newest && (
          <Button
            look="accent"
            title={readiness && readinessWords(readiness)}
            onClick={() => void replayBoard(board, newest)}
          >
            <Play className="size-3.5" aria-hidden="true" /> Replay {formatSession(newest)}
          </Button>
        )}
      </RunHead>
      <RunErrors errors={run.errors} />
      <ReadinessTable board={board} />
    </section>
  )
}

/** A run whose board is not kept any more: what is on record of it, and the way into the replay of its sessions. */
export function RunOnRecord({ run }: { run: RunRecord }) {
  const stored = useRunSessions(run).filter(({ symbols }) => symbols > 0)
  const newest = stored.at(-1)?.session
  return (
    <section aria-label="Readiness">
      <RunHead run={run}>
        {newest && (
          <Button look="accent" onClick={() => void replayRecord(run, newest)}>
            <Play className="size-3.5" aria-hidden="true" /> Replay {formatSession(newest)}
          </Button>
        )}
      </RunHead>
      {run.of > 0 && (
        <p className="text-faint text-sm">
          Only the record of this run is kept, not which symbol was how ready; another run shows that.
        </p>
      )}
      {stored.length > 1 && (
        <p className="mt-2 flex flex-wrap items-center gap-1.5 text-muted text-sm">
          Or the sessions before it:
          {stored.slice(-mostSessions, -1).map(({ session }) => (
            <Button
              key={session}
              className="h-7 px-2 text-xs"
              aria-label={`Replay ${formatSession(session)}`}
              title={`Replay ${formatSession(session)}`}
              onClick={() => void replayRecord(run, session)}
            >
              {formatSessionDay(session)}
            </Button>
          ))}
        </p>
      )}
      <RunErrors errors={run.errors} />
    </section>
  )
}

function RunHead({ run, children }: { run: RunRecord; children: ReactNode }) {
  return (
    <header className="mb-3 flex items-start justify-between gap-4">
      <div className="min-w-0">
        <h2 className="font-semibold text-base [overflow-wrap:anywhere]">
          {run.plan} for {formatSession(run.session)} · {outcomeWords[run.outcome]}
        </h2>
        <p className="text-muted text-sm" role="status">
          {run.ready} of {counted(run.of, 'session')} of {counted(run.symbols, 'symbol')} ready ·{' '}
          {yieldWords(run)}
        </p>
        {run.reason && <p className="mt-1 text-missing text-sm [overflow-wrap:anywhere]">{run.reason}</p>}
      </div>
      {children}
    </header>
  )
}
