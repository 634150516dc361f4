import { at } from '#shared/bars/columns.ts'
import { type Certainty, type GapClass, lesserCertainty } from '#shared/gaps/gap-class.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { GapRuns } from '../detect/gap-runs.ts'
import type { Evidence, ListingEvidence } from '../evidence/evidence.ts'
import type { MissingRun, SessionEvidence } from '../evidence/session-evidence.ts'
import { answersOf } from './answers.ts'
import { classify, isDecided, type Verdict } from './classify.ts'
import { areMissingTogether } from './trading.ts'

/** Two sources that have nothing before the first bar are taken for a listing. */
const sourcesForListing = 2

/** Missing minutes of one class in a row, [start, end). */
export interface ClassifiedGap {
  readonly start: EpochMs
  readonly end: EpochMs
  readonly minutes: number
  readonly class: GapClass
  readonly certainty: Certainty
  /** Why, in words. */
  readonly reason: string
  /** Whether there is nothing more to find out about it. */
  readonly settled: boolean
  /** How often a source was asked for it. */
  readonly tries: number
  /** What the class follows from, by stretches of which the same is known. */
  readonly evidence: readonly {
    readonly start: EpochMs
    readonly minutes: number
    readonly known: readonly Evidence[]
  }[]
}

/**
 * How much of what is known is gathered: what the class needs, or all there is, for somebody who wants to judge for
 * himself. The class is the same.
 */
export type EvidenceWanted = 'needed' | 'all'

/**
 * Gives each run of missing minutes its class, and cuts it where the class changes; stops between short steps.
 * `pending` have not ended.
 */
export function* classifyGaps(
  gaps: GapRuns,
  pending: GapRuns,
  session: SessionEvidence,
  wanted: EvidenceWanted,
): Generator<undefined, readonly ClassifiedGap[], undefined> {
  const rows: ClassifiedGap[] = []
  for (const run of runsIn(gaps)) {
    rows.push(...joined(yield* classifyRun(run, session, wanted)))
    yield
  }
  for (const run of runsIn(pending))
    rows.push(classifyPart(run, minutesOf(run), [{ kind: 'hours', state: 'pending' }]))
  return rows
}

/** The same class from the evidence that a gap keeps, without the store. */
export function classifyAgain({ start, end, evidence }: ClassifiedGap): ClassifiedGap | undefined {
  const run = minutesOf({ start, end })
  const parts = evidence.map((part) =>
    classifyPart({ start: part.start, end: part.start + part.minutes * minuteMs }, run, part.known),
  )
  return joined(parts)[0]
}

function* runsIn({ start, end }: GapRuns): Generator<MissingRun> {
  for (let index = 0; index < start.length; index++) yield { start: at(start, index), end: at(end, index) }
}

/** The stretches of a run of which the same is known, each with its class. */
function* classifyRun(
  run: MissingRun,
  session: SessionEvidence,
  wanted: EvidenceWanted,
): Generator<undefined, readonly ClassifiedGap[], undefined> {
  const parts: { start: number; end: number; key: string; known: readonly Evidence[] }[] = []
  for (let minute = run.start; minute < run.end; minute += minuteMs) {
    const { key, known } = knownAt(minute, session)
    const last = parts.at(-1)
    if (last?.key === key) last.end = minute + minuteMs
    else parts.push({ start: minute, end: minute + minuteMs, key, known })
  }
  const isEnough = ({ start, known }: (typeof parts)[number]) =>
    wanted === 'needed' && isDecided(start, known)
  const ofRun = parts.every(isEnough) ? [] : yield* session.ofRun(run)
  return parts.map((part) => {
    const known = isEnough(part) ? part.known : [...part.known, ...ofRun]
    return classifyPart(part, minutesOf(run), known)
  })
}

/** What is known of one minute, and a key that is the same where the same is known. */
function knownAt(
  minute: number,
  session: SessionEvidence,
): { readonly key: string; readonly known: readonly Evidence[] } {
  const places = session.recordedAt(minute)
  const recorded = places.flatMap((place) => session.recorded[place] ?? [])
  const others = session.othersMissing(minute)
  const feed = session.otherFeedAt(minute)
  const hasQuotes = session.hasQuotesAt(minute)
  const known: Evidence[] = [{ kind: 'hours', state: 'ended' }, ...recorded, others]
  if (feed !== undefined) known.push({ kind: 'other-feed', feed })
  if (hasQuotes) known.push({ kind: 'quotes' })
  const listing = listingOf(minute, recorded, session)
  if (listing) known.push(listing)
  const { having, empty, truncated } = answersOf(recorded, minute)
  const answers = places.length > 0 ? JSON.stringify([having, empty, truncated]) : ''
  const flags = `${hasQuotes} ${areMissingTogether(known)} ${listing !== undefined}`
  return { key: `${places.join()} ${answers} ${flags} ${feed ?? ''}`, known }
}

function listingOf(
  minute: number,
  recorded: readonly Evidence[],
  session: SessionEvidence,
): ListingEvidence | undefined {
  const { empty } = answersOf(recorded, minute)
  if (empty.length < sourcesForListing) return undefined
  const first = session.firstStart()
  if (first <= minute || first === Number.POSITIVE_INFINITY) return undefined
  return { kind: 'listing', first: first as EpochMs, certainty: 'corroborated' }
}

function classifyPart(part: MissingRun, run: number, known: readonly Evidence[]): ClassifiedGap {
  const minutes = minutesOf(part)
  const verdict: Verdict = classify({ start: part.start, minutes, run }, known)
  const start = part.start as EpochMs
  return {
    start,
    end: part.end as EpochMs,
    minutes,
    ...verdict,
    tries: answersOf(known, part.start).tries,
    evidence: [{ start, minutes, known }],
  }
}

/** Neighbours of one class become one gap, as sure as the less sure of them. */
function joined(parts: readonly ClassifiedGap[]): readonly ClassifiedGap[] {
  const rows: ClassifiedGap[] = []
  for (const part of parts) {
    const last = rows.at(-1)
    if (last?.class === part.class) rows[rows.length - 1] = join(last, part)
    else rows.push(part)
  }
  return rows
}

function join(one: ClassifiedGap, next: ClassifiedGap): ClassifiedGap {
  return {
    ...one,
    end: next.end,
    minutes: one.minutes + next.minutes,
    certainty: lesserCertainty(one.certainty, next.certainty),
    reason: one.reason === next.reason ? one.reason : `${one.reason}; then ${next.reason}`,
    settled: one.settled && next.settled,
    tries: Math.max(one.tries, next.tries),
    evidence: [...one.evidence, ...next.evidence],
  }
}

function minutesOf({ start, end }: MissingRun): number {
  return Math.round((end - start) / minuteMs)
}
