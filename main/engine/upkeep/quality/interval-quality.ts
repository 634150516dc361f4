import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import type { Calendars } from '../../calendars/calendars.ts'
import type { StoredSymbol, StoreReader } from '../../store/store.ts'
import type { TimeProvider } from '../../time/time-provider.ts'
import { GapLedger } from '../gap-ledger.ts'
import { GradeBasis } from './grade-basis.ts'
import { countIntervals } from './interval-counts.ts'
import type { QualityQuery } from './quality.ts'
import { QualityRows } from './quality-rows.ts'
import type { SessionCounts } from './session-counts.ts'
import { planYears, type YearPlan } from './session-plan.ts'

/**
 * The quality of sessions in bars of an interval of at most a day, as of the clock; always counted anew. Yields each
 * symbol before it is counted. Throws a Failure of code 'outside-calendar' or 'damaged-store'.
 */
export function* intervalQualitySteps(
  store: StoreReader,
  time: TimeProvider,
  calendars: Calendars,
  { symbols, from, to }: QualityQuery,
  interval: Interval,
): Generator<string, QualityRows, undefined> {
  const ledger = new GapLedger(store, time, calendars)
  const clock = time.now()
  const rows = new QualityRows()
  for (const stored of symbols)
    for (const plan of planYears(calendars.of(stored.exchange), from, to)) {
      yield stored.symbol
      const counts = countYear({ store, ledger, calendars, clock }, stored, plan, interval)
      rows.add({ symbol: stored.symbol, sessions: plan.sessions, counts })
    }
  return rows
}

interface CountedFrom {
  readonly store: StoreReader
  readonly ledger: GapLedger
  readonly calendars: Calendars
  readonly clock: number
}

function countYear(
  { store, ledger, calendars, clock }: CountedFrom,
  { symbol, exchange }: StoredSymbol,
  plan: YearPlan,
  interval: Interval,
): ReadonlyMap<number, SessionCounts> {
  const [first, last] = [plan.sessions[0]?.session, plan.sessions.at(-1)?.session]
  if (!first || !last) return new Map()
  const barsOf = (of: Interval) =>
    new Map(store.readSessions([symbol], of, first.date, last.date).map((entry) => [entry.session, entry]))
  const [stored, minutes] = [barsOf(interval), barsOf(oneMinute)]
  const basis = new GradeBasis(store, symbol, plan)
  const stops = calendars.of(exchange).interruptions(first.date, last.date)
  return new Map(
    plan.sessions.map(({ session, day }) => {
      const gaps = basis.hasEvidence(day) ? ledger.gapsOf(symbol, exchange, session.date) : []
      const interruptions = stops.filter((stop) => stop.session === session.date)
      const [own, ofMinutes] = [stored.get(session.date), minutes.get(session.date)]
      const [answers, known] = [own ?? ofMinutes, own ? interval : oneMinute]
      const firstKnown = answers
        ? store.firstKnown(answers.feed, symbol, known, session.date)
        : new Map<number, number>()
      const bars = { stored: own?.columns, minutes: ofMinutes?.columns, firstKnown }
      return [day, countIntervals({ session, interruptions, gaps, ...bars }, interval, clock)]
    }),
  )
}
