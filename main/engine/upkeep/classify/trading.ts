import { type Evidence, ofKind } from '../evidence/evidence.ts'

/** A symbol that lacks a bar in one of so many minutes, or more, is quiet there. */
const quietShare = 0.05
/** Below this share of empty minutes one without a bar is out of the ordinary. */
const steadyShare = 0.002
/** A run that comes about by chance less often than this is too long for a quiet market. */
const chance = 0.001
/** Fewer minutes than these tell nothing. */
const leastMinutes = 10
/** Bars beside a gap with at least this share of the usual volume are busy. */
const busyShare = 0.5
const leastOthers = 2
/** Others lack the same minutes by chance too; from one in so many on it is more than that. */
const othersShare = 0.1

/**
 * How likely it is that nobody traded: `quiet` where minutes without a bar are usual, `too-long` where they are but
 * not so many in a row; else by the bars on both sides `busy`, `thin`, or `unclear`.
 */
export type Trading = 'quiet' | 'too-long' | 'busy' | 'thin' | 'unclear'

/** Judges by what is usual and by the neighbours of a run of so many minutes. */
export function tradingOf(evidence: readonly Evidence[], minutes: number): Trading {
  const [usual] = ofKind(evidence, 'usual')
  if (!usual || usual.minutes < leastMinutes) return 'unclear'
  const emptyShare = 1 - usual.present / usual.minutes
  if (emptyShare >= quietShare)
    return minutes <= longestQuiet(emptyShare, usual.longestRun) ? 'quiet' : 'too-long'
  const [neighbours] = ofKind(evidence, 'neighbours')
  const volumes = [neighbours?.before, neighbours?.after].filter((volume) => volume !== undefined)
  if (volumes.length === 0) return 'unclear'
  const least = busyShare * usual.volume
  if (volumes.every((volume) => volume >= least)) return 'busy'
  const isThin = volumes.every((volume) => volume < least)
  return isThin && emptyShare >= steadyShare && minutes <= Math.max(1, usual.longestRun) ? 'thin' : 'unclear'
}

/** How many empty minutes in a row are still usual: what was seen, or what chance makes of single ones. */
function longestQuiet(emptyShare: number, longestRun: number): number {
  const byChance = emptyShare >= 1 ? Number.POSITIVE_INFINITY : Math.log(chance) / Math.log(emptyShare)
  return Math.max(longestRun, Math.floor(byChance))
}

/** Whether several symbols that trade nearly every minute lack the same minutes. */
export function areMissingTogether(evidence: readonly Evidence[]): boolean {
  const [others] = ofKind(evidence, 'others')
  if (!others) return false
  const missing = others.missing.length
  return missing >= leastOthers && missing >= othersShare * others.liquid
}
