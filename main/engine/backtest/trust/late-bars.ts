import { at } from '#shared/bars/columns.ts'
import { type Interval, isMultiSession, oneDay, oneMinute } from '#shared/bars/interval.ts'
import { dateOfDay } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { dayMs } from '#shared/time/epoch.ts'
import type { StoreReader } from '../../store/store.ts'
import type { BacktestInput, RunBars } from '../run/backtest-input.ts'

/** Tells of bars of a symbol, by their index, whether they came late. */
export type IsLate = (bar: number) => boolean

type KnownAt = ReadonlyMap<number, number>
type Store = Pick<StoreReader, 'firstKnown' | 'sessions'>

/**
 * Which bars of a run came late: a stored one of which no version was known when it ended, or one that is made of
 * minutes of which one was not (R17). Only the sessions that are asked for are looked up.
 */
export function lateBars(store: Store, { interval, sessions }: BacktestInput): (bars: RunBars) => IsLate {
  return ({ instrument: { symbol }, columns, end, sessionStarts }) => {
    const looked = new Map<number, readonly [of: Interval, known: KnownAt]>()
    return (bar) => {
      const number = sessionOf(sessionStarts, bar)
      const session = sessions[number]
      if (!session) return false
      const [of, known] = looked.get(number) ?? firstKnown(store, symbol, interval, session)
      looked.set(number, [of, known])
      const [start, until] = [at(columns.start, bar), at(end, bar)]
      if (of === interval) return (known.get(start) ?? 0) > until
      return [...known].some(([minute, knownAt]) => minute >= start && minute < until && knownAt > until)
    }
  }
}

/** Number of the session that a bar lies in. */
function sessionOf(sessionStarts: Int32Array, bar: number): number {
  let [low, high] = [0, sessionStarts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((sessionStarts[middle] ?? 0) <= bar) low = middle
    else high = middle - 1
  }
  return low
}

/** When what bars are made of was known first: stored bars of their interval, else days, else minutes. */
function firstKnown(
  store: Store,
  symbol: string,
  interval: Interval,
  { open, date }: Session,
): readonly [of: Interval, known: KnownAt] {
  // A session may open on the day before its date, and that of a week ends with the date of its last one.
  const from = dateOfDay(Math.floor(open / dayMs))
  for (const wanted of isMultiSession(interval) ? [oneDay, oneMinute] : [interval, oneMinute]) {
    const stored = store.sessions(symbol, wanted, from, date)
    const known = stored.flatMap(({ feed, session }) => [...store.firstKnown(feed, symbol, wanted, session)])
    if (stored.length > 0) return [wanted, new Map(known)]
  }
  return [interval, new Map()]
}
