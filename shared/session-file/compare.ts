import { type Interval, oneMinute } from '../bars/interval.ts'
import type { SessionDate } from '../calendar/session-date.ts'
import type { TradingCalendar } from '../calendar/trading-calendar.ts'
import type { Need } from './needs.ts'

/** What has to be asked of a store to know what it holds. */
export interface StoreContent {
  symbol(symbol: string): { readonly exchange: string } | undefined
  sessions(
    symbol: string,
    interval: Interval,
    from: SessionDate,
    to: SessionDate,
  ): readonly { readonly session: SessionDate }[]
}

/** A need beside what is there: `missing` are those of its sessions that the store has none of, in order. */
export interface ComparedNeed extends Need {
  readonly missing: readonly SessionDate[]
}

/** A symbol that cannot take part in a run, and why. */
export interface LeftOut {
  readonly symbol: string
  readonly reason: string
}

export interface Comparison {
  readonly needs: readonly ComparedNeed[]
  readonly leftOut: readonly LeftOut[]
}

/**
 * What is there of what a run needs, what is missing, and who has to be left out: symbols that the store does not
 * know or of which it has no minute in any session of the run; `calendar` is theirs. Bars of an interval
 * other than 1m are there also where the minutes are that they are made of. The first need of each symbol is that
 * of the run, as `neededFor` gives them.
 */
export function compare(needed: readonly Need[], calendar: TradingCalendar, store: StoreContent): Comparison {
  const needs: ComparedNeed[] = []
  const leftOut = new Map<string, string>()
  const seen = new Set<string>()
  for (const need of needed) {
    const { symbol, sessions } = need
    if (leftOut.has(symbol)) continue
    const found = foundOf(need, store)
    const reason = seen.has(symbol) ? undefined : reasonToLeaveOut(need, found, calendar, store)
    if (reason !== undefined) {
      leftOut.set(symbol, reason)
      continue
    }
    seen.add(symbol)
    needs.push({ ...need, missing: sessions.filter((date) => !found.has(date)) })
  }
  return { needs, leftOut: [...leftOut].map(([symbol, reason]) => ({ symbol, reason })) }
}

/** Why a symbol that the store does not know is left out. */
export const unknownSymbolReason = 'the store has no bars of it; import some first'

function foundOf({ symbol, interval, sessions }: Need, store: StoreContent): ReadonlySet<SessionDate> {
  const [first] = sessions
  const last = sessions.at(-1)
  if (first === undefined || last === undefined) return new Set()
  const wanted = new Set(sessions)
  const stored = (of: Interval) => store.sessions(symbol, of, first, last).map(({ session }) => session)
  const found = [...stored(interval), ...(interval === oneMinute ? [] : stored(oneMinute))]
  return new Set(found.filter((date) => wanted.has(date)))
}

function reasonToLeaveOut(
  { symbol, sessions }: Need,
  found: ReadonlySet<SessionDate>,
  calendar: TradingCalendar,
  store: StoreContent,
): string | undefined {
  if (!store.symbol(symbol)) return unknownSymbolReason
  if (found.size > 0) return undefined
  const [first] = sessions
  const last = sessions.at(-1)
  if (first === undefined) return `${calendar.exchange} has no session on the dates of the run`
  const when = first === last ? first : `${first} to ${last}`
  return `the store has no 1m bars of it on ${when}; import them or choose other sessions`
}
