import { oneMinute } from '#shared/bars/interval.ts'
import { exchangeOf } from '#shared/calendar/calendars.ts'
import { dayNumber } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { StoreReader } from '../../store/store.ts'
import { ExpectedSlots } from '../detect/expected-slots.ts'
import { minuteTable } from './minute-table.ts'

/** With a bar in at least this share of the minutes, an empty one is out of the ordinary. */
const liquidShare = 0.95

/** A symbol that trades nearly every minute of a session but not all, and in which minutes it has a bar. */
interface Lacking {
  readonly symbol: string
  readonly present: Uint8Array
}

/** The busy symbols of one session of an exchange, to look for minutes that several of them lack. */
export class Peers {
  readonly #slots: ExpectedSlots
  readonly #symbols: ReadonlySet<string>
  readonly #lacking: readonly Lacking[]

  private constructor(slots: ExpectedSlots, symbols: ReadonlySet<string>, lacking: readonly Lacking[]) {
    this.#slots = slots
    this.#symbols = symbols
    this.#lacking = lacking
  }

  /** Looks them up in a store; stops after each whose bars were read. */
  static *read(
    store: StoreReader,
    calendar: TradingCalendar,
    session: Session,
  ): Generator<undefined, Peers, undefined> {
    const slots = new ExpectedSlots(session, minuteMs)
    const symbols = new Set<string>()
    const lacking: Lacking[] = []
    const stored = store.ledger.symbolsOn(dayNumber(session.date))
    yield
    for (const { symbol, exchange, regularBars } of stored) {
      const isLiquid = regularBars >= liquidShare * session.expectedMinutes
      if (!isLiquid || exchangeOf(exchange).code !== calendar.exchange) continue
      symbols.add(symbol)
      if (regularBars >= session.expectedMinutes) continue
      const present = minutesOf(store, slots, symbol, session)
      if (present) lacking.push({ symbol, present })
      yield
    }
    return new Peers(slots, symbols, lacking)
  }

  /** How many there are beside a symbol. */
  countBeside(symbol: string): number {
    return this.#symbols.size - (this.#symbols.has(symbol) ? 1 : 0)
  }

  /** Those beside a symbol that have no bar in the minute that starts at `start`. */
  missingAt(start: number, symbol: string): readonly string[] {
    const slot = this.#slots.slotAt(start)
    return this.#lacking
      .filter(({ symbol: name, present }) => name !== symbol && present[slot] === 0)
      .map(({ symbol: name }) => name)
  }
}

function minutesOf(
  store: StoreReader,
  slots: ExpectedSlots,
  symbol: string,
  { date }: Session,
): Uint8Array | undefined {
  const stored = store.readSession(symbol, oneMinute, date)
  return stored && minuteTable(slots, stored.columns).present
}
