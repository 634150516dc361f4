import { z } from 'zod'

/** How hard a source may be asked, in terms that its owner publishes or the user sets. */
export const sourceLimits = z.object({
  requestsPerMinute: z.int().min(1).max(100_000),
  /** Requests under way at once. */
  parallel: z.int().min(1).max(64),
  timeoutMs: z.int().min(100).max(600_000),
  /** How often a request is sent at most before it is given up. */
  tries: z.int().min(1).max(20),
})
export type SourceLimits = z.infer<typeof sourceLimits>

/** Limits that a user has set; the others are those of the kind. */
export const ownLimits = sourceLimits.partial()

/** The limits of a kind, with those that a user has set in their place. */
export function limitsWith(usual: SourceLimits, own: z.infer<typeof ownLimits>): SourceLimits {
  return {
    requestsPerMinute: own.requestsPerMinute ?? usual.requestsPerMinute,
    parallel: own.parallel ?? usual.parallel,
    timeoutMs: own.timeoutMs ?? usual.timeoutMs,
    tries: own.tries ?? usual.tries,
  }
}
