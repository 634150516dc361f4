import { type DailyVolumeEvidence, type Evidence, ofKind } from '../evidence/evidence.ts'

/** With less left than this share of what the missing minutes usually trade, nothing is missing of the day's volume. */
const leastShare = 0.1
/** Share of a daily volume that auctions and trades outside the hours may make: vendors count them, minutes do not. */
const auctionShare = 0.1

/** The tolerance for auctions in words. */
export const auctionPercent = 100 * auctionShare

/**
 * What a day's volume says of its missing minutes: `complete`, the minutes that there are make all of it; `larger`,
 * by more than the missing ones usually trade and auctions could make; `unclear` else. Undefined without a daily bar.
 * It is a sign and no proof (R12): vendors count days in other ways than minutes, or add their own minutes up.
 */
export function dailyVolumeSays(
  evidence: readonly Evidence[],
): 'complete' | 'larger' | 'unclear' | undefined {
  const [daily] = ofKind(evidence, 'daily-volume')
  const [usual] = ofKind(evidence, 'usual')
  if (!daily) return undefined
  if (!usual || usual.volume === 0) return 'unclear'
  const missed = usual.volume * daily.missing
  if (leftOf(daily).some((left) => Math.abs(left) <= leastShare * missed)) return 'complete'
  return daily.volume - daily.allMinutes > missed + auctionShare * daily.volume ? 'larger' : 'unclear'
}

/** Days are counted over the regular hours by some, over all by others. */
function leftOf({ volume, allMinutes, regularMinutes }: DailyVolumeEvidence): readonly number[] {
  return [volume - allMinutes, volume - regularMinutes]
}
