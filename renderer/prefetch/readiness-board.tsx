import { Play } from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, memo, useRef, useState } from 'react'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Readiness, ReadinessState } from '#shared/prefetch/run.ts'
import { formatSession, formatSessionDay } from '../time/zone.ts'
import { Button } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { type Place, placeAfterKey } from './board-keys.ts'
import { readinessOf, readinessWords } from './board-lacks.ts'
import { type Board, cellKey, readOn } from './prefetch.ts'
import { replayBoard } from './replay-run.ts'
import { stateWords } from './run-words.ts'

const looks: Readonly<Record<ReadinessState, string>> = {
  queued: 'bg-raised text-faint',
  fetching: 'bg-raised text-accent animate-breathe',
  complete: 'bg-up/35 text-ink',
  filled: 'bg-filled/40 text-ink',
  gaps: 'bg-missing/40 text-ink',
  failed: 'bg-down/45 text-ink',
}

/**
 * How ready each session of each symbol is: a row a symbol, the oldest session on the left. The head of a session, a
 * double click and Enter open it in the replay; arrows walk the cells.
 */
export function ReadinessTable({ board }: { board: Board }) {
  const { symbols, sessions, read, cells } = board
  const [stop, setStop] = useState<Place>({ row: 0, column: 0 })
  const grid = useRef<HTMLTableElement>(null)
  const left = symbols.length - read
  const replayAt = ({ row, column }: Place): void => {
    const session = sessions[column]
    if (session) void replayBoard(board, session, symbols[row])
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const place = placeOf(event)
    if (!place) return
    if (event.key === 'Enter' && place.row >= 0) replayAt(place)
    const next = placeAfterKey(place, event, { rows: read, columns: sessions.length })
    if (!next) return
    event.preventDefault()
    grid.current?.querySelector<HTMLElement>(`[data-place="${next.row} ${next.column}"]`)?.focus()
  }
  const onDoubleClick = (event: MouseEvent): void => {
    const place = placeOf(event)
    if (place && place.row >= 0) replayAt(place)
  }
  return (
    <div className="max-h-[62vh] overflow-auto">
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells are walked with the arrows
        role="grid"
        aria-label="Readiness"
        className="border-separate border-spacing-1 text-xs"
        onKeyDown={onKeyDown}
        onDoubleClick={onDoubleClick}
        onFocus={(event) => {
          const place = placeOf(event)
          if (place) setStop(place)
        }}
      >
        <thead className="sticky top-0 z-10 bg-canvas">
          <tr>
            <th scope="col" className="sticky left-0 bg-canvas pr-3 text-left font-normal text-faint">
              Symbol
            </th>
            {sessions.map((session, column) => (
              <SessionHead
                key={session}
                board={board}
                session={session}
                column={column}
                isStop={stop.row === -1 && stop.column === column}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {symbols.slice(0, read).map((symbol, row) => (
            <tr key={symbol}>
              <th
                scope="row"
                className="sticky left-0 bg-canvas pr-3 text-left font-medium text-ink normal-nums"
              >
                {symbol}
              </th>
              {sessions.map((session, column) => (
                <Cell
                  key={session}
                  symbol={symbol}
                  session={session}
                  cell={cells.get(cellKey({ symbol, session }))}
                  place={`${row} ${column}`}
                  isStop={stop.row === row && stop.column === column}
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

/** The day of a session, and the way into the replay of it; its sign is green where all of it is ready. */
function SessionHead({
  board,
  session,
  column,
  isStop,
}: {
  board: Board
  session: SessionDate
  column: number
  isStop: boolean
}) {
  const readiness = readinessOf(board, session)
  const words = readiness ? `: ${readinessWords(readiness)}` : ''
  const isReady = readiness !== undefined && readiness.lacks.length === 0
  return (
    <th scope="col" className="pb-0.5 font-normal">
      <button
        type="button"
        data-place={`-1 ${column}`}
        tabIndex={isStop ? 0 : -1}
        aria-label={`Replay ${formatSession(session)}${words}`}
        title={`Replay ${formatSession(session)}${words}`}
        onClick={() => void replayBoard(board, session)}
        className="flex h-6 w-full items-center justify-center gap-1 whitespace-nowrap rounded-sm px-1 text-muted transition-colors hover:bg-hover hover:text-ink"
      >
        {formatSessionDay(session)}
        <Play aria-hidden="true" className={classes('size-2.5', isReady ? 'text-up' : 'text-faint')} />
      </button>
    </th>
  )
}

const Cell = memo(function Cell({
  symbol,
  session,
  cell,
  place,
  isStop,
}: {
  symbol: string
  session: SessionDate
  cell: Readiness | undefined
  place: string
  isStop: boolean
}) {
  const state = cell?.state ?? 'queued'
  const said = `${symbol}, ${formatSession(session)}: ${cell ? cellWords(cell) : 'queued'}`
  return (
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of the grid
      role="gridcell"
      data-state={state}
      data-place={place}
      tabIndex={isStop ? 0 : -1}
      aria-label={said}
      title={said}
      className={classes(
        'h-6 min-w-22 scroll-mt-9 scroll-ml-24 rounded-sm px-1.5 text-center whitespace-nowrap',
        looks[state],
      )}
    >
      {state === 'gaps' && cell ? `${cell.missing} missing` : stateWords[state]}
    </td>
  )
})

function placeOf({ target }: { readonly target: EventTarget }): Place | undefined {
  const element = target instanceof Element ? target.closest('[data-place]') : undefined
  const [row, column] = element?.getAttribute('data-place')?.split(' ').map(Number) ?? []
  return row === undefined || column === undefined ? undefined : { row, column }
}

function cellWords({ state, missing, filled, cause }: Readiness): string {
  const parts: string[] = [state]
  if (filled > 0) parts.push(`${filled} filled`)
  if (missing > 0) parts.push(`${missing} missing`)
  if (cause !== undefined) parts.push(cause)
  return parts.join(', ')
}
