import { allocateColumns, type BarColumns, lowerBound, sliceColumns } from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import { type Interval, intradayMs, oneMinute } from '#shared/bars/interval.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { joinColumns } from '../replay/hours.ts'
import type { StoreReader } from '../store/store.ts'
import type { BarsQuery } from './bars-query.ts'
import { standInsKnownBy, withStandIns } from './stand-in-bars.ts'
import { visibleBars } from './visible-bars.ts'

const noBars = allocateColumns(0)

/**
 * The bars of one session label at an interval of at most a day: those stored at that interval, else made of its
 * minutes. Synthetic bars stand among minutes that were asked for as such, and in no longer bar (R9). A stored day counts from its close on; before that it is made of the minutes known by then.
 */
export function sessionBars(
  store: StoreReader,
  query: BarsQuery,
  interval: Interval,
  session: Session,
): BarColumns {
  const visible = visibleBars(store, query, interval, session)
  const stored = interval === oneMinute ? withVisibleStandIns(store, query, session, visible) : visible
  const isIntraday = intradayMs(interval) !== undefined
  if (stored && isIntraday) return inHours(stored, session, query.hours)
  if (stored && stored.start.length > 0) return stored
  const minutes = interval === oneMinute ? undefined : visibleBars(store, query, oneMinute, session)
  if (!minutes) return noBars
  const source = { columns: minutes, from: 0, to: minutes.start.length }
  return deriveSession(source, session, interval, { at: query.clock, hours: query.hours }).columns
}

/** The bars that start within the hours: all of the label, or those of its segments (T4). */
function inHours(columns: BarColumns, { segments }: Session, hours: Hours): BarColumns {
  if (hours === 'all') return columns
  return joinColumns(
    segments.map(({ open, close }) =>
      sliceColumns(columns, lowerBound(columns.start, open), lowerBound(columns.start, close)),
    ),
  )
}

/** Minutes with the stand-ins that the query may see: in its view, and of minutes that had ended at `at`. */
function withVisibleStandIns(
  store: StoreReader,
  { symbol, view, at }: BarsQuery,
  { open, close, preMarket, postMarket }: Session,
  visible: BarColumns | undefined,
): BarColumns | undefined {
  const [from, to] = [preMarket?.open ?? open, postMarket?.close ?? close]
  const horizon = view === 'as-traded' ? (at ?? to) : undefined
  const recorded = store.ledger.recorded(symbol, from, Math.min(to, at ?? to))
  const standIns = standInsKnownBy(recorded, horizon).map((one) =>
    at !== undefined && one.to > at ? { ...one, to: floorMinute(at) } : one,
  )
  return standIns.length === 0 ? visible : withStandIns(visible ?? noBars, standIns)
}

function floorMinute(time: EpochMs): EpochMs {
  return (Math.floor(time / minuteMs) * minuteMs) as EpochMs
}
