import { at, type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import { anchorsOf } from '#shared/bars/derive-windows.ts'
import { type Interval, intradayMs } from '#shared/bars/interval.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { StoreReader } from '../store/store.ts'
import { asKnownAt } from './as-traded.ts'
import type { BarsQuery } from './bars-query.ts'

/**
 * What the store has of one interval of a session, as far as the query may see it: in its view, up to `at`.
 * Undefined when the store has none of it.
 */
export function visibleBars(
  store: StoreReader,
  query: BarsQuery,
  interval: Interval,
  session: Session,
): BarColumns | undefined {
  const stored = store.readSession(query.symbol, interval, session.date)
  if (!stored) return undefined
  let { columns } = stored
  if (query.view === 'as-traded') {
    const horizon = query.at ?? session.postMarket?.close ?? session.close
    columns = asKnownAt(columns, store.versions(query.symbol, interval, session.date), horizon)
  }
  return query.at === undefined ? columns : endedBy(query.at, columns, interval, session)
}

/** The bars that have ended at `time`; a bar ends with its interval, or with the stretch that holds it (R2). */
function endedBy(time: EpochMs, columns: BarColumns, interval: Interval, session: Session): BarColumns {
  let bars = columns.start.length
  while (bars > 0 && endOf(at(columns.start, bars - 1), interval, session) > time) bars--
  return bars === columns.start.length ? columns : sliceColumns(columns, 0, bars)
}

function endOf(start: number, interval: Interval, session: Session): number {
  const length = intradayMs(interval)
  if (length === undefined) return session.close
  const holder = anchorsOf(session, 'all').find(({ from, to }) => start >= from && start < to)
  return Math.min(start + length, holder?.to ?? Number.POSITIVE_INFINITY)
}
