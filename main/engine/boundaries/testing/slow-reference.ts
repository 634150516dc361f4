import type { Session } from '#shared/calendar/trading-calendar.ts'
import type { SessionState } from '#shared/protocol/session-calls.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { SymbolState } from '../symbol-state.ts'

const timeoutMinutes = 5
const rollDelayMinutes = 30

/** What a boundary with the usual settings has to say. */
export interface Verdict {
  readonly session: string
  readonly state: SessionState
  readonly symbols: readonly SymbolState[]
}

/**
 * Where a session stands at a whole minute, worked out anew from nothing but the list of sessions and the ends of
 * all bars that have come: it walks every minute since the open. `ends` holds those of each symbol; bars come at
 * their end.
 */
export function slowVerdict(
  sessions: readonly Session[],
  ends: readonly ReadonlySet<number>[],
  now: number,
): Verdict {
  const index = sessions.findIndex((_, i) => rollOf(sessions, i) > now)
  const session = sessions[index] as Session
  const walks = ends.map((own) => walk(session, own, now))
  return {
    session: session.date,
    state: stateAt(session, walks, now),
    symbols: walks.map((walked) => symbolAt(session, walked, now)),
  }
}

function symbolAt({ open, close }: Session, { silence, hole, bars }: Walk, now: number): SymbolState {
  const isSilent = silence >= timeoutMinutes
  if (now < open) return 'inactive'
  if (now >= close) {
    if (bars === 0) return 'stalled'
    return hole || isSilent ? 'partial' : 'inactive'
  }
  if (isSilent) return silence >= 2 * timeoutMinutes ? 'stalled' : 'late'
  if (bars === 0) return 'waiting'
  return hole ? 'partial' : 'current'
}

function rollOf(sessions: readonly Session[], index: number): number {
  const own = sessions[index] as Session
  const next = sessions[index + 1]
  const begin = next ? (next.preMarket?.open ?? next.open) : Number.POSITIVE_INFINITY
  return Math.min(own.close + rollDelayMinutes * minuteMs, begin)
}

interface Walk {
  /** Expected minutes without a bar, as of the last instant at which bars were expected. */
  readonly silence: number
  /** Whether a timeout passed before some bar. */
  readonly hole: boolean
  readonly bars: number
}

function walk({ open, close, segments }: Session, ends: ReadonlySet<number>, now: number): Walk {
  const isExpected = (time: number) =>
    segments.some((segment) => time >= segment.open && time < segment.close)
  let missing = 0
  let silence = 0
  let hole = false
  let bars = 0
  for (let time: number = open; time <= Math.min(now, close); time += minuteMs) {
    if (isExpected(time - minuteMs)) missing++
    if (time > open && ends.has(time)) {
      if (silence >= timeoutMinutes) hole = true
      bars++
      missing = 0
      silence = 0
    }
    if (isExpected(time)) silence = missing
  }
  return { silence, hole, bars }
}

function stateAt({ open, close, preMarket }: Session, walks: readonly Walk[], now: number): SessionState {
  if (now < (preMarket?.open ?? open)) return 'not-started'
  if (now < open) return 'pre-market'
  const isSilent = walks.length > 0 && walks.every(({ silence }) => silence >= timeoutMinutes)
  if (now < close) return isSilent ? 'timeout' : 'active'
  return isSilent ? 'ended' : 'post-market'
}
