import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { addMs, type EpochMs, formatUtc } from '#shared/time/epoch.ts'
import type { Horizon } from '../answer/bar-gatherer.ts'
import type { BarRequest } from '../data-source.ts'
import { faultOf } from '../fault.ts'
import type { SessionSpan } from './session-spans.ts'

/**
 * For which part of a window bars that lie somewhere answer: sessions that are not there at all say nothing, and one
 * that is there says nothing before its first bar and behind its last one, for it may have been cut off; unless no
 * more is missing there than is usual between its bars. `spanOf` knows what the bars of a session cover; undefined
 * when they answer for the whole window.
 */
export function sessionHorizon(
  source: string,
  symbol: string,
  request: BarRequest,
  calendar: TradingCalendar,
  spanOf: (session: Session) => SessionSpan | undefined,
): Horizon | undefined {
  const horizon = (since: number, until: number, cause: string): Horizon => ({
    since: since as EpochMs,
    until: until as EpochMs,
    fault: faultOf('no-data', cause),
  })
  let [since, cause]: [number, string] = [request.start, '']
  for (const session of sessionsOf(request, calendar)) {
    const span = spanOf(session)
    const theBars = `The bars of ${symbol} in session ${session.date} of ${source}`
    if (!span) {
      const begin = session.preMarket?.open ?? session.open
      const none = `${source} has no ${request.interval} bars of ${symbol} in session ${session.date}.`
      return horizon(since, Math.max(since, begin), none)
    }
    if (beginsLate(span, session, request)) {
      cause = `${theBars} begin at ${formatUtc(span.start)} and may be cut off before.`
      if (span.start >= request.end) return horizon(since, Math.max(since, session.open), cause)
      // Of two stretches that are complete only one can be told of; what comes last is told of.
      since = span.start
    }
    if (endsEarly(span, session, request)) {
      const ends = `${theBars} end at ${formatUtc(span.end)} and may be cut off.`
      return horizon(since, Math.max(since, span.end), cause === '' ? ends : `${cause} ${ends}`)
    }
  }
  return cause === '' ? undefined : horizon(since, request.end, cause)
}

function beginsLate({ start, usualSilenceMs }: SessionSpan, { open }: Session, request: BarRequest): boolean {
  return start > Math.max(request.start, open) && start - open > usualSilenceMs
}

function endsEarly({ end, usualSilenceMs }: SessionSpan, { close }: Session, request: BarRequest): boolean {
  return end < Math.min(request.end, close) && close - end > usualSilenceMs
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
