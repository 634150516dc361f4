import type { RunEnd } from '../plan-run.ts'
import type { ReadinessBoard } from './readiness-board.ts'

/** Why a run ended before it was through. */
export interface CutShort {
  readonly cancelled: boolean
  /** Which bound of its budget was met, in words. */
  readonly usedUp: string | undefined
  /** Names of sources in the plan that there are none of. */
  readonly unknown: readonly string[]
}

/** What a run came to: all ready, what could be had, or nothing. Nothing to make ready is no success (B5). */
export function endOf(
  board: ReadinessBoard,
  requests: number,
  { cancelled, usedUp, unknown }: CutShort,
): RunEnd {
  const counts = board.counts(requests)
  const { ready, of, symbols } = counts
  if (cancelled) return { ...counts, outcome: 'cancelled' }
  if (symbols === 0) return { ...counts, outcome: 'failed', reason: 'The plan has no symbols now.' }
  if (of === 0)
    return { ...counts, outcome: 'failed', reason: 'No session before the next one is to be made ready.' }
  if (ready === of) return { ...counts, outcome: 'done' }
  const cells = board.cells()
  const hasSome = cells.some(({ state }) => state !== 'failed' && state !== 'queued')
  const left = [
    [cells.filter(({ state }) => state === 'gaps').length, 'with gaps'],
    [cells.filter(({ state }) => state === 'failed').length, 'failed'],
    [cells.filter(({ state }) => state === 'queued').length, 'not had yet'],
  ] as const
  const parts = left.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []))
  const why = [
    usedUp,
    unknown.length > 0 ? `the store has no source ${unknown.join(', ')}` : undefined,
  ].flatMap((one) => one ?? [])
  const because = why.length > 0 ? `: ${why.join('; ')}` : ''
  const reason = `${of - ready} of ${of} sessions of symbols are not ready (${parts.join(', ')})${because}.`
  return { ...counts, outcome: hasSome ? 'partial' : 'failed', reason }
}
