/** How far a stretch of work was, and when, in milliseconds of any clock. */
export interface Mark {
  readonly at: number
  readonly done: number
}

/** Less than this says nothing about the rest. */
const leastMs = 500

/** Milliseconds until the rest is done, at the pace since `from`; undefined while there is none. */
export function timeLeft(from: Mark, now: Mark, total: number): number | undefined {
  const elapsed = now.at - from.at
  const done = now.done - from.done
  if (elapsed < leastMs || done <= 0 || total < now.done) return undefined
  return ((total - now.done) * elapsed) / done
}

/** "12 s left", "3 min left"; the last second is not counted down. */
export function leftWords(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  if (seconds <= 1) return 'a second left'
  if (seconds < 90) return `${seconds} s left`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min left` : `${Math.round(minutes / 60)} h left`
}
