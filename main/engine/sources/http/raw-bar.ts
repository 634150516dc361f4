import type { RawBar } from '../answer/bar-fault.ts'

/** Names under which a vendor's bar has its values; most use one letter each. */
const names = { open: 'o', high: 'h', low: 'l', close: 'c', volume: 'v' } as const

/** A bar of a vendor's answer with whatever in it is a number; what is none becomes NaN and is rejected later. */
export function rawBarOf(bar: unknown, startOf: (time: unknown) => number): RawBar {
  const values: Readonly<Record<string, unknown>> = typeof bar === 'object' && bar !== null ? { ...bar } : {}
  return {
    start: startOf(values.t),
    open: numberOf(values[names.open]),
    high: numberOf(values[names.high]),
    low: numberOf(values[names.low]),
    close: numberOf(values[names.close]),
    volume: numberOf(values[names.volume]),
  }
}

/** NaN for what is no number. */
export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN
}
