import type { Certainty, GapClass } from '#shared/gaps/gap-class.ts'
import type { GapRow } from '#shared/protocol/ledger-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { Stretch } from '../charts/slots.ts'

/** Missing minutes of one class, [open, close). */
export interface ClassedRun extends Stretch {
  readonly class: GapClass
  readonly certainty: Certainty
}

/** Missing minutes in which synthetic bars stand, flat at a price. */
export interface StandInRun extends Stretch {
  readonly price: number
}

/**
 * Missing stretches cut by the classes of the gaps that the ledger told, both in order. The ledger is asked less
 * often than bars come: what it has not told of yet goes on as the gap before it that it touches, else is unknown.
 */
export function classedRuns(missing: readonly Stretch[], gaps: readonly GapRow[]): readonly ClassedRun[] {
  const runs: ClassedRun[] = []
  let before: Piece<GapRow> | undefined
  for (const piece of cutBy(missing, gaps)) {
    const isGoingOn = piece.by === undefined && before?.stretch === piece.stretch
    const by = isGoingOn ? before?.by : piece.by
    add(runs, piece.open, piece.close, by)
    before = { ...piece, by }
  }
  return runs
}

/** A part of a stretch that is told of by one row, or by none. */
export interface Piece<T> extends Stretch {
  readonly stretch: Stretch
  readonly by: T | undefined
}

/** Cuts stretches where rows begin and end, all of them in order. */
export function* cutBy<T extends Pick<GapRow, 'start' | 'end'>>(
  stretches: readonly Stretch[],
  rows: readonly T[],
): Generator<Piece<T>> {
  let first = 0
  for (const stretch of stretches) {
    const { open, close } = stretch
    while ((rows[first]?.end ?? Number.POSITIVE_INFINITY) <= open) first += 1
    let from = open
    for (let index = first; from < close; index += 1) {
      const row = rows[index]
      const until = row && row.start < close ? row.start : close
      if (until > from) yield { open: from, close: until, stretch, by: undefined }
      if (!row || row.start >= close) break
      const end = Math.min(row.end, close) as EpochMs
      yield { open: Math.max(from, row.start) as EpochMs, close: end, stretch, by: row }
      from = end
    }
  }
}

function add(runs: ClassedRun[], open: EpochMs, close: EpochMs, gap: GapRow | undefined): void {
  const gapClass = gap?.class ?? 'unknown'
  const certainty = gap?.certainty ?? 'none'
  const last = runs.at(-1)
  if (last?.close === open && last.class === gapClass && last.certainty === certainty)
    runs[runs.length - 1] = { ...last, close }
  else runs.push({ open, close, class: gapClass, certainty })
}

/** A gap as a run. */
export function runOf({ start, end, class: gapClass, certainty }: GapRow): ClassedRun {
  return { open: start, close: end, class: gapClass, certainty }
}
