import { addMs, type EpochMs, minuteMs } from '../time/epoch.ts'
import type { Session } from './trading-calendar.ts'

/**
 * Which regular minute of a session holds an instant, breaks not counted: 0 for the first; undefined outside the
 * segments, as at a close (T4).
 */
export function minuteIndex(session: Session, time: EpochMs): number | undefined {
  let before = 0
  for (const { open, close } of session.segments) {
    if (time < open) return undefined
    if (time < close) return before + Math.floor((time - open) / minuteMs)
    before += (close - open) / minuteMs
  }
  return undefined
}

/** When a regular minute of a session starts; undefined for an index that the session does not have. */
export function minuteStart(session: Session, index: number): EpochMs | undefined {
  let rest = index * minuteMs
  if (rest < 0) return undefined
  for (const { open, close } of session.segments) {
    if (rest < close - open) return addMs(open, rest)
    rest -= close - open
  }
  return undefined
}

/** How many regular minutes of a session have ended at an instant: 0 before the open, all from the close on. */
export function minutesEnded(session: Session, time: EpochMs): number {
  let ended = 0
  for (const { open, close } of session.segments) {
    if (time <= open) return ended
    ended += Math.floor((Math.min(time, close) - open) / minuteMs)
  }
  return ended
}
