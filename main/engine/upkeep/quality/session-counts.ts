import { at, type BarColumns } from '#shared/bars/columns.ts'
import { filled, mergeOrigin } from '#shared/bars/state.ts'
import { flooredPercent } from '#shared/gaps/percent.ts'
import type { ClassifiedGap } from '../classify/classify-gaps.ts'
import type { ExpectedSlots } from '../detect/expected-slots.ts'

/** The expected minutes of a session by what became of them; `expected` is the sum of the others. */
export interface SessionCounts {
  readonly expected: number
  /** With a bar as it was recorded, corrected ones included. */
  readonly recorded: number
  /** With a bar that came later, from another source. */
  readonly filled: number
  /** Proven empty: a source was asked and had nothing, or a person says so. */
  readonly noTrade: number
  readonly halted: number
  /** Without a bar, whatever the likely cause. */
  readonly missing: number
  /** Not ended on the clock. */
  readonly pending: number
}

/** Percent of the minutes that have ended, floored to one decimal (R16); undefined before the first has (G9). */
export interface Shares {
  readonly coverage: number | undefined
  readonly explained: number | undefined
}

/** Minutes with a bar, and those that are proven empty or halted beside them, in percent. */
export function sharesOf({ expected, recorded, filled, noTrade, halted, pending }: SessionCounts): Shares {
  const ended = expected - pending
  const covered = recorded + filled
  return {
    coverage: flooredPercent(covered, ended),
    explained: flooredPercent(covered + noTrade + halted, ended),
  }
}

/** Minutes with a bar, each counted once (G6), and how many of them were filled. */
export function coveredMinutes(
  slots: ExpectedSlots,
  { start, state }: BarColumns,
): { readonly covered: number; readonly filled: number } {
  let covered = 0
  let repaired = 0
  let last = -1
  for (let index = 0; index < start.length; index++) {
    const slot = slots.slotAt(at(start, index))
    if (slot < 0 || slot === last) continue
    last = slot
    covered++
    if (mergeOrigin(at(state, index), 0) === filled) repaired++
  }
  return { covered, filled: repaired }
}

/**
 * Counts a session of which the gaps are known. Minutes before the symbol was listed are not expected of it (R15).
 */
export function countSession(
  slots: ExpectedSlots,
  columns: BarColumns,
  gaps: readonly ClassifiedGap[],
): SessionCounts {
  const { covered, filled } = coveredMinutes(slots, columns)
  const minutesOf = (isMeant: (gap: ClassifiedGap) => boolean) =>
    gaps.reduce((sum, gap) => sum + (isMeant(gap) ? gap.minutes : 0), 0)
  const noTrade = minutesOf((gap) => gap.class === 'no-trade' && gap.settled)
  const halted = minutesOf((gap) => gap.class === 'halted')
  const pending = minutesOf((gap) => gap.class === 'pending')
  const expected = slots.count - minutesOf((gap) => gap.class === 'not-listed')
  return {
    expected,
    recorded: covered - filled,
    filled,
    noTrade,
    halted,
    missing: expected - covered - noTrade - halted - pending,
    pending,
  }
}
