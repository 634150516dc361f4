import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { StoreReader } from '../../store/store.ts'

const none: ReadonlySet<number> = new Set()

/**
 * Starts of the minutes of a session that the store has a bar of which came late: none of its versions was known when
 * the minute ended, so that a replay as traded does not have it then (R17). There is no time of grace. A bar that was
 * there in time and was corrected later is not late, nor is one of whose arrival nothing is recorded.
 */
export function lateMinutes(
  store: Pick<StoreReader, 'firstKnown'>,
  feed: string | undefined,
  symbol: string,
  session: SessionDate,
): ReadonlySet<number> {
  if (feed === undefined) return none
  const late = new Set<number>()
  for (const [start, knownAt] of store.firstKnown(feed, symbol, oneMinute, session))
    if (knownAt > start + minuteMs) late.add(start)
  return late
}
