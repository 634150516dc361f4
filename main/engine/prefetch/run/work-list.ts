import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Plan } from '#shared/prefetch/plan.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { Calendars } from '../../calendars/calendars.ts'
import type { StoreReader } from '../../store/store.ts'

/** One symbol's session that a run makes ready. */
export interface Work {
  readonly symbol: string
  readonly exchange: string
  readonly session: SessionDate
  readonly synthetic: boolean
}

/** What a run makes ready: which symbols, up to which session. */
export interface WorkOrder {
  readonly plan: Pick<Plan, 'exchange' | 'trailing'>
  readonly symbols: readonly string[]
  /** The session that comes next. */
  readonly session: SessionDate
}

/**
 * The sessions of symbols of a run, the newest sessions first and in each the symbols in their order. A symbol that the
 * store does not know is one of the plan's exchange. Throws as `sessionsOfRun` does.
 */
export function workOf(
  order: WorkOrder,
  store: Pick<StoreReader, 'symbol'>,
  calendars: Calendars,
  now: EpochMs,
): readonly Work[] {
  const datesOf = sessionsOfRun(order, calendars, now)
  const work = order.symbols.flatMap((symbol, place) => {
    const stored = store.symbol(symbol)
    const of = {
      symbol,
      exchange: stored?.exchange ?? order.plan.exchange,
      synthetic: stored?.synthetic ?? false,
      place,
    }
    return datesOf(of.exchange).map((date) => ({ ...of, session: date }))
  })
  return work
    .sort((one, other) => compare(other.session, one.session) || one.place - other.place)
    .map(({ place: _, ...one }) => one)
}

/**
 * The sessions of an exchange that a run makes ready, in order: those that trail the target, counted in sessions of the
 * exchange (R23, H1), and the target itself once it has opened on the clock (B5). Throws a Failure of code
 * 'unknown-exchange' or 'outside-calendar'.
 */
export function sessionsOfRun(
  { plan, session }: Pick<WorkOrder, 'plan' | 'session'>,
  calendars: Calendars,
  now: EpochMs,
): (exchange: string) => readonly SessionDate[] {
  const byExchange = new Map<string, readonly SessionDate[]>()
  return (exchange) => {
    const known = byExchange.get(exchange)
    if (known) return known
    const calendar = calendars.of(exchange)
    const target = calendar.session(session)
    const trailing = calendar.trailingSessions(session, plan.trailing).map(({ date }) => date)
    const dates = [...trailing, ...(target && target.open < now ? [session] : [])]
    byExchange.set(exchange, dates)
    return dates
  }
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
