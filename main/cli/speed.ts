import type { ReplaySpeed } from '#shared/protocol/replay-calls.ts'

/** Speeds are multiples of real time between these, or `max`. */
export const slowest = 1
export const fastest = 3600

/** Reads a speed; undefined when the text is none. */
export function parseSpeed(text: string): ReplaySpeed | undefined {
  if (text === 'max') return 'max'
  const speed = /^\d{1,4}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN
  return speed >= slowest && speed <= fastest ? speed : undefined
}
