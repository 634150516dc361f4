import { allocateColumns } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { NewGrades, StoredGrades } from '../../store/ledger/stored-ledger.ts'
import type { StoredSymbol, StoreReader } from '../../store/store.ts'
import { detectGaps } from '../detect/gap-detector.ts'
import type { GapLedger } from '../gap-ledger.ts'
import { GradeBasis } from './grade-basis.ts'
import { lateMinutes } from './late-minutes.ts'
import {
  type CountsByDay,
  type GradedSession,
  PackedCounts,
  packCounts,
  packStamps,
  unpackStamps,
} from './packed-grades.ts'
import { countSession, type SessionCounts } from './session-counts.ts'
import type { PlannedSession, YearPlan } from './session-plan.ts'

const noSession = { columns: allocateColumns(0), feed: undefined }
const noBytes = new Uint8Array(0)

type DayCounts = readonly [day: number, counts: SessionCounts]

/** What is needed to grade the sessions of any symbol. */
export interface GradeSource {
  readonly store: StoreReader
  readonly ledger: GapLedger
  readonly clock: EpochMs
}

/** A symbol's sessions of a year with their counts, and what is worth keeping of it. */
export interface YearGrades {
  readonly counts: CountsByDay
  /** Sessions that were counted anew. */
  readonly counted: number
  readonly fresh: NewGrades | undefined
}

/**
 * The counts of a symbol's sessions in a year: those kept, where nothing has changed since, the others counted, which
 * stops on the way.
 */
export function* gradeYear(
  source: GradeSource,
  { symbol, exchange }: StoredSymbol,
  calendar: TradingCalendar,
  plan: YearPlan,
  kept: StoredGrades | undefined,
  changes: number,
): Generator<undefined, YearGrades, undefined> {
  const isKept = kept?.calendar === calendar.version
  const before = new PackedCounts(isKept ? kept.counts : noBytes, plan.yearStart)
  if (kept?.changes === changes) {
    const others = plan.sessions.filter(({ day }) => !before.has(day))
    // What has not ended is never kept, and is no reason to keep anything.
    if (others.every(({ session }) => session.close > source.clock))
      return yield* withOpen(source, { symbol, exchange }, plan, before, others)
  }
  const hang = new GradeBasis(source.store, symbol, plan)
  yield
  const valid = stillValid(source.store, symbol, plan, before, hang)
  const known = new Set(valid.map(([day]) => day))
  const missing = plan.sessions.filter(({ day }) => !known.has(day))
  const counts = new Map([...valid, ...(yield* countAnew(source, symbol, exchange, missing, hang))])
  const open = new Set(
    plan.sessions.filter(({ session }) => session.close > source.clock).map(({ day }) => day),
  )
  const graded = [...counts]
    .filter(([day]) => !open.has(day))
    .sort(([one], [other]) => one - other)
    .map(([day, own]): GradedSession => ({ day, stamp: hang.stampOf(day), counts: own }))
  const fresh = {
    symbol,
    year: plan.year,
    calendar: calendar.version,
    changes,
    counts: packCounts(graded, plan.yearStart),
    stamps: packStamps(graded),
  }
  return { counts, counted: missing.length, fresh: graded.length > 0 ? fresh : undefined }
}

/** Kept counts that hold as they are, with those of the other sessions, which have not ended. */
function* withOpen(
  source: GradeSource,
  { symbol, exchange }: Pick<StoredSymbol, 'symbol' | 'exchange'>,
  plan: YearPlan,
  kept: CountsByDay,
  others: readonly PlannedSession[],
): Generator<undefined, YearGrades, undefined> {
  const [first] = others
  if (!first) return { counts: kept, counted: 0, fresh: undefined }
  const hang = new GradeBasis(source.store, symbol, plan, first.day)
  yield
  const isToCome = ({ session: { preMarket, open }, day }: PlannedSession): boolean =>
    (preMarket?.open ?? open) >= source.clock && hang.isUntouched(day)
  const begun = others.filter((session) => !isToCome(session))
  const counted = new Map(yield* countAnew(source, symbol, exchange, begun, hang))
  const counts: CountsByDay = {
    has: (day) => plan.toCome.has(day),
    get: (day) => kept.get(day) ?? counted.get(day) ?? plan.toCome.get(day),
  }
  return { counts, counted: begun.length, fresh: undefined }
}

/** Kept counts of sessions of which nothing has changed that they hang on. */
function stillValid(
  store: StoreReader,
  symbol: string,
  { year }: YearPlan,
  before: PackedCounts,
  hang: GradeBasis,
): readonly DayCounts[] {
  if (before.days.length === 0) return []
  const stamps = unpackStamps(store.ledger.gradeStamps(symbol, year) ?? noBytes)
  return before.days.flatMap((day, index) => {
    const counts = before.get(day)
    return counts && stamps[index] === hang.stampOf(day) ? [[day, counts] as const] : []
  })
}

/**
 * Sessions of which nothing is recorded need their bars only; the others their gaps with their classes. Stops after
 * each, and within those whose gaps are classified.
 */
function* countAnew(
  { store, ledger, clock }: GradeSource,
  symbol: string,
  exchange: string,
  sessions: readonly PlannedSession[],
  hang: GradeBasis,
): Generator<undefined, readonly DayCounts[], undefined> {
  const [first, last] = [sessions[0], sessions.at(-1)]
  if (!first || !last) return []
  const stored = store.readSessions([symbol], oneMinute, first.session.date, last.session.date)
  const byDate = new Map(stored.map((entry) => [entry.session, entry]))
  yield
  const horizon = { clock, view: 'as-repaired' } as const
  const counted: DayCounts[] = []
  for (const { session, day, slots } of sessions) {
    const { columns, feed } = byDate.get(session.date) ?? noSession
    const found = hang.hasEvidence(day)
      ? yield* ledger.sessionSteps(symbol, exchange, session.date, horizon)
      : undefined
    const detector = found?.detector ?? detectGaps(slots, columns, clock)
    const late = lateMinutes(store, feed, symbol, session.date)
    counted.push([day, countSession(slots, found?.columns ?? columns, detector, found?.gaps, late)])
    yield
  }
  return counted
}
