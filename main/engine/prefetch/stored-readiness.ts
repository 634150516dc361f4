import { dayNumber } from '#shared/calendar/session-date.ts'
import type { Plan } from '#shared/prefetch/plan.ts'
import type { Readiness, RunRecord } from '#shared/prefetch/run.ts'
import { dayMs } from '#shared/time/epoch.ts'
import type { Calendars } from '../calendars/calendars.ts'
import type { StoredSymbol, StoreReader } from '../store/store.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { qualitySteps } from '../upkeep/quality/quality.ts'
import type { SessionQuality } from '../upkeep/quality/quality-rows.ts'
import { noBar, notEnded, readinessOf } from './run/judge-session.ts'
import { sessionsOfRun, type Work } from './run/work-list.ts'

type Place = Pick<Work, 'symbol' | 'session'>

/** A run that is on record, and what it was to make ready. */
export interface RecordedRun {
  readonly plan: Pick<Plan, 'exchange' | 'trailing'>
  readonly symbols: readonly string[]
  readonly record: Pick<RunRecord, 'session' | 'startedAt' | 'errors'>
}

export interface ReadinessSurroundings {
  readonly store: StoreReader
  readonly calendars: Calendars
  readonly time: TimeProvider
}

/**
 * How ready the sessions of a run on record are by what the store has of them now: no board is kept, since the bars
 * and what sources were asked say it all. Those of `shown` alone, by symbol and session. Stops on the way so that the
 * caller can see to other work. Throws a Failure of code 'unknown-exchange', 'outside-calendar' or 'damaged-store'.
 */
export function* storedReadiness(
  { plan, symbols, record }: RecordedRun,
  { store, calendars, time }: ReadinessSurroundings,
  shown: readonly string[] = symbols,
): Generator<unknown, readonly Readiness[], undefined> {
  const datesOf = sessionsOfRun({ plan, session: record.session }, calendars, record.startedAt)
  const known = new Map<string, StoredSymbol[]>()
  for (const symbol of shown) {
    yield
    const stored = store.symbol(symbol)
    if (!stored) continue
    const ofExchange = known.get(stored.exchange) ?? []
    known.set(stored.exchange, ofExchange)
    ofExchange.push(stored)
  }
  const quality = new Map<string, SessionQuality>()
  for (const [exchange, ofExchange] of known) {
    const [from, to] = [datesOf(exchange)[0], datesOf(exchange).at(-1)]
    if (!from || !to) continue
    const { rows } = yield* qualitySteps(store, time, calendars, { symbols: ofExchange, from, to })
    yield* rows.visitSteps((row) => quality.set(keyOf(row), row))
  }
  const faults = new Map(record.errors.map(({ symbol, cause }) => [symbol, cause]))
  const hasSources = store.sources().length > 0
  const wasAsked = (one: Place): boolean => !hasSources || askedSince(store, one, record.startedAt)
  const cells: Readiness[] = []
  for (const symbol of shown) {
    const dates = datesOf(store.symbol(symbol)?.exchange ?? plan.exchange)
    for (const session of dates) {
      const place = { symbol, session }
      cells.push(cellOf(place, quality.get(keyOf(place)), faults.get(symbol), wasAsked))
      yield
    }
  }
  return cells
}

function cellOf(
  place: Place,
  row: SessionQuality | undefined,
  fault: string | undefined,
  wasAsked: (place: Place) => boolean,
): Readiness {
  const { symbol, session } = place
  if (!row)
    return { symbol, session, state: 'failed', missing: 0, filled: 0, cause: fault ?? noBar(symbol, session) }
  const { missing, filled, pending } = row
  const state = readinessOf(row)
  const of = { symbol, session, missing, filled }
  switch (state) {
    case 'failed':
      return { ...of, state, cause: fault ?? noBar(symbol, session) }
    case 'gaps':
      if (!wasAsked(place)) return { ...of, state: 'queued', cause: 'The run did not come to it.' }
      return { ...of, state, ...(fault !== undefined && { cause: fault }) }
    case 'queued':
      return { ...of, state, cause: notEnded(session, pending) }
    default:
      return { ...of, state }
  }
}

/** Whether a source was asked for minutes of a session since a run began. */
function askedSince(store: StoreReader, { symbol, session }: Place, startedAt: number): boolean {
  const day = dayNumber(session) * dayMs
  // A session may begin on the day before its date and end on the day after it, in UTC.
  return store.ledger
    .recorded(symbol, day - dayMs, day + 2 * dayMs)
    .some((entry) => entry.kind === 'request' && entry.askedAt >= startedAt)
}

function keyOf({ symbol, session }: Place): string {
  return `${symbol} ${session}`
}
