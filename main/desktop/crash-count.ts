/** The crashes that still count at `now`, this one included: those of the last `windowMs`. Times in epoch ms. */
export function countCrash(crashes: readonly number[], now: number, windowMs: number): readonly number[] {
  return [...crashes.filter((at) => now - at < windowMs), now]
}
