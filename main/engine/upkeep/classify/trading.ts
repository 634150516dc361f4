import { type Evidence, ofKind, type UsualEvidence } from '../evidence/evidence.ts'

/** With so many empty minutes, or more, a symbol is quiet: another one is nothing out of the ordinary. */
const quietShare = 0.05
/** From here on it has an empty minute in every session, and what lies beside one tells more. */
const seldomShare = 0.0025
/** Fewer holes than these are no habit, and so many empty minutes of one time of day tell of it. */
const leastHabit = 3
/** With fewer minutes of one time of day the whole day tells more. */
const enoughMinutes = 300
/** Fewer minutes than these tell nothing. */
const leastMinutes = 10
/** A run that comes about by chance less often than this is too long for a quiet market. */
const chance = 0.001
/** A symbol that trades every minute is busy on both sides with this share of the usual volume. */
const busyShare = 0.5
const leastOthers = 2
/** Others lack the same minutes by chance too; from one in so many on it is more than that. */
const othersShare = 0.1

/**
 * How likely it is that nobody traded. `quiet`: empty minutes are usual; `seldom`: there are some in every session,
 * and the bars beside these are nothing special; `too-long`: they are usual, but not so many in a row. `busy`: empty
 * minutes are not usual, and the bars beside are as large as ever; else `unclear`.
 */
export type Trading = 'quiet' | 'seldom' | 'too-long' | 'busy' | 'unclear'

/** Judges by what is usual and by the neighbours of a run of so many minutes. */
export function tradingOf(evidence: readonly Evidence[], run: number): Trading {
  const [usual] = ofKind(evidence, 'usual')
  if (!usual || usual.dayMinutes < leastMinutes) return 'unclear'
  const share = emptyShare(usual)
  if (share >= seldomShare && run > longestUsual(share, usual.longestRun)) return 'too-long'
  if (share >= quietShare) return 'quiet'
  const [neighbours] = ofKind(evidence, 'neighbours')
  const volumes = [neighbours?.before, neighbours?.after].filter((volume) => volume !== undefined)
  const areAtLeast = (least: number) => volumes.length > 0 && volumes.every((volume) => volume >= least)
  if (share >= seldomShare) return areAtLeast(usual.volume) ? 'unclear' : 'seldom'
  return areAtLeast(busyShare * usual.volume) ? 'busy' : 'unclear'
}

/** Share of minutes that are usually empty: at that time of day where enough is known of it, else all day. */
function emptyShare({ minutes, present, dayMinutes, dayPresent, holes }: UsualEvidence): number {
  if (holes < leastHabit) return 0
  if (minutes - present >= leastHabit) return (minutes - present) / minutes
  return minutes < enoughMinutes ? (dayMinutes - dayPresent) / dayMinutes : 0
}

/** How many empty minutes in a row are still usual: what was seen, or what chance makes of single ones. */
function longestUsual(share: number, longestRun: number): number {
  const byChance = share >= 1 ? Number.POSITIVE_INFINITY : Math.log(chance) / Math.log(share)
  return Math.max(longestRun, Math.floor(byChance))
}

/** Whether several symbols that trade nearly every minute lack the same minutes. */
export function areMissingTogether(evidence: readonly Evidence[]): boolean {
  const [others] = ofKind(evidence, 'others')
  if (!others) return false
  const missing = others.missing.length
  return missing >= leastOthers && missing >= othersShare * others.liquid
}
