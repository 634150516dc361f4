import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { addMs, type EpochMs, formatUtc } from '#shared/time/epoch.ts'
import type { Horizon } from '../answer/bar-gatherer.ts'
import type { BarRequest } from '../data-source.ts'
import { faultOf } from '../fault.ts'

/**
 * Up to where bars that lie somewhere answer for a window: sessions that are not there at all say nothing, and
 * one that is there says nothing behind its last bar, for it may have been cut off. `endOf` knows the end of the
 * last bar of a session; undefined when they answer for the whole window.
 */
export function sessionHorizon(
  source: string,
  symbol: string,
  request: BarRequest,
  calendar: TradingCalendar,
  endOf: (session: SessionDate) => EpochMs | undefined,
): Horizon | undefined {
  for (const session of sessionsOf(request, calendar)) {
    const end = endOf(session.date)
    const needed = Math.min(request.end, session.close)
    if (end !== undefined && end >= needed) continue
    const begin = session.preMarket?.open ?? session.open
    const cause =
      end === undefined
        ? `${source} has no ${request.interval} bars of ${symbol} in session ${session.date}.`
        : `The bars of ${symbol} in session ${session.date} of ${source} end at ${formatUtc(end)} and may be cut off.`
    const until = Math.max(request.start, end ?? begin) as EpochMs
    return { until, fault: faultOf('no-data', cause) }
  }
  return undefined
}

/** Labels of the sessions that a window touches. */
export function labelsOf(
  { start, end }: BarRequest,
  calendar: TradingCalendar,
): { readonly from: SessionDate; readonly to: SessionDate } {
  return { from: calendar.sessionDateOf(start), to: calendar.sessionDateOf(addMs(end, -1)) }
}

function sessionsOf(request: BarRequest, calendar: TradingCalendar): readonly Session[] {
  const { from, to } = labelsOf(request, calendar)
  return calendar.sessions(from, to)
}
