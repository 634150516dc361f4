import { noExceptions } from '#shared/calendar/exchange.ts'
import { ExchangeCalendar } from '#shared/calendar/exchange-calendar.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'

/** An exchange that trades on every day of the week, days on which clocks change among them. */
export function everyDay(zone: string): TradingCalendar {
  return new ExchangeCalendar({
    code: 'XDAY',
    name: 'Invented',
    zone,
    version: '1',
    source: 'made up',
    first: '2022-01-01',
    last: '2025-12-31',
    weekdays: [0, 1, 2, 3, 4, 5, 6],
    hours: [{ from: '2022-01-01', segments: [['09:30', '16:00']] }],
    holidays: [],
    shortDays: [],
    ...noExceptions,
  })
}
