import type { UTCTimestamp } from 'lightweight-charts'

/** Key of a bar on the time scale: UTC seconds of its start (R4). */
export function keyOf(startMs: number): UTCTimestamp {
  return (startMs / 1000) as UTCTimestamp
}
