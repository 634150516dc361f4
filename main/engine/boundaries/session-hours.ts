import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Segment, Session } from '#shared/calendar/trading-calendar.ts'
import { addMs, type EpochMs } from '#shared/time/epoch.ts'
import type { BoundarySettings } from './boundary-settings.ts'

/** When each part of one session begins, UTC. */
export interface SessionHours {
  readonly date: SessionDate
  /** When the pre-market begins; equal to `open` where there is none. */
  readonly start: EpochMs
  readonly open: EpochMs
  readonly close: EpochMs
  /** Regular hours: the only time in which bars are expected (B1). */
  readonly segments: readonly Segment[]
  /** When the session ends and rolls. */
  readonly rollDue: EpochMs
}

/** The hours of a session by its calendar and the settings; `next` is the session after it, where there is one. */
export function sessionHours(
  session: Session,
  next: Session | undefined,
  settings: BoundarySettings,
): SessionHours {
  const { date, open, close, segments } = session
  const delayed = addMs(close, settings.rollDelayMs)
  const latest = next ? startOf(next, settings) : delayed
  const rollDue = Math.max(close, Math.min(delayed, latest)) as EpochMs
  return { date, start: startOf(session, settings), open, close, segments, rollDue }
}

function startOf({ open, preMarket }: Session, { preMarketMs }: BoundarySettings): EpochMs {
  if (preMarketMs !== undefined) return addMs(open, -preMarketMs)
  return preMarket?.open ?? open
}

/**
 * The expected instant at which `ms` of expected time have passed since `from`: breaks and all that lies outside
 * regular hours are not counted. Undefined when the session closes before; at the close nothing is expected.
 */
export function expectedInstant(
  segments: readonly Segment[],
  from: EpochMs,
  ms: number,
): EpochMs | undefined {
  let left = ms
  for (const { open, close } of segments) {
    const begin = Math.max(open, from)
    if (begin >= close) continue
    if (begin + left < close) return (begin + left) as EpochMs
    left -= close - begin
  }
  return undefined
}

/** A moment at which trading pauses or goes on within a session. */
export interface BreakEdge {
  readonly time: EpochMs
  readonly began: boolean
}

/** The first begin or end of a break after `time`. */
export function nextBreakEdge(segments: readonly Segment[], time: EpochMs): BreakEdge | undefined {
  for (const [index, { open, close }] of segments.entries()) {
    if (index > 0 && open > time) return { time: open, began: false }
    if (index < segments.length - 1 && close > time) return { time: close, began: true }
  }
  return undefined
}

/** Whether `time` lies between two segments. */
export function isInBreak(segments: readonly Segment[], time: EpochMs): boolean {
  return nextBreakEdge(segments, time)?.began === false
}
