import { at, type BarColumns } from '#shared/bars/columns.ts'
import { filled, mergeOrigin } from '#shared/bars/state.ts'
import { flooredPercent } from '#shared/gaps/percent.ts'
import type { ClassifiedGap } from '../classify/classify-gaps.ts'
import type { ExpectedSlots } from '../detect/expected-slots.ts'
import type { GapDetector } from '../detect/gap-detector.ts'

/** The expected minutes of a session by what became of them; `expected` is the sum of the others but `late`. */
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
  /** Of those recorded and filled: the minutes that had no bar yet when they ended. */
  readonly late: number
}

/** Percent of the minutes that have ended, floored to one decimal (R16); undefined before the first has (G9). */
export interface Shares {
  readonly coverage: number | undefined
  readonly explained: number | undefined
}

/** Minutes with a bar in percent of those that have ended. */
export function coverageOf({ expected, recorded, filled, pending }: SessionCounts): number | undefined {
  return flooredPercent(recorded + filled, expected - pending)
}

/** Minutes with a bar, proven empty or halted in percent of those that have ended. */
export function explainedOf(counts: SessionCounts): number | undefined {
  const { expected, recorded, filled, noTrade, halted, pending } = counts
  return flooredPercent(recorded + filled + noTrade + halted, expected - pending)
}

/**
 * Counts a session. Minutes before the symbol was listed are not expected of it (R15); without gaps, because
 * nothing was recorded about it, all that is missing is missing. `late` has the starts of bars that came late.
 */
export function countSession(
  slots: ExpectedSlots,
  columns: BarColumns,
  detector: GapDetector,
  gaps: readonly ClassifiedGap[] = [],
  late: ReadonlySet<number> = new Set(),
): SessionCounts {
  const minutesOf = (isMeant: (gap: ClassifiedGap) => boolean) =>
    gaps.reduce((sum, gap) => sum + (isMeant(gap) ? gap.minutes : 0), 0)
  const notListed = minutesOf((gap) => gap.class === 'not-listed')
  const noTrade = minutesOf((gap) => gap.class === 'no-trade' && gap.settled)
  const halted = minutesOf((gap) => gap.class === 'halted')
  const { start, state } = columns
  const repaired = minutesOfBars(slots, start, (bar) => mergeOrigin(at(state, bar), 0) === filled)
  return {
    expected: slots.count - notListed,
    recorded: detector.present - repaired,
    filled: repaired,
    noTrade,
    halted,
    missing: detector.missing - notListed - noTrade - halted,
    pending: slots.count - detector.present - detector.missing,
    late: late.size === 0 ? 0 : minutesOfBars(slots, start, (bar) => late.has(at(start, bar))),
  }
}

/** What a session counts to that has not begun and of which nothing is known. */
export function countsToCome({ count }: ExpectedSlots): SessionCounts {
  const none = { recorded: 0, filled: 0, noTrade: 0, halted: 0, missing: 0, late: 0 }
  return { expected: count, ...none, pending: count }
}

/** Expected minutes that have such a bar, each counted once (G6). */
function minutesOfBars(slots: ExpectedSlots, start: Float64Array, isMeant: (bar: number) => boolean): number {
  let count = 0
  let last = -1
  for (let bar = 0; bar < start.length; bar++) {
    if (!isMeant(bar)) continue
    const slot = slots.slotAt(at(start, bar))
    if (slot >= 0 && slot !== last) count++
    last = slot
  }
  return count
}
