import { allocateColumns } from '#shared/bars/columns.ts'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Calendars } from '../engine/calendars/calendars.ts'
import { spanOfHours } from '../engine/replay/hours.ts'
import type { StoredSymbol, StoreReader } from '../engine/store/store.ts'
import type { TimeProvider } from '../engine/time/time-provider.ts'
import { classifyLonger, type LongerGap } from '../engine/upkeep/classify/longer-gaps.ts'
import { ofKind } from '../engine/upkeep/evidence/evidence.ts'
import { isBuilt } from '../engine/upkeep/fill/longer-filler.ts'
import { missingWindows } from '../engine/upkeep/fill/longer-windows.ts'
import { GapLedger } from '../engine/upkeep/gap-ledger.ts'
import { checkLongerStored } from './longer-stored.ts'

const noBars = allocateColumns(0)

/**
 * The stored bars of an interval of at most a day that a session lacks; none where it is no session. Throws a Failure
 * with code 'usage' where the store holds no such bars.
 */
export function longerGapsOf(
  store: StoreReader,
  calendars: Calendars,
  { symbol, exchange }: StoredSymbol,
  date: SessionDate,
  interval: Interval,
  time: TimeProvider,
): readonly LongerGap[] {
  const calendar = calendars.of(exchange)
  const session = calendar.session(date)
  if (!session) return []
  checkLongerStored(store, symbol, interval, date)
  const of = { session, interruptions: calendar.interruptions(date, date), interval }
  const stored = store.readSession(symbol, interval, date)?.columns
  const { open, close } = spanOfHours(session, 'all')
  return classifyLonger(of, missingWindows(of, stored, time.now()), {
    minutes: store.readSession(symbol, oneMinute, date)?.columns ?? noBars,
    gaps: new GapLedger(store, time, calendars).gapsOf(symbol, exchange, date),
    requests: ofKind(store.ledger.recorded(symbol, open, close, interval), 'request').filter(
      ({ source }) => !isBuilt(source),
    ),
  })
}
