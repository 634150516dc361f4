/** A number of symbols, and how often it is run. */
export interface GrowthStep {
  readonly symbols: number
  readonly warmUp: number
  readonly rounds: number
}

/** Numbers of symbols that show how a cost grows with them. */
const steps: readonly GrowthStep[] = [
  { symbols: 1, warmUp: 200, rounds: 1000 },
  { symbols: 10, warmUp: 50, rounds: 300 },
  { symbols: 100, warmUp: 20, rounds: 60 },
  { symbols: 1000, warmUp: 3, rounds: 12 },
]

/** A line for every number of symbols with what `measure` says of it. */
export async function growthNotes(
  measure: (step: GrowthStep) => Promise<string>,
): Promise<readonly string[]> {
  const notes: string[] = []
  for (const step of steps)
    notes.push(
      `beside it ${step.symbols === 1 ? '1 symbol' : `${step.symbols} symbols`}: ${await measure(step)}`,
    )
  return notes
}
