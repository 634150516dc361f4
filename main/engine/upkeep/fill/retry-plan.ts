import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { AskedSource } from '../classify/answers.ts'
import type { ClassifiedGap } from '../classify/classify-gaps.ts'
import { type PlannedRequest, triesOf } from './fill-plan.ts'

/** Minutes [start, end). */
export interface MinuteRun {
  readonly start: EpochMs
  readonly end: EpochMs
}

/** Starts of the minutes of a run that are missing and have ended, in order, with how often a source was asked for each. */
function missingIn(gaps: readonly ClassifiedGap[], { start, end }: MinuteRun, source: AskedSource) {
  return gaps
    .filter((gap) => gap.class !== 'pending')
    .flatMap(({ evidence }) => evidence)
    .flatMap((part) =>
      Array.from({ length: part.minutes }, (_, index) => ({
        minute: (part.start + index * minuteMs) as EpochMs,
        tries: triesOf(part.known, source),
      })),
    )
    .filter(({ minute }) => start <= minute && minute < end)
    .sort((one, other) => one.minute - other.minute)
}

/**
 * The request that a person wants made of a source for what is missing in a run: whatever the source said before and
 * however often, since a person who asks has a reason (R13 and G3 bound what is asked unbidden). Undefined where
 * nothing is missing.
 */
export function planRetry(
  gaps: readonly ClassifiedGap[],
  run: MinuteRun,
  source: AskedSource,
): PlannedRequest | undefined {
  const missing = missingIn(gaps, run, source)
  const [first, last] = [missing[0], missing.at(-1)]
  if (!first || !last) return undefined
  return {
    source: source.name,
    start: first.minute,
    end: (last.minute + minuteMs) as EpochMs,
    missing: missing.map(({ minute }) => minute),
    try: 1 + Math.max(...missing.map(({ tries }) => tries)),
  }
}
