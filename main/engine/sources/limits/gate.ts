import { type SourceLimits, sourceLimits } from './limits.ts'

/** What a gate holds to. */
export const gateLimits = sourceLimits.pick({ requestsPerMinute: true, parallel: true })
export type GateLimits = Pick<SourceLimits, 'requestsPerMinute' | 'parallel'>

/** Lets requests to a source through. */
export interface Gate {
  /** Runs `send` when its turn has come. Throws a Failure with code 'cancelled' when the signal comes first. */
  pass<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T>
}

/** The gate of a source, which holds to these limits from now on. */
export type GateOf = (source: string, limits: GateLimits) => Gate
