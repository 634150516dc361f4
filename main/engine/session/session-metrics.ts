/** What a symbol did so far in a session. */
export interface SessionMetrics {
  /** Sum over all bars. */
  readonly volume: number
  /** Extremes over all bars; NaN before the first. */
  readonly high: number
  readonly low: number
  /** Minutes of the regular segments that have a bar. */
  readonly regularMinutes: number
}
