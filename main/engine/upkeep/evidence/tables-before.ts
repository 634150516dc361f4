import { oneMinute } from '#shared/bars/interval.ts'
import { dayNumber } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { StoreReader } from '../../store/store.ts'
import { ExpectedSlots } from '../detect/expected-slots.ts'
import { type MinuteTable, minuteTable } from './minute-table.ts'

/** Sessions before one from which is taken what is usual. */
const sessionsBefore = 20
/** So many of them are read in one step. */
const sessionsAStep = 5
/** Of so many symbols the sessions are kept: about 70 KB each. */
const symbolsKept = 500

interface Kept {
  readonly calendar: TradingCalendar
  readonly session: Session['date']
  readonly stamps: string
  readonly tables: readonly MinuteTable[]
}

/**
 * What a store holds of the sessions before one, kept by symbol for the session that was asked for last, as long as
 * their blocks in the store are what they were: a fill of the session itself leaves them as they are.
 */
export class TablesBefore {
  readonly #store: StoreReader
  /** Those used last at the end. */
  readonly #kept = new Map<string, Kept>()

  constructor(store: StoreReader) {
    this.#store = store
  }

  /** The sessions before one that have bars, in order; stops after some of them. Throws a Failure of code 'damaged-store'. */
  *of(
    symbol: string,
    calendar: TradingCalendar,
    { date }: Session,
  ): Generator<undefined, readonly MinuteTable[], undefined> {
    const known = this.#kept.get(symbol)
    const isSame = known?.calendar === calendar && known.session === date
    const sessions = calendar.trailingSessions(date, sessionsBefore)
    const [first, last] = [sessions[0], sessions.at(-1)]
    if (!first || !last) return []
    // Before the bars: what changes meanwhile is then read once more, never missed.
    const stamps = this.#store.ledger.blockStamps(symbol, dayNumber(first.date), dayNumber(last.date)).join()
    const tables = isSame && known.stamps === stamps ? known.tables : yield* this.#read(symbol, sessions)
    this.#keep(symbol, { calendar, session: date, stamps, tables })
    return tables
  }

  *#read(
    symbol: string,
    sessions: readonly Session[],
  ): Generator<undefined, readonly MinuteTable[], undefined> {
    const tables: MinuteTable[] = []
    for (let from = 0; from < sessions.length; from += sessionsAStep) {
      const some = sessions.slice(from, from + sessionsAStep)
      const [first, last] = [some[0], some.at(-1)]
      if (!first || !last) break
      const stored = this.#store.readSessions([symbol], oneMinute, first.date, last.date)
      const bySession = new Map(stored.map((entry) => [entry.session, entry.columns]))
      for (const session of some) {
        const columns = bySession.get(session.date)
        if (columns) tables.push(minuteTable(new ExpectedSlots(session, minuteMs), columns))
      }
      yield
    }
    return tables
  }

  #keep(symbol: string, kept: Kept): void {
    this.#kept.delete(symbol)
    this.#kept.set(symbol, kept)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > symbolsKept && oldest !== undefined) this.#kept.delete(oldest)
  }
}
