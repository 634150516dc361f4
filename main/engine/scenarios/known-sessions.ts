import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { KnownSession } from '#shared/scenarios/scenarios.ts'
import { barsInHours } from '../replay/hours.ts'
import type { StoreReader } from '../store/store.ts'

/** Sessions are read in such stretches, so that years of many symbols are never in memory at once. */
const sessionsAtOnce = 10

interface Span {
  readonly first: SessionDate
  readonly last: SessionDate
}

/**
 * What is known of each session from `from` to `to` of which any of some symbols has minutes. A symbol that has none of
 * a session between its first and its last one lacks all of its minutes. Stops on the way so that the caller can see to
 * other work; with one symbol a step is short.
 */
export function* knownSessionSteps(
  store: StoreReader,
  calendar: TradingCalendar,
  symbols: readonly string[],
  from: SessionDate,
  to: SessionDate,
): Generator<undefined, readonly KnownSession[], undefined> {
  const years = yearsOf({ first: from, last: to })
  const spans: Span[] = []
  for (const symbol of symbols) {
    const span = yield* storedSpan(store, symbol, years)
    if (span) spans.push(span)
  }
  const known: KnownSession[] = []
  for (const year of years) {
    if (!spans.some((span) => span.first <= year.last && year.first <= span.last)) continue
    const sessions = calendar.sessions(year.first, year.last)
    yield
    for (let start = 0; start < sessions.length; start += sessionsAtOnce) {
      known.push(...readStretch(store, symbols, spans, sessions.slice(start, start + sessionsAtOnce)))
      yield
    }
  }
  return known
}

/** The calendar years of a span, the first and the last one as far as they belong to it. */
function yearsOf({ first, last }: Span): readonly Span[] {
  const years: Span[] = []
  for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year++) {
    const [start, end] = [`${year}-01-01` as SessionDate, `${year}-12-31` as SessionDate]
    years.push({ first: start < first ? first : start, last: end > last ? last : end })
  }
  return years
}

/** From the first session to the last one that a symbol has minutes of. */
function* storedSpan(
  store: StoreReader,
  symbol: string,
  years: readonly Span[],
): Generator<undefined, Span | undefined, undefined> {
  let span: Span | undefined
  for (const year of years) {
    const stored = store.sessions(symbol, oneMinute, year.first, year.last)
    const [first, last] = [stored[0], stored.at(-1)]
    if (first && last) span = { first: span?.first ?? first.session, last: last.session }
    yield
  }
  return span
}

function readStretch(
  store: StoreReader,
  symbols: readonly string[],
  spans: readonly Span[],
  sessions: readonly Session[],
): readonly KnownSession[] {
  const [first, last] = [sessions[0], sessions.at(-1)]
  if (!first || !last) return []
  const read = store.readSessions(symbols, oneMinute, first.date, last.date)
  return sessions.flatMap((session) => {
    const bars = read
      .filter((stored) => stored.session === session.date)
      .map(({ columns }) => barsInHours(columns, session, 'regular'))
      .filter((columns) => columns.start.length > 0)
    if (bars.length === 0) return []
    const listed = spans.filter((span) => span.first <= session.date && session.date <= span.last).length
    const ranges = bars.map(({ high, low }) => 100 * (greatest(high) / least(low) - 1))
    return {
      session,
      rangePct: ranges.reduce((sum, range) => sum + range, 0) / ranges.length,
      there: bars.reduce((sum, { start: starts }) => sum + starts.length, 0),
      expected: listed * session.expectedMinutes,
    }
  })
}

function greatest(column: Float64Array): number {
  return column.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
}

function least(column: Float64Array): number {
  return column.reduce((so, value) => Math.min(so, value), Number.POSITIVE_INFINITY)
}
