import type { EpochMs } from '#shared/time/epoch.ts'

/** Where in a run a strategy threw. */
export interface StrategyPlace {
  readonly during: 'onStart' | 'onBar' | 'onFill' | 'onSessionStart' | 'onSessionEnd'
  readonly at: EpochMs
  /** The symbol that it was told of. */
  readonly symbol: string | undefined
}

/** A strategy threw; `cause` is what. */
export class StrategyError extends Error {
  readonly place: StrategyPlace

  constructor(cause: unknown, place: StrategyPlace) {
    const time = new Date(place.at).toISOString().replace('.000', '')
    const of = place.symbol === undefined ? '' : ` of ${place.symbol}`
    const what = cause instanceof Error ? cause.message : String(cause)
    super(`${place.during}${of} at ${time}: ${what}`, { cause })
    this.place = place
  }
}
