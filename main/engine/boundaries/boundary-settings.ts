/** What is set about the boundaries of sessions. All times are in milliseconds. */
export interface BoundarySettings {
  /** Whether an ended session is followed by the next without being told. */
  readonly autoRoll: boolean
  /** How long nothing may come, counted in expected time only; and how long an end may be held up. */
  readonly timeoutMs: number
  /** How long after the close a session ends and rolls; never longer than until the next one begins. */
  readonly rollDelayMs: number
  /** How long before the open a session begins; where absent, with the pre-market of the calendar, if it has one. */
  readonly preMarketMs?: number | undefined
}
