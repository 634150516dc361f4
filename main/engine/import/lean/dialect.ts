import { oneDay, oneMinute } from '#shared/bars/interval.ts'
import { dayNumber, parseSessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { dayMs } from '#shared/time/epoch.ts'
import type { Dialect, PriceFields } from '../dialect.ts'
import { RefusedFile } from '../refused-file.ts'
import { parseSymbol } from '../symbol.ts'
import type { LeanPlace } from './layout.ts'

const comma = 0x2c
const dot = 0x2e
const tradeSides: readonly PriceFields[] = [{ open: 1, high: 2, low: 3, close: 4, volume: 5 }]
/** Bid and ask with the size at the end. A row without one of them is left out: a quote bar has two sides. */
const quoteSides: readonly PriceFields[] = [
  { open: 1, high: 2, low: 3, close: 4, volume: 5 },
  { open: 6, high: 7, low: 8, close: 9, volume: 10 },
]
/** Equities are written in ten-thousandths, everything else as it is. */
const equityExponent = -4

/** How the file at a place of LEAN's folder is to be read, on the calendar of its market. */
export function leanDialect(place: LeanPlace, calendar: TradingCalendar): Dialect {
  const symbol = parseSymbol(place.symbol)
  if (symbol === undefined) throw new RefusedFile(`"${place.symbol}" is no symbol`)
  const zone = place.security === 'crypto' || place.security === 'cryptofuture' ? 'UTC' : calendar.zone
  return {
    separator: comma,
    point: dot,
    headerLines: 0,
    time:
      place.date === undefined ? { kind: 'calendar', order: 'ymd', clock: undefined } : timeOfDay(place.date),
    timeField: 0,
    zone,
    stamp: 'start',
    interval: place.date === undefined ? oneDay : oneMinute,
    priceExponent: place.security === 'equity' ? equityExponent : 0,
    kind: place.kind,
    sides: place.kind === 'quote' ? quoteSides : tradeSides,
    stateField: undefined,
    symbol: { name: symbol },
    calendar,
    stampsHaveOffset: false,
  }
}

function timeOfDay(yyyymmdd: string): Dialect['time'] {
  const date = parseSessionDate(yyyymmdd.replace(/(....)(..)(..)/, '$1-$2-$3'))
  if (!date) throw new RefusedFile(`its name begins with ${yyyymmdd}, which is no date`)
  return { kind: 'ms-of-day', day: dayNumber(date) * dayMs }
}
