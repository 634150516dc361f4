import { oneMinute } from '#shared/bars/interval.ts'
import { dayNumber } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { StoreReader } from '../../store/store.ts'
import { ExpectedSlots } from '../detect/expected-slots.ts'
import { type MinuteTable, minuteTable } from './minute-table.ts'

/** Sessions before one from which is taken what is usual. */
const sessionsBefore = 20
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

  /** The sessions before one that have bars, in order. Throws a Failure of code 'damaged-store'. */
  of(symbol: string, calendar: TradingCalendar, { date }: Session): readonly MinuteTable[] {
    const known = this.#kept.get(symbol)
    const isSame = known?.calendar === calendar && known.session === date
    const sessions = calendar.trailingSessions(date, sessionsBefore)
    const [first, last] = [sessions[0], sessions.at(-1)]
    if (!first || !last) return []
    // Before the bars: what changes meanwhile is then read once more, never missed.
    const stamps = this.#store.ledger.blockStamps(symbol, dayNumber(first.date), dayNumber(last.date)).join()
    const tables = isSame && known.stamps === stamps ? known.tables : this.#read(symbol, sessions)
    this.#keep(symbol, { calendar, session: date, stamps, tables })
    return tables
  }

  #read(symbol: string, sessions: readonly Session[]): readonly MinuteTable[] {
    const [first, last] = [sessions[0], sessions.at(-1)]
    if (!first || !last) return []
    const stored = this.#store.readSessions([symbol], oneMinute, first.date, last.date)
    const bySession = new Map(stored.map((entry) => [entry.session, entry.columns]))
    return sessions.flatMap((session) => {
      const columns = bySession.get(session.date)
      return columns ? [minuteTable(new ExpectedSlots(session, minuteMs), columns)] : []
    })
  }

  #keep(symbol: string, kept: Kept): void {
    this.#kept.delete(symbol)
    this.#kept.set(symbol, kept)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > symbolsKept && oldest !== undefined) this.#kept.delete(oldest)
  }
}
