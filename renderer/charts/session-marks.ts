import { at, lowerBound } from '#shared/bars/columns.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { EpochMs } from '#shared/time/epoch.ts'

/** A session as the chart knows it. */
export interface ChartSession {
  readonly session: SessionDate
  readonly open: EpochMs
  readonly close: EpochMs
}

/** Where a session begins on the chart. */
export interface SessionMark {
  readonly session: SessionDate
  /** A time that is on the time scale. */
  readonly time: EpochMs
}

/**
 * Where each session begins among the times on the chart, in order: at its open, or at the first bar before it
 * that belongs to it. Bars between two sessions are divided at their longest silence, which is the night. A
 * session without any time on the chart has no mark.
 */
export function sessionMarks(sessions: readonly ChartSession[], times: Float64Array): readonly SessionMark[] {
  const marks: SessionMark[] = []
  let previousClose = Number.NEGATIVE_INFINITY
  for (const [index, { session, open, close }] of sessions.entries()) {
    const nextOpen = sessions[index + 1]?.open ?? Number.POSITIVE_INFINITY
    const first = nightEnd(times, lowerBound(times, previousClose), lowerBound(times, open))
    previousClose = close
    if (first < times.length && at(times, first) < nextOpen) {
      marks.push({ session, time: at(times, first) as EpochMs })
    }
  }
  return marks
}

/** The first of times [from, to] after the longest silence among them; `to` where there is none before the open. */
function nightEnd(times: Float64Array, from: number, to: number): number {
  if (from === 0 || to >= times.length) return from === 0 ? 0 : to
  let best = to
  let longest = -1
  for (let index = from; index <= to; index += 1) {
    const silence = at(times, index) - at(times, index - 1)
    if (silence > longest) {
      longest = silence
      best = index
    }
  }
  return best
}
