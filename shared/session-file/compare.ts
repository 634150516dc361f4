import { type Interval, oneMinute } from '../bars/interval.ts'
import type { SessionDate } from '../calendar/session-date.ts'
import type { Need } from './needs.ts'

/** What has to be asked of a store to know what it holds. */
export interface StoreContent {
  symbol(symbol: string): object | undefined
  sessions(
    symbol: string,
    interval: Interval,
    from: SessionDate,
    to: SessionDate,
  ): readonly { readonly session: SessionDate }[]
}

/** Sessions of a need that the store has none of, and what they are for. */
export interface MissingBars {
  readonly symbol: string
  readonly interval: Interval
  readonly sessions: readonly SessionDate[]
  readonly reasons: readonly string[]
}

export interface Readiness {
  /** Of each need the sessions that are there. */
  readonly present: readonly Need[]
  readonly missing: readonly MissingBars[]
  /** Symbols that cannot take part, each with its reason. */
  readonly leftOut: readonly { readonly symbol: string; readonly reason: string }[]
}

/**
 * What is there of what a run needs, what is missing, and who has to be left out: symbols that the store does not
 * know or has no minute of in any session of the run. Bars of an interval other than 1m are there also where the
 * minutes are that they are made of. The first need of each symbol is that of the run, as `neededFor` gives them.
 */
export function compare(needed: readonly Need[], store: StoreContent): Readiness {
  const present: Need[] = []
  const missing: MissingBars[] = []
  const leftOut = new Map<string, string>()
  const seen = new Set<string>()
  for (const need of needed) {
    const { symbol, sessions } = need
    if (leftOut.has(symbol)) continue
    const found = foundOf(need, store)
    if (!seen.has(symbol) && found.size === 0) {
      leftOut.set(symbol, reasonToLeaveOut(need, store))
      continue
    }
    seen.add(symbol)
    const lacking = sessions.filter((date) => !found.has(date))
    if (found.size > 0) present.push({ ...need, sessions: sessions.filter((date) => found.has(date)) })
    if (lacking.length > 0) missing.push({ ...need, sessions: lacking })
  }
  return { present, missing, leftOut: [...leftOut].map(([symbol, reason]) => ({ symbol, reason })) }
}

function foundOf({ symbol, interval, sessions }: Need, store: StoreContent): ReadonlySet<SessionDate> {
  const [first] = sessions
  const last = sessions.at(-1)
  if (first === undefined || last === undefined) return new Set()
  const wanted = new Set(sessions)
  const stored = (of: Interval) => store.sessions(symbol, of, first, last).map(({ session }) => session)
  const found = [...stored(interval), ...(interval === oneMinute ? [] : stored(oneMinute))]
  return new Set(found.filter((date) => wanted.has(date)))
}

function reasonToLeaveOut({ symbol, sessions }: Need, store: StoreContent): string {
  if (!store.symbol(symbol)) return 'the store has no bars of it; import some first'
  const [first] = sessions
  const last = sessions.at(-1)
  if (first === undefined) return 'there is no session on the dates of the run'
  const when = first === last ? first : `${first} to ${last}`
  return `the store has no 1m bars of it on ${when}; import them or choose other sessions`
}
