/** Something the user can ask for by key or by name. */
export interface Command {
  readonly id: string
  readonly title: string
  readonly group: 'Replay' | 'Session' | 'Chart' | 'Orders' | 'Watchlist' | 'Backtest' | 'Data' | 'Window'
  readonly shortcut?: string
  /** Held down, the key may repeat it. */
  readonly repeats?: boolean
  /** Whether there is anything to do it with now. */
  readonly available: () => boolean
  readonly run: () => unknown
}
