import type { Certainty, GapClass } from '#shared/gaps/gap-class.ts'
import { type Evidence, ofKind } from '../evidence/evidence.ts'
import { type Answers, answersOf } from './answers.ts'
import { dailyVolumeSays } from './daily-volume.ts'
import * as words from './reasons.ts'
import { areMissingTogether, type Trading, tradingOf } from './trading.ts'

/** What some missing minutes are taken for. */
export interface Verdict {
  readonly class: GapClass
  readonly certainty: Certainty
  /** Why, in words. */
  readonly reason: string
  /** Whether there is nothing more to find out: halted, or asked for and empty, or a person's word. */
  readonly settled: boolean
}

/** Missing minutes of which the same is known: [start, start + minutes). */
export interface MissingMinutes {
  readonly start: number
  readonly minutes: number
  /** Length of the whole run they are part of, in minutes. */
  readonly run: number
}

/**
 * What missing minutes are, by what is known of them; the first rule that holds decides: hours, listing, the clock,
 * a person's word, halts, what was never asked for or cut off, what sources answered, what is usual, the day's volume. Nothing else
 * than the arguments counts, so that the same evidence always comes to the same class.
 */
export function classify(missing: MissingMinutes, evidence: readonly Evidence[]): Verdict {
  return withStandIns(verdictOf(missing, evidence), evidence)
}

/** Synthetic bars that stand there are told of, and change nothing. */
function withStandIns(found: Verdict, evidence: readonly Evidence[]): Verdict {
  const standIn = ofKind(evidence, 'stand-in').at(-1)
  if (standIn?.price === undefined) return found
  return { ...found, reason: `${found.reason}; ${words.standIn(standIn)}` }
}

function verdictOf(missing: MissingMinutes, evidence: readonly Evidence[]): Verdict {
  const answers = answersOf(evidence, missing.start)
  return (
    byMinute(evidence, answers) ??
    byFetching(missing, evidence, answers) ??
    byTrading(missing, evidence, answers)
  )
}

/** Whether what is known of the minutes by themselves decides: what the session around them holds changes nothing. */
export function isDecided(start: number, evidence: readonly Evidence[]): boolean {
  return byMinute(evidence, answersOf(evidence, start)) !== undefined
}

function byMinute(evidence: readonly Evidence[], answers: Answers): Verdict | undefined {
  return (
    byHours(evidence) ??
    byListing(evidence) ??
    byMark(evidence) ??
    byHalt(evidence) ??
    bySecondLook(evidence, answers)
  )
}

function byHours(evidence: readonly Evidence[]): Verdict | undefined {
  const [hours] = ofKind(evidence, 'hours')
  if (hours?.state === 'closed') return verdict('closed', 'proven', words.closed)
  if (hours?.state === 'pending') return verdict('pending', 'proven', words.pending)
  return undefined
}

function byListing(evidence: readonly Evidence[]): Verdict | undefined {
  const [listing] = ofKind(evidence, 'listing')
  return listing && verdict('not-listed', listing.certainty, words.listing(listing))
}

/** The last word counts. */
function byMark(evidence: readonly Evidence[]): Verdict | undefined {
  const mark = ofKind(evidence, 'mark').at(-1)
  if (!mark || mark.class === 'none') return undefined
  return verdict(
    mark.class,
    'probable',
    words.mark(mark),
    mark.class === 'no-trade' || mark.class === 'halted',
  )
}

function byHalt(evidence: readonly Evidence[]): Verdict | undefined {
  const [halt] = ofKind(evidence, 'halt')
  return halt && verdict('halted', 'proven', words.halt(halt), true)
}

/** Who looked elsewhere knows more than any inference: a bar there proves the gap, none at two sources the silence. */
function bySecondLook(evidence: readonly Evidence[], { having, empty }: Answers): Verdict | undefined {
  const feeds = ofKind(evidence, 'other-feed').map(({ feed }) => feed)
  if (feeds.length + having.length > 0)
    return verdict('feed-gap', 'proven', words.hasIt([...feeds.map((feed) => `feed ${feed}`), ...having]))
  return empty.length > 1 ? verdict('no-trade', 'corroborated', words.hadNothing(empty), true) : undefined
}

function byFetching(
  { run }: MissingMinutes,
  evidence: readonly Evidence[],
  { empty, truncated, silent }: Answers,
): Verdict | undefined {
  if (empty.length > 0) return undefined
  if (truncated.length > 0) return verdict('not-fetched', 'proven', words.truncated(truncated))
  const [stored] = ofKind(evidence, 'stored')
  if (!stored || (stored.before && stored.after)) return undefined
  if (silent.length > 0) return verdict('unknown', 'none', words.silent(silent))
  if (!stored.before && !stored.after) return verdict('not-fetched', 'proven', words.neverAsked)
  if (isQuiet(tradingOf(evidence, run))) return undefined
  return verdict('not-fetched', 'probable', words.cutOff(stored.before))
}

function byTrading({ run }: MissingMinutes, evidence: readonly Evidence[], { empty }: Answers): Verdict {
  const trading = tradingOf(evidence, run)
  const why = words.trading(evidence, trading, empty)
  if (isQuiet(trading)) return verdict('no-trade', 'probable', why, empty.length > 0)
  if (isFeedGap(trading) || areMissingTogether(evidence)) return verdict('feed-gap', 'probable', why)
  const daily = dailyVolumeSays(evidence)
  if (daily === 'complete') return verdict('no-trade', 'probable', why)
  if (daily === 'larger') return verdict('feed-gap', 'probable', why)
  return verdict('unknown', 'none', why)
}

function isQuiet(trading: Trading): boolean {
  return trading === 'quiet' || trading === 'seldom'
}

function isFeedGap(trading: Trading): boolean {
  return trading === 'busy' || trading === 'too-long'
}

function verdict(gapClass: GapClass, certainty: Certainty, reason: string, settled = false): Verdict {
  return { class: gapClass, certainty, reason, settled }
}
