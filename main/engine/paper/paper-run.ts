import type { BrokerSettings } from '#shared/backtest/broker-settings.ts'
import type { TradeMark } from '#shared/backtest/trade.ts'
import { at } from '#shared/bars/columns.ts'
import type { PaperEntry } from '#shared/protocol/paper-calls.ts'
import type { Fill, OrderEvent, OrderId } from '#shared/strategy/order.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { Broker } from '../backtest/broker/broker.ts'
import { bitsOf, markFill } from '../backtest/trust/trade-marks.ts'
import type { PaperBars } from './paper-bars.ts'
import type { OrderName, PaperRecord } from './paper-record.ts'

/**
 * The orders of a record on the bars of a session, with the broker of backtests. At one instant come first the bars
 * that are known then, symbol by symbol, then the end of sessions, then what was asked for by hand. It only goes
 * forward; the same record and bars give the same events, in however many steps it goes.
 */
export class PaperRun {
  readonly events: OrderEvent[] = []
  /** What each event that is a fill rests on, as bits; 0 for others. */
  readonly marks: number[] = []
  /** Instants at which bars were known, and the equity then. */
  readonly times: number[] = []
  readonly equity: number[] = []
  readonly #symbols: readonly PaperBars[]
  readonly #record: PaperRecord
  readonly #broker: Broker
  /** The next bar of each symbol. */
  readonly #next: Int32Array
  /** Symbols whose next bar is being played. */
  readonly #known: number[] = []
  /** When the sessions of the symbols end, in order, each once. */
  readonly #closes: number[]
  readonly #names = new Map<OrderId, OrderName>()
  readonly #placed: { readonly entry: number; readonly order: OrderId; readonly exits: OrderId[] }[] = []
  /** By entry: why an order could not be changed as asked. */
  readonly #refusals = new Map<number, string>()
  #entry = 0
  #now = Number.NEGATIVE_INFINITY

  /** Throws a Failure with code 'usage' for settings that no account can be kept with. */
  constructor(symbols: readonly PaperBars[], broker: BrokerSettings, record: PaperRecord) {
    this.#symbols = symbols
    this.#record = record
    this.#broker = new Broker(
      broker,
      symbols.map(({ instrument }) => instrument),
      (event) => this.#take(event),
    )
    this.#next = new Int32Array(symbols.length)
    this.#closes = [...new Set(symbols.map(({ session }) => session.close as number))].sort(
      (one, other) => one - other,
    )
  }

  /** Everything up to this time has happened. */
  get now(): number {
    return this.#now
  }

  /** What an order is called in the record; undefined for one that was placed by a margin call. */
  nameOf(order: OrderId): OrderName | undefined {
    return this.#names.get(order)
  }

  /** The order that an entry placed; undefined until the run has come there. */
  placedBy(entry: number): OrderId | undefined {
    return this.#placed.find((placed) => placed.entry === entry)?.order
  }

  /** Why the broker did not take an order; undefined where it did. */
  rejectionOf(order: OrderId): string | undefined {
    for (const event of this.events)
      if (event.type === 'rejected' && event.order === order) return event.reason
    return undefined
  }

  /** Why an entry could not change its order as asked; undefined where it did. */
  refusalOf(entry: number): string | undefined {
    return this.#refusals.get(entry)
  }

  /** Goes on to a time, or until `isOver`, which is asked at each instant. Returns whether the time was reached. */
  advanceTo(time: EpochMs, isOver: () => boolean): boolean {
    for (let instant = this.#nextInstant(); instant <= time; instant = this.#nextInstant()) {
      this.#happen(instant)
      if (isOver()) return false
    }
    this.#now = Math.max(this.#now, time)
    return true
  }

  #nextInstant(): number {
    let instant = Math.min(
      this.#closes[0] ?? Number.POSITIVE_INFINITY,
      this.#record.entry(this.#entry)?.at ?? Number.POSITIVE_INFINITY,
    )
    const next = this.#next
    for (let symbol = 0; symbol < next.length; symbol++) {
      const known = this.#symbols[symbol]?.knownAt[next[symbol] as number]
      if (known !== undefined && known < instant) instant = known
    }
    return instant
  }

  #happen(instant: number): void {
    this.#now = instant
    const hasBars = this.#playBars(instant)
    if (this.#closes[0] === instant) this.#close(instant as EpochMs)
    if (hasBars) {
      this.times.push(instant)
      this.equity.push(this.#broker.account.equity())
    }
    for (;;) {
      const entry = this.#record.entry(this.#entry)
      if (entry === undefined || entry.at > instant) return
      this.#ask(entry, this.#entry++)
    }
  }

  #playBars(instant: number): boolean {
    let hasBars = false
    while (this.#playNextBars(instant)) hasBars = true
    return hasBars
  }

  /**
   * Plays the next bar of each symbol that has one that is known by an instant: the fills of all of them first, then
   * their closes, then the margin. Returns whether there was one.
   */
  #playNextBars(instant: number): boolean {
    const broker = this.#broker
    const known = this.#known
    known.length = 0
    for (let symbol = 0; symbol < this.#symbols.length; symbol++) {
      const { columns, knownAt } = this.#symbols[symbol] as PaperBars
      const next = this.#next[symbol] as number
      if (next >= knownAt.length || at(knownAt, next) > instant) continue
      if (broker.hasOrders(symbol)) broker.fill(symbol, columns, next, instant as EpochMs)
      known.push(symbol)
    }
    for (const symbol of known) {
      const { columns } = this.#symbols[symbol] as PaperBars
      const next = this.#next[symbol] as number
      broker.mark(symbol, at(columns.close, next))
      this.#next[symbol] = next + 1
    }
    if (known.length > 0) broker.checkMargin(instant as EpochMs)
    return known.length > 0
  }

  #close(instant: EpochMs): void {
    this.#closes.shift()
    this.#broker.sessionEnd(instant, (symbol) => this.#symbols[symbol]?.session.close === instant)
  }

  #ask({ at: time, action }: PaperEntry, entry: number): void {
    if (action.type === 'place') {
      const order = this.#broker.place(action.request, time)
      this.#placed.push({ entry, order, exits: [] })
      this.#names.set(order, { entry })
      return
    }
    const order = this.#orderOf(action.order)
    if (order === undefined) return
    if (action.type === 'cancel') {
      this.#broker.cancel(order, time, 'cancelled by hand')
      return
    }
    const refusal = this.#broker.replace(order, action.kind, time)
    if (refusal !== undefined) this.#refusals.set(entry, refusal)
  }

  #orderOf({ entry, exit }: OrderName): OrderId | undefined {
    const placed = this.#placed.find((one) => one.entry === entry)
    return exit === undefined ? placed?.order : placed?.exits[exit]
  }

  #take(event: OrderEvent): void {
    this.events.push(event)
    this.marks.push(event.type === 'filled' ? this.#marksOf(event.fill) : 0)
    if (event.type !== 'placed' || event.parent === undefined) return
    const parent = this.#placed.find(({ order }) => order === event.parent)
    if (!parent) return
    this.#names.set(event.order, { entry: parent.entry, exit: parent.exits.length })
    parent.exits.push(event.order)
  }

  #marksOf({ symbol, time }: Fill): number {
    const bars = this.#symbols.find(({ instrument }) => instrument.symbol === symbol)
    if (!bars) return 0
    const marks = new Set<TradeMark>()
    markFill(bars, time, marks, (index) => isLate(bars, index))
    return bitsOf(marks)
  }
}

function isLate({ end, knownAt }: PaperBars, bar: number): boolean {
  return bar >= 0 && at(knownAt, bar) > at(end, bar)
}
