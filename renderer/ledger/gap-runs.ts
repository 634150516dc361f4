import type { Certainty, GapClass } from '#shared/gaps/gap-class.ts'
import type { GapRow } from '#shared/protocol/ledger-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { Stretch } from '../charts/slots.ts'

/** Missing minutes of one class, [open, close). */
export interface ClassedRun extends Stretch {
  readonly class: GapClass
  readonly certainty: Certainty
}

/**
 * Missing stretches cut by the classes of the gaps that the ledger told, both in order. The ledger is asked less
 * often than bars come: what it has not told of yet goes on as the gap before it that it touches, else is unknown.
 */
export function classedRuns(missing: readonly Stretch[], gaps: readonly GapRow[]): readonly ClassedRun[] {
  const runs: ClassedRun[] = []
  let first = 0
  for (const { open, close } of missing) {
    while ((gaps[first]?.end ?? Number.POSITIVE_INFINITY) <= open) first += 1
    let from = open
    let told: GapRow | undefined
    for (let index = first; from < close; index += 1) {
      const gap = gaps[index]
      const isHere = gap !== undefined && gap.start < close
      const until = isHere ? gap.start : close
      if (until > from) add(runs, from, until as EpochMs, told)
      if (!isHere) break
      const end = Math.min(gap.end, close) as EpochMs
      add(runs, Math.max(from, gap.start) as EpochMs, end, gap)
      from = end
      told = gap
    }
  }
  return runs
}

function add(runs: ClassedRun[], open: EpochMs, close: EpochMs, gap: GapRow | undefined): void {
  const gapClass = gap?.class ?? 'unknown'
  const certainty = gap?.certainty ?? 'none'
  const last = runs.at(-1)
  if (last?.close === open && last.class === gapClass && last.certainty === certainty)
    runs[runs.length - 1] = { ...last, close }
  else runs.push({ open, close, class: gapClass, certainty })
}

/** A line of the ledger: missing minutes, or minutes that were filled. */
export type LedgerLine =
  | { readonly kind: 'gap'; readonly start: EpochMs; readonly gap: GapRow }
  | { readonly kind: 'filled'; readonly start: EpochMs; readonly end: EpochMs }

/** Gaps and filled stretches up to the clock, in order of time. */
export function ledgerLines(
  gaps: readonly GapRow[],
  filled: readonly Stretch[],
  clock: EpochMs,
): readonly LedgerLine[] {
  const lines: LedgerLine[] = [
    ...gaps
      .filter(({ end }) => end <= clock)
      .map((gap): LedgerLine => ({ kind: 'gap', start: gap.start, gap })),
    ...filled.map(({ open, close }): LedgerLine => ({ kind: 'filled', start: open, end: close })),
  ]
  return lines.toSorted((one, other) => one.start - other.start)
}

/** A gap as a run. */
export function runOf({ start, end, class: gapClass, certainty }: GapRow): ClassedRun {
  return { open: start, close: end, class: gapClass, certainty }
}

/** Where a line of the ledger ends. */
export function lineEnd(line: LedgerLine): EpochMs {
  return line.kind === 'gap' ? line.gap.end : line.end
}
