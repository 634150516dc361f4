import { at, type BarColumns } from '#shared/bars/columns.ts'
import { oneDay, oneMinute } from '#shared/bars/interval.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import type { PastReader } from '../history/past-reader.ts'
import { barsInHours } from './hours.ts'
import type { LoadedExchange } from './loaded-session.ts'

/**
 * Close of the last regular minute of the session before, else of its stored daily bar; adjusted as the history
 * is. Undefined where the store has neither.
 */
export function previousClose(
  reader: PastReader,
  { calendar, session, history }: LoadedExchange,
  symbol: string,
): number | undefined {
  const before = calendar.trailingSessions(session.date, 1)[0]
  if (!before) return undefined
  const past = history.intervals(symbol).includes(oneMinute)
    ? history.trailingSessions(symbol, oneMinute).at(-1)
    : undefined
  const loaded = past?.session.date === before.date ? past.bars : undefined
  const known = loaded && lastRegularClose(loaded.columns, before)
  if (known !== undefined) return known
  const minutes = loaded ? undefined : reader.readSession(symbol, oneMinute, before.date)?.columns
  const traded =
    (minutes && lastRegularClose(minutes, before)) ??
    lastClose(reader.readSession(symbol, oneDay, before.date)?.columns)
  return traded === undefined ? undefined : traded * history.adjustmentOf(symbol, before.date).price
}

function lastRegularClose(minutes: BarColumns, session: Session): number | undefined {
  return lastClose(barsInHours(minutes, session, 'regular'))
}

function lastClose(columns: BarColumns | undefined): number | undefined {
  const count = columns?.start.length ?? 0
  return columns && count > 0 ? at(columns.close, count - 1) : undefined
}
