import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Readiness } from '#shared/prefetch/run.ts'
import { formatCount } from '../charts/prices.ts'
import { type Board, cellKey } from './prefetch.ts'

/** How ready a session of a run is: of all its symbols. */
export interface SessionReadiness {
  readonly ready: number
  readonly of: number
  /** What is not ready, the symbols in the order of the board; a cell that nothing was told of is queued. */
  readonly lacks: readonly Pick<Readiness, 'symbol' | 'state' | 'missing' | 'cause'>[]
}

/** How ready a session is by the cells of its board; undefined where not all of them were read. */
export function readinessOf(
  { symbols, cells, read }: Pick<Board, 'symbols' | 'cells' | 'read'>,
  session: SessionDate,
): SessionReadiness | undefined {
  if (read < symbols.length) return undefined
  const lacks = symbols
    .map((symbol) => cells.get(cellKey({ symbol, session })) ?? queued(symbol))
    .filter(({ state }) => !isReady(state))
  return { ready: symbols.length - lacks.length, of: symbols.length, lacks }
}

export function isReady(state: Readiness['state']): boolean {
  return state === 'complete' || state === 'filled'
}

function queued(symbol: string): SessionReadiness['lacks'][number] {
  return { symbol, state: 'queued', missing: 0 }
}

/** "3 of 3 symbols ready", "1 of 3 symbols ready; GONE failed: no source has it; NOVA lacks 12 minutes". */
export function readinessWords({ ready, of, lacks }: SessionReadiness, most = 3): string {
  const named = lacks.slice(0, most).map(lackWords)
  const more = lacks.length > most ? [`${formatCount(lacks.length - most)} more`] : []
  return [`${formatCount(ready)} of ${formatCount(of)} symbols ready`, ...named, ...more].join('; ')
}

function lackWords({ symbol, state, missing, cause }: SessionReadiness['lacks'][number]): string {
  const why = cause === undefined ? '' : `: ${cause.replace(/\.$/, '')}`
  if (state === 'gaps')
    return `${symbol} lacks ${formatCount(missing)} ${missing === 1 ? 'minute' : 'minutes'}`
  return `${symbol} ${state}${why}`
}
