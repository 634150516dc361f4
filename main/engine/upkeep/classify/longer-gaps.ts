import { type BarColumns, lowerBound } from '#shared/bars/columns.ts'
import { type Certainty, type GapClass, lesserCertainty } from '#shared/gaps/gap-class.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { ExpectedSlots } from '../detect/expected-slots.ts'
import type { RequestEvidence } from '../evidence/evidence.ts'
import type { LongerSession } from '../fill/longer-windows.ts'
import type { MinuteRun } from '../fill/retry-plan.ts'
import type { ClassifiedGap } from './classify-gaps.ts'

/** Missing bars of an interval longer than a minute in a row, [start, end), of one class (G7). */
export interface LongerGap extends MinuteRun {
  readonly bars: number
  readonly minutes: number
  readonly class: GapClass
  readonly certainty: Certainty
  /** Why, in words. */
  readonly reason: string
  /** How often a source was asked for bars of the interval there. */
  readonly tries: number
}

/** What is known of the session beside its bars of the interval. */
export interface LongerEvidence {
  readonly minutes: BarColumns
  /** The missing minutes with their classes. */
  readonly gaps: readonly ClassifiedGap[]
  /** Requests for bars of the interval. */
  readonly requests: readonly RequestEvidence[]
}

/**
 * Gives missing bars their class: where one of its minutes is there, there was trading and the feed lost the bar; else
 * it is what its minutes are.
 */
export function classifyLonger(
  of: LongerSession,
  windows: readonly MinuteRun[],
  known: LongerEvidence,
): readonly LongerGap[] {
  const slots = new ExpectedSlots(of.session, minuteMs, of.interruptions)
  const rows: LongerGap[] = []
  for (const window of windows) {
    const next = classifyWindow(of, window, known, slots)
    const last = rows.at(-1)
    if (last?.end === next.start && last.class === next.class) rows[rows.length - 1] = join(last, next)
    else rows.push(next)
  }
  return rows
}

function classifyWindow(
  { interval }: LongerSession,
  window: MinuteRun,
  { minutes: { start: starts }, gaps, requests }: LongerEvidence,
  slots: ExpectedSlots,
): LongerGap {
  const { start, end } = window
  const minutes = slots.ended(end) - slots.ended(start)
  const tries = requests.filter(({ from, to }) => from <= start && end <= to).length
  const row = { start, end, bars: 1, minutes, tries }
  const present = lowerBound(starts, end) - lowerBound(starts, start)
  if (present > 0) {
    const reason = `the ${interval} bar is not stored, but ${present} of its ${minutes} minutes are: there was trading`
    return { ...row, class: 'feed-gap', certainty: 'proven', reason }
  }
  const inside = gaps.filter((gap) => gap.start < end && start < gap.end)
  const [first, ...others] = inside
  if (!first || others.some((gap) => gap.class !== first.class)) {
    const classes = [...new Set(inside.map((gap) => gap.class))].join(' and ')
    const reason = `none of its minutes is stored: they are ${classes || 'not known'}`
    return { ...row, class: 'unknown', certainty: 'none', reason }
  }
  const certainty = others.reduce((least, gap) => lesserCertainty(least, gap.certainty), first.certainty)
  return { ...row, class: first.class, certainty, reason: `of its minutes: ${first.reason}` }
}

function join(one: LongerGap, next: LongerGap): LongerGap {
  return {
    ...one,
    end: next.end as EpochMs,
    bars: one.bars + next.bars,
    minutes: one.minutes + next.minutes,
    certainty: lesserCertainty(one.certainty, next.certainty),
    reason: one.reason === next.reason ? one.reason : `${one.reason}; then ${next.reason}`,
    tries: Math.max(one.tries, next.tries),
  }
}
