import { parseOverlay } from '#shared/calendar/overlay.ts'
import type { OverlayState } from '#shared/protocol/calendar-calls.ts'
import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function calendarHandlers({ store, overlays }: SystemManager): HandlersOf<'calendar'> {
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
