/** Timeouts after which a late symbol is stalled. */
const timeoutsUntilStalled = 2

/**
 * What a symbol is called of which no bar came for some expected minutes: late after the timeout that is set,
 * stalled after two (R24); undefined while it is neither.
 */
export function silenceOf(silentMinutes: number, timeoutSeconds: number): 'late' | 'stalled' | undefined {
  const seconds = silentMinutes * 60
  if (seconds < timeoutSeconds || seconds === 0) return undefined
  return seconds < timeoutsUntilStalled * timeoutSeconds ? 'late' : 'stalled'
}
