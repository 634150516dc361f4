import { asFailure, type Failure } from '#shared/protocol/failure.ts'
import type { Ticker } from '../time/ticker.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { nextTick } from '../time/timetable.ts'
import type { BoundaryEvent } from './boundary-event.ts'
import type { SessionBoundary } from './session-boundary.ts'

/** Timers of the runtime run at once when they are asked to wait longer. */
const longestWaitMs = 2 ** 31 - 1

export interface Checking {
  readonly time: TimeProvider
  readonly ticker: Ticker
  /** Milliseconds between two checks, which count from the begin of checking (T8); asked for anew each time. */
  readonly intervalMs: () => number
  readonly onEvents: (events: readonly BoundaryEvent[]) => void
  /** A check, or what it was told to, failed; the next one comes all the same. */
  readonly onFailure: (failure: Failure) => void
}

/**
 * Checks a boundary by the wall until told to stop, whatever its state (L5): at the interval, and sooner where
 * something falls due, so that a session begins and ends on time. Answers what stops it.
 */
export function keepChecking(boundary: SessionBoundary, checking: Checking): () => void {
  const { time, ticker, intervalMs, onEvents, onFailure } = checking
  let cancel = (): void => {}
  let isStopped = false
  const begin = ticker.elapsed()

  function check(): void {
    try {
      const events = boundary.checkSessionBoundary(time.now())
      if (events.length > 0) onEvents(events)
    } catch (error) {
      onFailure(asFailure(error))
    }
    if (!isStopped) cancel = ticker.after(wait(), check)
  }

  function wait(): number {
    const now = ticker.elapsed()
    const untilDue = Math.max(1, boundary.nextDue - time.now())
    return Math.min(nextTick(now, begin, intervalMs()) - now, untilDue, longestWaitMs)
  }

  check()
  return () => {
    isStopped = true
    cancel()
  }
}
