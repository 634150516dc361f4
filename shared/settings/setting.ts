import type { Interval } from '../bars/interval.ts'

interface Declared {
  /** What it does, in one or two sentences. */
  readonly help: string
  /** Whether a change is felt at once, or from the next session on that is opened or rolled to. */
  readonly applies: 'live' | 'next-session'
}

export interface Switch extends Declared {
  readonly kind: 'switch'
  readonly default: boolean
}

/** A whole number of something. */
export interface Amount extends Declared {
  readonly kind: 'amount'
  readonly default: number
  readonly unit: 'seconds' | 'minutes' | 'sessions' | 'tries'
  /** Below it the setting has no meaning. */
  readonly least: 0 | 1
  /** What makes sense; a value outside is explained, not refused. */
  readonly sensible?: SensibleRange
}

export interface SensibleRange {
  /** Least that makes sense, and what comes of less. */
  readonly from?: { readonly value: number; readonly else: string }
  /** Most that makes sense, and what comes of more. */
  readonly to?: { readonly value: number; readonly else: string }
}

/** Lengths of bars, each once. */
export interface Intervals extends Declared {
  readonly kind: 'intervals'
  readonly default: readonly Interval[]
}

export type Setting = Switch | Amount | Intervals

/** The values a setting takes. */
export type ValueOf<S extends Setting> = S extends Switch
  ? boolean
  : S extends Amount
    ? number
    : readonly Interval[]
