import { Failure } from '#shared/protocol/failure.ts'
import type { FaultCode, SourceFault } from './data-source.ts'

/** What is worth another try without anybody doing something first. */
const passing: ReadonlySet<FaultCode> = new Set([
  'not-yet',
  'rate-limited',
  'unreachable',
  'timeout',
  'server-error',
])

/** A fault of this code, retryable where faults of the code pass by themselves unless told otherwise. */
export function faultOf(
  code: FaultCode,
  cause: string,
  told: { readonly retryable?: boolean; readonly retryAfterMs?: number | undefined } = {},
): SourceFault {
  return { code, cause, retryable: told.retryable ?? passing.has(code), retryAfterMs: told.retryAfterMs }
}

/** Throws a Failure with code 'cancelled' when the signal is aborted. */
export function checkCancelled(signal: AbortSignal, source: string): void {
  if (signal.aborted) throw cancelled(source)
}

/** What a cancelled request throws. */
export function cancelled(source: string): Failure {
  return new Failure('cancelled', `The request to ${source} was cancelled.`)
}
