import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { type AskedSource, answersOf, hasShownNothing, wasAsked } from '../classify/answers.ts'
import type { ClassifiedGap } from '../classify/classify-gaps.ts'
import { type Evidence, ofKind } from '../evidence/evidence.ts'

/** Missing minutes that are asked for in one request, [start, end), with what lies between them. */
export interface PlannedRequest {
  readonly source: string
  readonly start: EpochMs
  readonly end: EpochMs
  /** Starts of the missing minutes in it, in order. */
  readonly missing: readonly EpochMs[]
  /** Which try of the source it is: one more than any of these minutes has seen. */
  readonly try: number
}

export interface FillPlanOptions {
  /** How often one source is asked for a minute at most, before the next one is (G3). */
  readonly maxTries: number
  /** Runs that are nearer than this are asked for together, in minutes. */
  readonly joinMinutes: number
  /** Whether a source is to be asked for a minute now; unless told, it is. */
  readonly mayAsk?: (source: string, start: EpochMs) => boolean
  /** What was asked before counts for nothing where minutes are not explained: somebody begins anew. */
  readonly since?: EpochMs | undefined
}

/** A stretch of a gap of which the same is known. */
type Part = ClassifiedGap['evidence'][number]

/** What comes next with some missing minutes: a source that is to be asked, or none that helps. */
interface Stretch {
  readonly start: number
  readonly end: number
  readonly source: string | undefined
  readonly tries: number
}

/**
 * The requests that come next for missing minutes: each minute of the first source, in the user's order, that has not
 * shown yet that it has nothing there (R13) and was not asked too often (G3, R14). What is proven empty by two
 * sources, not listed, halted, pending or closed is in no request.
 */
export function planFill(
  gaps: readonly ClassifiedGap[],
  sources: readonly AskedSource[],
  options: FillPlanOptions,
): readonly PlannedRequest[] {
  const stretches = gaps
    .flatMap((gap) => stretchesOf(gap, sources, options))
    .sort((one, other) => one.start - other.start)
  const requests: PlannedRequest[] = []
  let open: Stretch[] = []
  const close = () => {
    if (open.length > 0) requests.push(requestOf(open))
    open = []
  }
  for (const stretch of stretches) {
    const last = open.at(-1)
    const isNear = last && stretch.start - last.end <= options.joinMinutes * minuteMs
    if (!isNear || last.source !== stretch.source) close()
    if (stretch.source !== undefined) open.push(stretch)
  }
  close()
  return requests
}

/** Missing minutes that are left alone because a source was asked for them as often as it may be (G3). */
export function exhaustedMinutes(
  gaps: readonly ClassifiedGap[],
  sources: readonly AskedSource[],
  maxTries: number,
): number {
  const isExhausted = ({ known, start }: Part) =>
    sources.some((source) => triesOf(known, source) >= maxTries && !hasShownNothing(known, source, start)) &&
    sources.every((source) => triesOf(known, source) >= maxTries || hasShownNothing(known, source, start))
  return gaps
    .flatMap((gap) => gap.evidence.filter((part) => isOpen(gap, part) && isExhausted(part)))
    .reduce((sum, { minutes }) => sum + minutes, 0)
}

function stretchesOf(
  gap: ClassifiedGap,
  sources: readonly AskedSource[],
  options: FillPlanOptions,
): readonly Stretch[] {
  const { maxTries, mayAsk = () => true, since } = options
  return gap.evidence.flatMap((part) => {
    const { start, minutes, known } = part
    const counted = since === undefined || gap.settled ? known : learntSince(known, since)
    const left = sources.filter(
      (source) =>
        isOpen(gap, part) && triesOf(counted, source) < maxTries && !hasShownNothing(counted, source, start),
    )
    // Minute by minute, because a source may be given up for some of what is otherwise alike.
    return Array.from({ length: minutes }, (_, index): Stretch => {
      const minute = start + index * minuteMs
      const source = left.find(({ name }) => mayAsk(name, minute as EpochMs))
      return {
        start: minute,
        end: minute + minuteMs,
        source: source?.name,
        tries: source ? triesOf(known, source) : 0,
      }
    })
  })
}

function learntSince(known: readonly Evidence[], since: EpochMs): readonly Evidence[] {
  return known.filter((one) => one.kind !== 'request' || one.askedAt >= since)
}

/** Whether anything is left to find out about a part of a gap. */
function isOpen(gap: ClassifiedGap, { start, known }: Part): boolean {
  switch (gap.class) {
    case 'closed':
    case 'pending':
    case 'not-listed':
    case 'halted':
      return false
    case 'no-trade':
      return !isMarked(known) && answersOf(known, start).empty.length < 2
    default:
      return true
  }
}

function isMarked(known: readonly Evidence[]): boolean {
  const mark = ofKind(known, 'mark').at(-1)
  return mark !== undefined && mark.class !== 'none'
}

/** How often a source was asked since a person took a mark back, which is new evidence. */
export function triesOf(known: readonly Evidence[], source: AskedSource): number {
  const takenBack = ofKind(known, 'mark').findLast((mark) => mark.class === 'none')
  const since = takenBack?.at ?? Number.NEGATIVE_INFINITY
  return ofKind(known, 'request').filter((request) => wasAsked(request, source) && request.askedAt >= since)
    .length
}

function requestOf(stretches: readonly Stretch[]): PlannedRequest {
  const [first, last] = [stretches[0], stretches.at(-1)]
  if (first?.source === undefined || !last) throw new RangeError('A request is made of minutes of a source')
  return {
    source: first.source,
    start: first.start as EpochMs,
    end: last.end as EpochMs,
    missing: stretches.map(({ start }) => start as EpochMs),
    try: 1 + Math.max(...stretches.map(({ tries }) => tries)),
  }
}
