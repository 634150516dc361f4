import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { Calendars } from '../../calendars/calendars.ts'
import type { NewGrades } from '../../store/ledger/stored-ledger.ts'
import type { StoredSymbol, StoreReader } from '../../store/store.ts'
import { atOnce } from '../../time/in-turns.ts'
import type { TimeProvider } from '../../time/time-provider.ts'
import { GapLedger } from '../gap-ledger.ts'
import { QualityRows } from './quality-rows.ts'
import { planYears, type YearPlan } from './session-plan.ts'
import { type GradeSource, gradeYear } from './symbol-grades.ts'

export interface QualityQuery {
  readonly symbols: readonly StoredSymbol[]
  /** First and last session, both included. */
  readonly from: SessionDate
  readonly to: SessionDate
}

export interface QualityReport {
  /** In order of symbol as asked, then session; every session of the calendar, stored or not (G5). */
  readonly rows: QualityRows
  /** How many sessions had to be counted, because nothing kept told of them. */
  readonly counted: number
  /** What was counted, for the store's owner to keep. */
  readonly fresh: readonly NewGrades[]
}

/**
 * The quality of sessions by their 1m bars, as of the clock: from counts that the store has kept, as far as nothing
 * has changed since; the other sessions are counted. Stops before each symbol, which it names, and on the way so that
 * the caller can see to other work. Throws a Failure of code 'outside-calendar' or 'damaged-store'.
 */
export function* qualitySteps(
  store: StoreReader,
  time: TimeProvider,
  calendars: Calendars,
  { symbols, from, to }: QualityQuery,
): Generator<string | undefined, QualityReport, undefined> {
  const source: GradeSource = { store, ledger: new GapLedger(store, time, calendars), clock: time.now() }
  const changes = store.ledger.changes()
  const plans = new Map<TradingCalendar, readonly YearPlan[]>()
  const kept = new Map<number, ReturnType<StoreReader['ledger']['grades']>>()
  const rows = new QualityRows()
  const fresh: NewGrades[] = []
  let counted = 0
  for (const stored of symbols) {
    yield stored.symbol
    const calendar = calendars.of(stored.exchange)
    const years = plans.get(calendar) ?? planYears(calendar, from, to)
    plans.set(calendar, years)
    for (const plan of years) {
      const ofYear = kept.get(plan.year) ?? store.ledger.grades(plan.year)
      kept.set(plan.year, ofYear)
      const [own, version] = [ofYear.get(stored.symbol), changes.get(stored.symbol) ?? 0]
      const grades = yield* gradeYear(source, stored, calendar, plan, own, version)
      counted += grades.counted
      if (grades.fresh) fresh.push(grades.fresh)
      rows.add({ symbol: stored.symbol, sessions: plan.sessions, counts: grades.counts })
    }
  }
  return { rows, counted, fresh }
}

/** The same in one go. */
export function qualityOf(
  store: StoreReader,
  time: TimeProvider,
  calendars: Calendars,
  query: QualityQuery,
): QualityReport {
  return atOnce(qualitySteps(store, time, calendars, query))
}
