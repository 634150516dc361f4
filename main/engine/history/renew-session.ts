import type { BarColumns } from '#shared/bars/columns.ts'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import type { HistoricalBars } from './historical-bars.ts'
import type { PastReader } from './past-reader.ts'
import { PastSession } from './past-session.ts'

/**
 * Reads a trailing session of a symbol anew into a history, since the store has more of it now: then the history is
 * as if it had been loaded now. Throws what the session cannot be read for.
 */
export function renewSession(
  reader: PastReader,
  history: HistoricalBars,
  symbol: string,
  session: Session,
): void {
  const read = (interval: Interval): BarColumns | undefined =>
    reader.readSession(symbol, interval, session.date)?.columns
  const minutes = read(oneMinute)
  history.renew(symbol, session.date, (interval) => {
    const bars = interval === oneMinute ? minutes : read(interval)
    return PastSession.stored(session, interval, history.settings.hours, { bars, minutes })
  })
}
