import { dayNumber, parseSessionDate, utcDateOf } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { addMs, type EpochMs } from '#shared/time/epoch.ts'
import type { FoundFile } from '../../import/discovery.ts'
import { zoneClockOf } from '../../import/text/local-time.ts'
import type { BarRequest } from '../data-source.ts'
import type { Labels } from './file-index.ts'

/**
 * Whether a file may hold what is asked for, by its place in LEAN's layout: the symbol and the day are in its
 * path. Files of other layouts always may.
 */
export function mayHoldByName(
  found: FoundFile,
  request: BarRequest,
  calendar: TradingCalendar,
  labels: Labels,
): boolean {
  if (found.format !== 'lean') return true
  const { kind, date, symbol } = found.place
  if (kind !== 'trade' || date === undefined || !request.symbols.includes(symbol.toUpperCase())) return false
  const day = parseSessionDate(date.replace(/^(....)(..)(..)$/, '$1-$2-$3'))
  if (day === undefined) return false
  // A session over midnight lies in the files of two days.
  const first = Math.min(dayNumber(labels.from), localDay(calendar, request.start))
  const last = Math.max(dayNumber(labels.to), localDay(calendar, addMs(request.end, -1)))
  return dayNumber(day) >= first && dayNumber(day) <= last
}

function localDay({ zone }: TradingCalendar, time: EpochMs): number {
  return dayNumber(utcDateOf(addMs(time, zoneClockOf(zone).offsetAt(time))))
}
