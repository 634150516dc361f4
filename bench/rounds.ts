export interface Timing {
  /** Milliseconds. */
  readonly median: number
  /** How it was measured and how much it varied. */
  readonly note: string
}

export interface Rounds {
  readonly warmUp: number
  readonly rounds: number
  /** Done before each run and not timed. */
  readonly prepare?: () => void | Promise<void>
}

/** Bars a second, where a run of `milliseconds` took in so many. */
export function barsPerSecond(bars: number, milliseconds: number): number {
  return (bars / milliseconds) * 1000
}

/** Times `work` after `warmUp` runs that do not count; the warm-up lets the engine compile what it runs. */
export async function timeRounds({ warmUp, rounds, prepare }: Rounds, work: () => unknown): Promise<Timing> {
  const times = new Float64Array(rounds)
  for (let i = -warmUp; i < rounds; i++) {
    await prepare?.()
    const before = performance.now()
    await work()
    if (i >= 0) times[i] = performance.now() - before
  }
  times.sort()
  const share = (part: number) => times[Math.min(rounds - 1, Math.floor(part * rounds))] as number
  const spread = `${share(0.1).toPrecision(3)} to ${share(0.9).toPrecision(3)} ms from the 10th to the 90th percent`
  return {
    median: share(0.5),
    note: `${warmUp} warm-up, ${rounds} rounds, best ${share(0).toPrecision(3)} ms, ${spread}`,
  }
}
