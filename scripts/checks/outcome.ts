/** How many checks passed, failed and were skipped. */
export interface Outcome {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** The sum of several outcomes. */
export function sumOutcomes(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
    failed: outcomes.reduce((sum, { failed }) => sum + failed, 0),
    skipped: outcomes.reduce((sum, { skipped }) => sum + skipped, 0),
  }
}

/** The outcome of one check that either holds or does not. */
export function singleOutcome(holds: boolean): Outcome {
  return { passed: holds ? 1 : 0, failed: holds ? 0 : 1, skipped: 0 }
}
