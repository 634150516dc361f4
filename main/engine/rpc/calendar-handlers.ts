import { exchangeName, knownExchanges } from '#shared/calendar/calendars.ts'
import { clockChanges } from '#shared/calendar/clock-changes.ts'
import { parseOverlay } from '#shared/calendar/overlay.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { CalendarYear, OverlayState, YearDay } from '#shared/protocol/calendar-calls.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { whyNoSession } from '../replay/no-session.ts'
import type { SystemManager } from '../system-manager.ts'
import { gapRowOf } from '../upkeep/ledger-at-clock.ts'
import type { HandlersOf } from './handlers.ts'

export function calendarHandlers({
  store,
  overlays,
  calendarQualities,
  prefetch,
}: SystemManager): HandlersOf<'calendar'> {
  const { calendars } = overlays

  function overlayState(exchange: string): OverlayState {
    return {
      overlay: calendars.overlayOf(exchange),
      version: calendars.of(exchange).version,
      ...(overlays.problem !== undefined && { problem: overlays.problem }),
    }
  }

  return {
    'calendar.range': ({ exchange }) => {
      const { name, zone, first, last, version, source, projectedAfter } = calendars.of(exchange)
      return { name, zone, first, last, version, source, ...(projectedAfter && { projectedAfter }) }
    },
    'calendar.exchanges': () => {
      const counts = new Map<string, number>()
      for (const { exchange } of store.reader.symbols()) counts.set(exchange, (counts.get(exchange) ?? 0) + 1)
      return knownExchanges().map((exchange) => ({
        exchange,
        name: exchangeName(exchange),
        symbols: counts.get(exchange) ?? 0,
      }))
    },
    'calendar.year': ({ exchange, year }) => yearOf(calendars.of(exchange), year),
    'calendar.quality': (asked) => calendarQualities.ofSessions(asked),
    'calendar.session': async ({ session: date, ...asked }) => {
      const calendar = calendars.of(asked.exchange)
      const session = calendar.session(date)
      if (!session)
        throw new Failure(
          'no-session',
          `${date} is no session of ${calendar.exchange}: ${whyNoSession(calendar, date)}.`,
        )
      return { ...hoursOf(session), ...(await calendarQualities.bySymbol(asked, date)) }
    },
    'calendar.fetch': async ({ exchange, from, to, symbols }) => {
      await store.checkWritable()
      const asked = calendarQualities.symbolsOf({ exchange, symbols }).map(({ symbol }) => symbol)
      return prefetch.fetch.start({ exchange, from, to, symbols: asked })
    },
    'calendar.stopFetch': () => {
      prefetch.fetch.stop()
      return null
    },
    'calendar.fetchState': () => prefetch.fetch.state ?? null,
    'calendar.gaps': async ({ symbol, session }) =>
      (await calendarQualities.gapsOf(symbol, session)).map(gapRowOf),
    'calendar.sessions': ({ exchange, from, to }) => {
      const calendar = calendars.of(exchange)
      const stored = store.reader.symbolsBySession(exchange, from, to)
      return {
        sessions: calendar.sessions(from, to).map(({ date, open, close, earlyClose, reason }) => ({
          session: date,
          open,
          close,
          earlyClose,
          ...(reason !== undefined && { reason }),
          symbols: stored.get(date) ?? 0,
        })),
        closures: calendar.closures(from, to).map(({ date, reason }) => ({ date, reason })),
      }
    },
    'calendar.latest': ({ exchange }) => {
      const calendar = calendars.of(exchange)
      const stored = store.reader.symbolsBySession(exchange, calendar.first, calendar.last)
      return [...stored.keys()].findLast((date) => calendar.session(date)) ?? null
    },
    'calendar.overlay': ({ exchange }) => overlayState(exchange),
    'calendar.setOverlay': ({ exchange, overlay }) => {
      overlays.set(exchange, parseOverlay(overlay))
      return overlayState(exchange)
    },
  }
}

/** Throws a Failure of code 'outside-calendar' for a year that the calendar does not answer for. */
function yearOf(calendar: TradingCalendar, year: number): CalendarYear {
  const digits = String(year).padStart(4, '0')
  const [from, to] = [`${digits}-01-01` as SessionDate, `${digits}-12-31` as SessionDate]
  return {
    exchange: calendar.exchange,
    version: calendar.version,
    sessions: calendar.sessions(from, to).map(dayOf),
    closures: calendar.closures(from, to).map((closure) => ({ ...closure })),
    interruptions: calendar.interruptions(from, to).map((stop) => ({ ...stop })),
    clockChanges: clockChanges(calendar.zone, from, to).map((change) => ({ ...change })),
  }
}

function dayOf({ date, open, close, earlyClose, lateOpen, reason, expectedMinutes }: Session): YearDay {
  const why = reason !== undefined && { reason }
  return { session: date, open, close, earlyClose, lateOpen, ...why, expectedMinutes }
}

function hoursOf({ date, segments, preMarket, postMarket }: Session) {
  return {
    session: date,
    segments: segments.map((segment) => ({ ...segment })),
    ...(preMarket && { preMarket }),
    ...(postMarket && { postMarket }),
  }
}
