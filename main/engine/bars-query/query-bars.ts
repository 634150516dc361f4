import type { BarColumns } from '#shared/bars/columns.ts'
import { derivePeriods, periodsOf } from '#shared/bars/derive-periods.ts'
import { isMultiSession, oneDay, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { dayMs } from '#shared/time/epoch.ts'
import { joinColumns } from '../replay/hours.ts'
import type { StoreReader } from '../store/store.ts'
import type { BarsQuery } from './bars-query.ts'
import { hoursOfLabel, withinRange } from './label-hours.ts'
import { sessionBars } from './session-bars.ts'
import { standInsKnownBy } from './stand-in-bars.ts'

/**
 * Bars of a symbol from the store, in order of time, one part a session or a longer period; parts may be empty.
 * An interval that the store holds of a session is read, any other is made of its 1m bars, longer ones than a day
 * of days. Only intervals that have a bar are in the answer. A period of several sessions is whole even where the
 * range asked for cuts it.
 */
export function* queryBars(
  store: StoreReader,
  calendar: TradingCalendar,
  query: BarsQuery,
): Generator<BarColumns, void, undefined> {
  if (isMultiSession(query.interval)) yield periodBars(store, calendar, query)
  else yield* labelBars(store, calendar, query)
}

function* labelBars(
  store: StoreReader,
  calendar: TradingCalendar,
  query: BarsQuery,
): Generator<BarColumns, void, undefined> {
  const labels = new Set(labelsBetween(store, query, query.from, query.to))
  if (query.interval === oneMinute) for (const date of standInLabels(store, calendar, query)) labels.add(date)
  for (const date of [...labels].sort())
    yield sessionBars(store, query, query.interval, hoursOfLabel(calendar, date))
}

/** Bars of several sessions each, made of days. */
function periodBars(store: StoreReader, calendar: TradingCalendar, query: BarsQuery): BarColumns {
  const periodOf = periodsOf(calendar, query.interval)
  const first = periodOf(withinRange(calendar, query.from))[0]?.date ?? query.from
  const last = periodOf(withinRange(calendar, query.to)).at(-1)?.date ?? query.to
  const days = joinColumns(
    labelsBetween(store, query, earlier(first, query.from), later(last, query.to)).map((date) =>
      sessionBars(store, query, oneDay, hoursOfLabel(calendar, date)),
    ),
  )
  const source = { columns: days, from: 0, to: days.start.length }
  return derivePeriods(source, calendar, query.interval, { at: query.clock }).columns
}

/** The session labels of which the store has bars that the query can be answered from, in order. */
function labelsBetween(
  store: StoreReader,
  { symbol, interval }: BarsQuery,
  from: SessionDate,
  to: SessionDate,
): readonly SessionDate[] {
  const direct = isMultiSession(interval) ? oneDay : interval
  const labels = new Set<SessionDate>()
  for (const source of new Set([direct, oneMinute])) {
    for (const { session } of store.sessions(symbol, source, from, to)) labels.add(session)
  }
  return [...labels].sort()
}

/** Sessions that may have synthetic bars alone. */
function standInLabels(
  store: StoreReader,
  calendar: TradingCalendar,
  { symbol, from, to }: BarsQuery,
): readonly SessionDate[] {
  const first = hoursOfLabel(calendar, from).dayStart - dayMs
  const last = hoursOfLabel(calendar, to).close + dayMs
  return standInsKnownBy(store.ledger.recorded(symbol, first, last), undefined)
    .map(({ from: start }) => calendar.sessionDateOf(start))
    .filter((date) => from <= date && date <= to)
}

function earlier(one: SessionDate, other: SessionDate): SessionDate {
  return one < other ? one : other
}

function later(one: SessionDate, other: SessionDate): SessionDate {
  return one > other ? one : other
}
