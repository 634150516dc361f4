import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { KnownSession } from '#shared/scenarios/scenarios.ts'
import { barsInHours } from '../replay/hours.ts'
import type { StoreReader } from '../store/store.ts'

/** Sessions are read in such stretches, so that years of many symbols are never in memory at once. */
const sessionsAtOnce = 20

/**
 * What is known of each session from `from` to `to` of which any of some symbols has minutes. A symbol that has none of
 * a session between its first and its last one lacks all of its minutes.
 */
export function knownSessions(
  store: StoreReader,
  calendar: TradingCalendar,
  symbols: readonly string[],
  from: SessionDate,
  to: SessionDate,
): readonly KnownSession[] {
  const spans = symbols.flatMap((symbol) => {
    const stored = store.sessions(symbol, oneMinute, from, to)
    const [first, last] = [stored[0], stored.at(-1)]
    return first && last ? [{ first: first.session, last: last.session }] : []
  })
  const sessions = calendar.sessions(from, to)
  const known: KnownSession[] = []
  for (let start = 0; start < sessions.length; start += sessionsAtOnce) {
    const part = sessions.slice(start, start + sessionsAtOnce)
    const [first, last] = [part[0], part.at(-1)]
    if (!first || !last) break
    const read = store.readSessions(symbols, oneMinute, first.date, last.date)
    for (const session of part) {
      const bars = read
        .filter((stored) => stored.session === session.date)
        .map(({ columns }) => barsInHours(columns, session, 'regular'))
        .filter((columns) => columns.start.length > 0)
      if (bars.length === 0) continue
      const listed = spans.filter((span) => span.first <= session.date && session.date <= span.last).length
      const ranges = bars.map(({ high, low }) => 100 * (greatest(high) / least(low) - 1))
      known.push({
        session,
        rangePct: ranges.reduce((sum, range) => sum + range, 0) / ranges.length,
        there: bars.reduce((sum, { start: starts }) => sum + starts.length, 0),
        expected: listed * session.expectedMinutes,
      })
    }
  }
  return known
}

function greatest(column: Float64Array): number {
  return column.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
}

function least(column: Float64Array): number {
  return column.reduce((so, value) => Math.min(so, value), Number.POSITIVE_INFINITY)
}
