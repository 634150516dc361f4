import { at, type BarColumns } from '#shared/bars/columns.ts'
import { type Interval, oneDay, oneMinute } from '#shared/bars/interval.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import type { PastReader } from '../history/past-reader.ts'
import { barsInHours } from './hours.ts'
import type { LoadedExchange } from './loaded-session.ts'

/**
 * Close of the last regular minute of the session before, else of its stored daily bar; adjusted as the history
 * is. Undefined where the store has neither. What the history has of it is not read again.
 */
export function previousClose(
  reader: PastReader,
  exchange: LoadedExchange,
  symbol: string,
): number | undefined {
  const { history } = exchange
  const before = sessionBefore(exchange)
  if (!before) return undefined
  const past = history.intervals(symbol).includes(oneMinute)
    ? history.trailingSessions(symbol, oneMinute).at(-1)
    : undefined
  const loaded = past?.session.date === before.date ? past.bars : undefined
  return (
    (loaded && lastRegularClose(loaded.columns, before)) ??
    closeOf(reader, exchange, symbol, before, loaded ? [oneDay] : [oneMinute, oneDay])
  )
}

/** The same as the store has it now, whatever was read of it before. */
export function storedPreviousClose(
  reader: PastReader,
  exchange: LoadedExchange,
  symbol: string,
): number | undefined {
  const before = sessionBefore(exchange)
  return before && closeOf(reader, exchange, symbol, before, [oneMinute, oneDay])
}

/** The session of which the previous close is; undefined where the calendar begins. */
export function sessionBefore({
  calendar,
  session,
}: Pick<LoadedExchange, 'calendar' | 'session'>): Session | undefined {
  return calendar.trailingSessions(session.date, 1)[0]
}

/** Of the first of these intervals that has one. */
function closeOf(
  reader: PastReader,
  { history }: LoadedExchange,
  symbol: string,
  before: Session,
  intervals: readonly Interval[],
): number | undefined {
  for (const interval of intervals) {
    const columns = reader.readSession(symbol, interval, before.date)?.columns
    const traded =
      columns && (interval === oneMinute ? lastRegularClose(columns, before) : lastClose(columns))
    if (traded !== undefined) return traded * history.adjustmentOf(symbol, before.date).price
  }
  return undefined
}

function lastRegularClose(minutes: BarColumns, session: Session): number | undefined {
  return lastClose(barsInHours(minutes, session, 'regular'))
}

function lastClose(columns: BarColumns | undefined): number | undefined {
  const count = columns?.start.length ?? 0
  return columns && count > 0 ? at(columns.close, count - 1) : undefined
}
