import type { Session } from '#shared/calendar/trading-calendar.ts'
import { type Random, randomOf } from '../random/random.ts'
import { type DemoProfile, type FeedLine, feedLines } from './profile.ts'

const longestStillness = 5
const outageMinutes = 12
/** One session in this many has an outage. */
const outageEvery = 8

/** A stretch of regular minutes that a feed line did not deliver, as indexes into them; `to` is excluded. */
export interface FeedOutage {
  readonly line: FeedLine
  readonly from: number
  readonly to: number
}

/** The feed outage of a session, if it has one: a dozen minutes well inside a full session. */
export function feedOutage(session: Session, seed: number): FeedOutage | undefined {
  const random = randomOf(seed, 'outage', session.date)
  if (session.earlyClose || random.integer(1, outageEvery) > 1) return undefined
  const line = feedLines[random.integer(0, feedLines.length - 1)] ?? 'A'
  const from = random.integer(30, session.expectedMinutes - 60 - outageMinutes)
  return { line, from, to: from + outageMinutes }
}

/**
 * Regular minutes of a session in which the symbol has no bar, one flag a minute: dozens of holes of one to five
 * minutes where a quiet symbol did not trade, and the minutes of an outage of its feed line.
 */
export function missingMinutes(profile: DemoProfile, session: Session, seed: number): Uint8Array {
  const missing = new Uint8Array(session.expectedMinutes)
  const [least, most] = profile.quiet
  if (most > 0) {
    const random = randomOf(seed, 'still', profile.symbol, session.date)
    const still = Math.round((least + (most - least) * random.uniform()) * missing.length)
    markStillness(missing, still, random)
  }
  const outage = feedOutage(session, seed)
  if (outage && outage.line === profile.line) missing.fill(1, outage.from, outage.to)
  return missing
}

/** Marks `still` minutes in holes that never touch, so that none grows beyond the longest. */
function markStillness(missing: Uint8Array, still: number, random: Random): void {
  const lengths: number[] = []
  for (let left = still; left > 0; left -= lengths.at(-1) ?? left) {
    const length = Math.min(random.integer(1, longestStillness), random.integer(1, longestStillness), left)
    lengths.push(length)
  }
  const traded = missing.length - still
  // A hole stands before the traded minute of its slot; one slot holds at most one hole.
  const slots = sampleSorted(traded, lengths.length, random)
  let filled = 0
  slots.forEach((slot, i) => {
    const length = lengths[i] ?? 0
    missing.fill(1, slot + filled, slot + filled + length)
    filled += length
  })
}

/** `count` different whole numbers below `limit`, ascending, each choice equally likely (Floyd). */
function sampleSorted(limit: number, count: number, random: Random): readonly number[] {
  const chosen = new Set<number>()
  for (let top = limit - count; top < limit; top++) {
    const candidate = random.integer(0, top)
    chosen.add(chosen.has(candidate) ? top : candidate)
  }
  return [...chosen].sort((one, other) => one - other)
}
