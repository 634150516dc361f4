import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Readiness, ReadinessState } from '#shared/prefetch/run.ts'
import { formatSession, formatSessionDay } from '../time/zone.ts'
import { Button } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { type Board, cellKey, readOn } from './prefetch.ts'
import { stateWords } from './run-words.ts'

const looks: Readonly<Record<ReadinessState, string>> = {
  queued: 'bg-raised text-faint',
  fetching: 'bg-raised text-accent animate-breathe',
  complete: 'bg-up/35 text-ink',
  filled: 'bg-filled/40 text-ink',
  gaps: 'bg-missing/40 text-ink',
  failed: 'bg-down/45 text-ink',
}

/** How ready each session of each symbol is: a row a symbol, the oldest session on the left. */
export function ReadinessTable({ board }: { board: Board }) {
  const { symbols, sessions, read } = board
  const left = symbols.length - read
  return (
    <div className="min-h-0 overflow-auto">
      <table className="border-separate border-spacing-1 text-xs" aria-label="Readiness">
        <thead className="sticky top-0 z-10 bg-canvas">
          <tr>
            <th scope="col" className="sticky left-0 bg-canvas pr-3 text-left font-normal text-faint">
              Symbol
            </th>
            {sessions.map((session) => (
              <th
                key={session}
                scope="col"
                aria-label={formatSession(session)}
                className="px-1 pb-1 text-center font-normal text-muted whitespace-nowrap"
              >
                {formatSessionDay(session)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {symbols.slice(0, read).map((symbol) => (
            <tr key={symbol}>
              <th
                scope="row"
                className="sticky left-0 bg-canvas pr-3 text-left font-medium text-ink normal-nums"
              >
                {symbol}
              </th>
              {sessions.map((session) => (
                <Cell
                  key={session}
                  symbol={symbol}
                  session={session}
                  cell={board.cells.get(cellKey({ symbol, session }))}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && (
        <Button className="mt-2" onClick={() => void readOn()}>
          Show more: {left} of {symbols.length} symbols follow
        </Button>
      )}
    </div>
  )
}

function Cell({
  symbol,
  session,
  cell,
}: {
  symbol: string
  session: SessionDate
  cell: Readiness | undefined
}) {
  const state = cell?.state ?? 'queued'
  const said = `${symbol}, ${formatSession(session)}: ${cell ? cellWords(cell) : 'queued'}`
  return (
    <td
      data-state={state}
      aria-label={said}
      title={said}
      className={classes('h-6 min-w-17 rounded-sm px-1.5 text-center whitespace-nowrap', looks[state])}
    >
      {state === 'gaps' && cell ? `${cell.missing} missing` : stateWords[state]}
    </td>
  )
}

function cellWords({ state, missing, filled, cause }: Readiness): string {
  const parts: string[] = [state]
  if (filled > 0) parts.push(`${filled} filled`)
  if (missing > 0) parts.push(`${missing} missing`)
  if (cause !== undefined) parts.push(cause)
  return parts.join(', ')
}
