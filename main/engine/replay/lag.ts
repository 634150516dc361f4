import type { Frame } from '#shared/protocol/replay-calls.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { Behind } from '../coordinator/consumers.ts'

export type Lag = Pick<Frame, 'waitingFor' | 'behind'>

/**
 * What the window is told of those who cannot keep up with the clock: never of itself, and not of less than a
 * minute of the session.
 */
export function lagOf(waitingFor: readonly string[], behind: readonly Behind[], window: string): Lag {
  const worst = behind
    .filter(({ name, ms }) => name !== window && ms >= minuteMs)
    .toSorted((one, other) => other.ms - one.ms)[0]
  return {
    waitingFor: waitingFor.filter((name) => name !== window),
    ...(worst && { behind: { name: worst.name, minutes: Math.floor(worst.ms / minuteMs) } }),
  }
}

/** Whether two say the same. */
export function sameLag(one: Lag, other: Lag): boolean {
  return (
    one.waitingFor.join() === other.waitingFor.join() &&
    one.behind?.name === other.behind?.name &&
    one.behind?.minutes === other.behind?.minutes
  )
}
