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

/** A symbol that trades nearly every minute of a session, and in which minutes it has a bar. */
interface Peer {
  readonly symbol: string
  /** Undefined where it has all. */
  readonly present: Uint8Array | undefined
}

/** The busy symbols of one session of an exchange, to look for minutes that several of them lack. */
export class Peers {
  readonly #slots: ExpectedSlots
  readonly #peers: readonly Peer[]

  private constructor(slots: ExpectedSlots, peers: readonly Peer[]) {
    this.#slots = slots
    this.#peers = peers
  }

  /** Looks them up in a store; stops after each whose bars were read. */
  static *read(
    store: StoreReader,
    calendar: TradingCalendar,
    session: Session,
  ): Generator<undefined, Peers, undefined> {
    const slots = new ExpectedSlots(session, minuteMs)
    const peers: Peer[] = []
    const stored = store.ledger.symbolsOn(dayNumber(session.date))
    yield
    for (const { symbol, exchange, regularBars } of stored) {
      const isLiquid = regularBars >= liquidShare * session.expectedMinutes
      if (!isLiquid || exchangeOf(exchange).code !== calendar.exchange) continue
      const isWhole = regularBars >= session.expectedMinutes
      peers.push({ symbol, present: isWhole ? undefined : minutesOf(store, slots, symbol, session) })
      if (!isWhole) yield
    }
    return new Peers(slots, peers)
  }

  /** How many there are beside a symbol. */
  countBeside(symbol: string): number {
    return this.#peers.reduce((count, peer) => count + (peer.symbol === symbol ? 0 : 1), 0)
  }

  /** Those beside a symbol that have no bar in the minute that starts at `start`. */
  missingAt(start: number, symbol: string): readonly string[] {
    const slot = this.#slots.slotAt(start)
    return this.#peers
      .filter(({ symbol: name, present }) => name !== symbol && present?.[slot] === 0)
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
