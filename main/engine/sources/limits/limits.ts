import { z } from 'zod'
import { sourceLimitRanges } from '#shared/protocol/source-calls.ts'

const { rate, parallel, timeout, tries } = sourceLimitRanges

/** How hard a source may be asked, in terms that its owner publishes or the user sets. */
export const sourceLimits = z.object({
  requestsPerMinute: z.int().min(rate.min).max(rate.max),
  /** Requests under way at once. */
  parallel: z.int().min(parallel.min).max(parallel.max),
  timeoutMs: z
    .int()
    .min(100)
    .max(timeout.max * 1000),
  /** How often a request is sent at most before it is given up. */
  tries: z.int().min(tries.min).max(tries.max),
})
export type SourceLimits = z.infer<typeof sourceLimits>

/** Limits that a user has set; the others are those of the kind. */
export const ownLimits = sourceLimits.partial()
export type OwnLimits = z.infer<typeof ownLimits>

/** The limits of a kind, with those that a user has set in their place. */
export function limitsWith(usual: SourceLimits, own: OwnLimits): SourceLimits {
  return {
    requestsPerMinute: own.requestsPerMinute ?? usual.requestsPerMinute,
    parallel: own.parallel ?? usual.parallel,
    timeoutMs: own.timeoutMs ?? usual.timeoutMs,
    tries: own.tries ?? usual.tries,
  }
}
