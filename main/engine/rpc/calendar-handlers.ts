import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function calendarHandlers({ store }: SystemManager): HandlersOf<'calendar'> {
  return {
    'calendar.range': ({ exchange }) => {
      const { name, zone, first, last } = calendarOf(exchange)
      return { name, zone, first, last }
    },
    'calendar.sessions': ({ exchange, from, to }) => {
      const calendar = calendarOf(exchange)
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
      const { first, last } = calendarOf(exchange)
      return [...store.reader.symbolsBySession(exchange, first, last).keys()].at(-1) ?? null
    },
  }
}
