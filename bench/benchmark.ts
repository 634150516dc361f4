/** What a benchmark found. */
export interface Finding {
  readonly name: string
  /** Median, in `unit`; undefined where there was nothing to measure. */
  readonly value: number | undefined
  readonly unit: string
  readonly target: number
  /** The same work done the way the mission describes it, measured in the same run. */
  readonly baseline: number | undefined
  /** How many times better than the baseline. */
  readonly ratio: number | undefined
  /** Data and its seed, warm-up, rounds, spread, file cache, checksum: all that a reader needs to judge. */
  readonly notes: readonly string[]
}

/** One benchmark: it works through the public face of what it measures, in a folder of its own. */
export interface Benchmark {
  readonly name: string
  run(folder: string): Finding | Promise<Finding>
}

/** How many times less than the baseline a time or a size is. */
export function timesLess(value: number, baseline: number): number {
  return baseline / value
}

/** How many times more than the baseline a throughput is. */
export function timesMore(value: number, baseline: number): number {
  return value / baseline
}
