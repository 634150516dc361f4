import type { Settings } from '#shared/settings/settings.ts'
import { minuteMs } from '#shared/time/epoch.ts'

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

/** What the user's settings say about boundaries. */
export function boundarySettings(settings: Settings): BoundarySettings {
  return {
    autoRoll: settings.sessionAutoRoll,
    timeoutMs: settings.sessionTimeoutSeconds * 1000,
    rollDelayMs: settings.sessionPostMarketRollDelay * minuteMs,
  }
}
