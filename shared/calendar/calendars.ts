import { Failure } from '../protocol/failure.ts'
import { withOverlay } from './apply-overlay.ts'
import type { Exchange } from './exchange.ts'
import { ExchangeCalendar } from './exchange-calendar.ts'
import { alwaysOpen } from './exchanges/always-open.ts'
import { cmeEs } from './exchanges/cme-es.ts'
import { cmes } from './exchanges/cmes.ts'
import { xetr, xfra } from './exchanges/frankfurt.ts'
import { xasx } from './exchanges/xasx.ts'
import { xbom } from './exchanges/xbom.ts'
import { xhkg } from './exchanges/xhkg.ts'
import { xlon } from './exchanges/xlon.ts'
import { xnys } from './exchanges/xnys.ts'
import { xpar } from './exchanges/xpar.ts'
import { xshg } from './exchanges/xshg.ts'
import { xswx } from './exchanges/xswx.ts'
import { xtks } from './exchanges/xtks.ts'
import { xtse } from './exchanges/xtse.ts'
import type { CalendarOverlay } from './overlay.ts'
import type { SessionDate } from './session-date.ts'
import type { TradingCalendar } from './trading-calendar.ts'

/** Every code an exchange is known by; an alias names the exchange whose calendar it shares. */
const exchanges: ReadonlyMap<string, Exchange> = new Map([
  ['XNYS', xnys],
  ['XNAS', xnys],
  ['XLON', xlon],
  ['XTKS', xtks],
  ['XHKG', xhkg],
  ['XFRA', xfra],
  ['XETR', xetr],
  ['XASX', xasx],
  ['XTSE', xtse],
  ['XSWX', xswx],
  ['XPAR', xpar],
  ['XBOM', xbom],
  ['XSHG', xshg],
  ['CMES', cmes],
  ['CME-ES', cmeEs],
  ['24/7', alwaysOpen],
])

/** Names of those that share the calendar of another. */
const ownNames: ReadonlyMap<string, string> = new Map([['XNAS', 'Nasdaq']])

const calendars = new Map<Exchange, TradingCalendar>()

/**
 * The calendar of an exchange, made when it is first asked for. An alias gets the calendar of the exchange it
 * stands for, under that exchange's code. Throws a Failure with code 'unknown-exchange' that names those known.
 */
export function calendarOf(exchange: string): TradingCalendar {
  const rules = exchangeOf(exchange)
  const known = calendars.get(rules)
  if (known) return known
  const calendar = new ExchangeCalendar(rules)
  calendars.set(rules, calendar)
  return calendar
}

/**
 * The calendar of an exchange as a user's overlay changes it, made anew at each call; its version names the overlay.
 * Throws a Failure with code 'unknown-exchange', or one that names the entry of the overlay that is wrong.
 */
export function calendarWith(exchange: string, overlay: CalendarOverlay): TradingCalendar {
  const calendar = new ExchangeCalendar(withOverlay(exchangeOf(exchange), overlay))
  for (const { date } of [...overlay.lateOpens, ...overlay.earlyCloses]) {
    const session = calendar.session(date as SessionDate)
    if (session && session.expectedMinutes <= 0)
      throw new Failure(
        'bad-file',
        `Calendar overlay: the hours of ${calendar.exchange} on ${date} leave it no minute. Correct them.`,
      )
  }
  return calendar
}

/** The table of an exchange. Throws a Failure with code 'unknown-exchange' that names those known. */
export function exchangeOf(exchange: string): Exchange {
  const rules = exchanges.get(exchange)
  if (rules) return rules
  throw new Failure(
    'unknown-exchange',
    `No calendar for exchange "${exchange}". Known are ${knownExchanges().join(', ')}.`,
  )
}

/** What people call an exchange, an alias with whose calendar it shares. Throws as exchangeOf does. */
export function exchangeName(code: string): string {
  const rules = exchangeOf(code)
  const own = ownNames.get(code)
  return own === undefined ? rules.name : `${own}, by the calendar of ${rules.code}`
}

/** Codes of all exchanges that calendarOf answers for, aliases included. */
export function knownExchanges(): readonly string[] {
  return [...exchanges.keys()]
}
