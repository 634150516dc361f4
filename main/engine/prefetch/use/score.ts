import { dayMs, hourMs } from '#shared/time/epoch.ts'

/** Days after which a use of a symbol counts half: what was used daily two weeks ago equals what was used every other day of late. */
export const halfLifeDays = 14
/** Uses within so long of the last one that counted are the same use. */
const sameUseMs = hourMs

/** What the uses of a symbol were worth at the last of them. */
export interface UseScore {
  readonly score: number
  readonly lastUsedAt: number
}

/** What uses are worth at another time. A clock that was put back does not make them worth more. */
export function scoreAt({ score, lastUsedAt }: UseScore, time: number): number {
  return score * 0.5 ** (Math.max(0, time - lastUsedAt) / (halfLifeDays * dayMs))
}

/** The score with one more use, worth 1; undefined where it is the same use as the last one. */
export function withUse(before: UseScore | undefined, time: number): UseScore | undefined {
  if (!before) return { score: 1, lastUsedAt: time }
  if (Math.abs(time - before.lastUsedAt) < sameUseMs) return undefined
  if (time < before.lastUsedAt)
    return { ...before, score: before.score + scoreAt({ score: 1, lastUsedAt: time }, before.lastUsedAt) }
  return { score: scoreAt(before, time) + 1, lastUsedAt: time }
}
