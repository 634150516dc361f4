import { type EpochMs, formatUtc } from '#shared/time/epoch.ts'

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
    super(`${placeText(place)}: ${thrownText(cause)}`, { cause })
    // The run tells its places by one object that changes.
    this.place = { ...place }
  }
}

/** `onBar of SPY at 2024-07-08T13:31:00Z`. */
export function placeText({ during, at, symbol }: StrategyPlace): string {
  return `${during}${symbol === undefined ? '' : ` of ${symbol}`} at ${formatUtc(at)}`
}

/** What a thrown value says; asked of one that a strategy made, it may do anything. */
function thrownText(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown)
  } catch {
    return 'something that cannot be read'
  }
}
