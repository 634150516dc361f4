import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { EvidenceItem, GapEvidence, GapRow, LedgerAnswer } from '#shared/protocol/ledger-calls.ts'
import { type EpochMs, formatUtc } from '#shared/time/epoch.ts'
import type { StoreReader } from '../store/store.ts'
import type { ClassifiedGap, EvidenceWanted } from './classify/classify-gaps.ts'
import { type Evidence, ofKind } from './evidence/evidence.ts'
import type { Horizon } from './evidence/session-evidence.ts'
import { standInRuns } from './fill/stand-ins.ts'
import { fillRuns } from './fill-runs.ts'
import type { GapLedger, LedgerSession } from './gap-ledger.ts'
import { lateMinutes } from './quality/late-minutes.ts'
import { minutesBySource } from './quality/minute-sources.ts'
import { countSession, coverageOf, explainedOf } from './quality/session-counts.ts'

/** A symbol's session that a window asks about, as of a clock of the replay. */
export interface LedgerQuestion extends Horizon {
  readonly symbol: string
  readonly exchange: string
  readonly session: SessionDate
}

/** When the sources are asked next for what a symbol lacks. */
export interface NextTries {
  /** On the clock of the replay. */
  readonly at: EpochMs
  /** How often a source is asked at most. */
  readonly of: number
  /** What is asked for then, unless something else comes to be known. */
  readonly runs: readonly { readonly start: EpochMs; readonly end: EpochMs; readonly try: number }[]
}

/**
 * Looks a session up in short steps. Throws a Failure of code 'no-session' where the calendar has none on that date,
 * or 'damaged-store'.
 */
export function* findSession(
  ledger: GapLedger,
  { symbol, exchange, session, ...horizon }: LedgerQuestion,
  wanted?: EvidenceWanted,
): Generator<undefined, LedgerSession, undefined> {
  const found = yield* ledger.sessionSteps(symbol, exchange, session, horizon, wanted)
  if (!found) throw new Failure('no-session', `${exchange} has no session on ${session}.`)
  return found
}

/** What the window is told of a session that was looked up. */
export function answerOf(
  store: StoreReader,
  { symbol, session, clock }: LedgerQuestion,
  { slots, columns, detector, gaps }: LedgerSession,
  next?: NextTries,
): LedgerAnswer {
  const feed = store.sessions(symbol, oneMinute, session, session)[0]?.feed
  const late = lateMinutes(store, feed, symbol, session)
  const counts = countSession(slots, columns, detector, gaps, late)
  const shares = { coverage: coverageOf(counts), explained: explainedOf(counts) }
  const fills = fillRuns(store.fillsOf(symbol, oneMinute, session), clock)
  const rows = gaps.filter(hasEnded).map((gap) => ({ ...gapRowOf(gap), ...nextOf(gap, next) }))
  const sources = minutesBySource({ counts, feed, slots, columns, fills })
  const whence = { sources: [...sources], fills: [...fills] }
  return { symbol, session, clock, counts, ...shares, ...whence, gaps: rows }
}

/** What the gap that holds a minute follows from. Throws a Failure of code 'usage' where the minute is not missing. */
export function evidenceOf(symbol: string, { gaps }: LedgerSession, time: EpochMs): GapEvidence {
  const gap = gapAt(gaps.filter(hasEnded), symbol, time)
  const parts = gap.evidence.map((part) => ({ ...part, known: part.known.map(itemOf) }))
  return { start: gap.start, end: gap.end, parts }
}

/** The gap that holds a minute. Throws a Failure of code 'usage' where the minute is not missing. */
export function gapAt<Gap extends Pick<GapRow, 'start' | 'end'>>(
  gaps: readonly Gap[],
  symbol: string,
  time: EpochMs,
): Gap {
  const gap = gaps.find(({ start, end }) => start <= time && time < end)
  if (!gap) throw new Failure('usage', `The minute ${formatUtc(time)} of ${symbol} is not missing.`)
  return gap
}

function hasEnded(gap: ClassifiedGap): boolean {
  return gap.class !== 'pending'
}

/** A gap as the window is told of it, without what it follows from. */
export function gapRowOf({
  start,
  end,
  minutes,
  certainty,
  reason,
  settled,
  tries,
  evidence,
  ...gap
}: ClassifiedGap): GapRow {
  const marked = evidence.some(({ known }) => (ofKind(known, 'mark').at(-1)?.class ?? 'none') !== 'none')
  const row = { start, end, minutes, class: gap.class, certainty, reason, settled, marked, tries }
  return { ...row, ...standInRuns(evidence) }
}

/** When a gap is asked for next, where that is planned for any of its minutes. */
function nextOf({ start, end }: ClassifiedGap, next: NextTries | undefined): Pick<GapRow, 'next'> {
  const run = next?.runs.find((one) => one.start < end && start < one.end)
  return next && run ? { next: { at: next.at, try: run.try, of: next.of } } : {}
}

/** Evidence in arrays of its own, as a message carries it. */
function itemOf(entry: Evidence): EvidenceItem {
  return entry.kind === 'others' ? { ...entry, missing: [...entry.missing] } : entry
}
