export interface Timing {
  /** Milliseconds. */
  readonly median: number
  /** How it was measured and how much it varied. */
  readonly note: string
}

export interface Rounds {
  readonly warmUp: number
  readonly rounds: number
}

/** Times `work` after `warmUp` runs that do not count; the warm-up lets the engine compile what it runs. */
export function timeRounds({ warmUp, rounds }: Rounds, work: () => void): Timing {
  for (let i = 0; i < warmUp; i++) work()
  const times = new Float64Array(rounds)
  for (let i = 0; i < rounds; i++) {
    const before = performance.now()
    work()
    times[i] = performance.now() - before
  }
  times.sort()
  const share = (part: number) => times[Math.min(rounds - 1, Math.floor(part * rounds))] as number
  const spread = `${share(0.1).toPrecision(3)} to ${share(0.9).toPrecision(3)} ms from the 10th to the 90th percent`
  return {
    median: share(0.5),
    note: `${warmUp} warm-up, ${rounds} rounds, best ${share(0).toPrecision(3)} ms, ${spread}`,
  }
}
