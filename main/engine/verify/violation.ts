import type { EpochMs } from '#shared/time/epoch.ts'

/** What must hold at every minute of every replay. */
export type Invariant =
  | 'clock never goes back'
  | 'nothing from after the clock'
  | 'counts, volume and high never fall, low never rises'
  | 'high is not below low'
  | 'no more derived bars than windows began'
  | 'neighbours are adjacent or have a listed gap between them'
  | 'no bar overlaps another'
  | 'every bar of the source is delivered once'
  | 'coverage stays in range and moves by one minute at most'
  | 'no partial update is visible'
  | 'the end is the close, with nothing left to deliver'
  | 'a second run ends in the same state'

/** One place where an invariant does not hold. */
export interface Violation {
  readonly invariant: Invariant
  readonly symbol: string
  readonly time: EpochMs
  readonly detail: string
}

/** Takes in what was checked: `holds` counts a check, and `detail` tells of one that failed. */
export class Findings {
  readonly violations: Violation[] = []
  #checked = 0

  /** How many checks were made. */
  get checked(): number {
    return this.#checked
  }

  /** Counts one check; `detail` is asked for only where it does not hold. */
  check(invariant: Invariant, symbol: string, time: EpochMs, holds: boolean, detail: () => string): void {
    this.#checked++
    if (!holds) this.violations.push({ invariant, symbol, time, detail: detail() })
  }
}
