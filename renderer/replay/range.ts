import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { ReplayInfo, ReplayRolled } from '#shared/protocol/replay-calls.ts'
import { keepFeeds } from '../charts/feeds.ts'
import { usePlayback } from '../stores/playback.ts'
import { type SessionRange, useReplay } from '../stores/replay.ts'
import { forgetQuotes } from '../watchlist/quote-board.ts'

/** The range that a session belongs to: the one before as long as it lies in it. */
export function rangeFor(range: SessionRange | undefined, session: SessionDate): SessionRange | undefined {
  return range && session >= range.first && session <= range.last ? range : undefined
}

/** What the engine is asked to play through after a session. */
export function untilOf(range: SessionRange | undefined, session: SessionDate): SessionDate | undefined {
  return range && range.last > session ? range.last : undefined
}

/** Whether the open session has a range that goes on behind it. */
export function goesOn({ session, until }: Pick<ReplayInfo, 'session' | 'until'>): boolean {
  return until !== undefined && until > session
}

/** The next session of the range is there; one that the user left meanwhile tells nothing any more. */
export function takeRoll({ info, from }: ReplayRolled): void {
  const { session, status } = useReplay.getState()
  if (session !== from.session || status.state !== 'open') return
  keepFeeds(info)
  forgetQuotes()
  usePlayback.setState({ clock: info.start, ended: false })
  useReplay.setState({ session: info.session, info, rolledFrom: from })
}
