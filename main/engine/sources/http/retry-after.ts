import type { TimeProvider } from '../../time/time-provider.ts'

/** Milliseconds that a Retry-After header asks for, as seconds or as a date (RFC 9110); undefined where it does not. */
export function retryAfterMs(header: string | null, time: TimeProvider): number | undefined {
  if (header === null) return undefined
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - time.now())
}
