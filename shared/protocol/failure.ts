/** What kind of failure it is, for code that reacts to it. */
export type FailureCode =
  | 'usage'
  | 'no-store'
  | 'not-a-store'
  | 'damaged-store'
  | 'newer-store'
  | 'store-busy'
  | 'read-only'
  | 'unknown-exchange'
  | 'outside-calendar'
  | 'unknown-symbol'
  | 'unknown-source'
  | 'unusable-source'
  | 'no-session'
  | 'no-bars'
  | 'bad-file'
  | 'bad-message'
  | 'broken-invariant'
  | 'no-replay'
  | 'later-orders'
  | 'strategy-failed'
  | 'cancelled'
  | 'timeout'
  | 'engine-gone'
  | 'internal'

/**
 * A failure that a person can act on: one line that names the file, line or symbol, the cause and what to do.
 * It crosses every process boundary with its code.
 */
export class Failure extends Error {
  readonly code: FailureCode
  readonly detail: unknown

  constructor(code: FailureCode, message: string, detail?: unknown) {
    super(message)
    this.name = 'Failure'
    this.code = code
    this.detail = detail
  }
}

/** Any thrown value as a Failure; what is none already is an 'internal' one with its message kept. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  return new Failure('internal', error instanceof Error ? error.message : String(error))
}
