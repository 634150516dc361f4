import type { BrokerSettings, Instrument } from '#shared/backtest/broker-settings.ts'
import { type BarColumns, at as entry } from '#shared/bars/columns.ts'
import { isSynthetic } from '#shared/bars/state.ts'
import type { OrderEvent, OrderId, OrderKind, OrderRequest } from '#shared/strategy/order.ts'
import type { OpenOrder } from '#shared/strategy/strategy.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { type Account, Positions } from './account.ts'
import { BarFills } from './bar-fills.ts'
import { cancelMoot } from './bracket.ts'
import { checkBroker } from './check-settings.ts'
import { Execution } from './execution.ts'
import { isBelowMaintenance } from './margin.ts'
import { OrderBook } from './order-book.ts'
import { Reach } from './reach.ts'
import { refusalOf, trailRefusal } from './refusal.ts'
import { splitOrder } from './split-order.ts'
import { takeOrder } from './take-order.ts'
import { trail, type WaitingOrder, waitingOrder } from './waiting-order.ts'

/**
 * The broker of a backtest: takes orders, fills them from bars that start after they were placed, and keeps the
 * account. Its rules are in docs/backtest-broker.md. Symbols are numbered by their place in `instruments`. Every change
 * of an order is told to `onEvent` at once, which may place and cancel orders: they wait for the next bar.
 */
export class Broker {
  readonly account: Account
  readonly #settings: BrokerSettings
  readonly #instruments: readonly Instrument[]
  readonly #places: ReadonlyMap<string, number>
  readonly #onEvent: (event: OrderEvent) => void
  readonly #positions: Positions
  readonly #book: OrderBook
  readonly #execution: Execution
  readonly #fills: BarFills
  /** 1 for symbols whose bars have to go through `bar`. */
  readonly #isWatched: Uint8Array
  readonly #reach: Reach
  #isLeveraged = false
  /** Latest end of a bar, or time something was done at. */
  #now = 0 as EpochMs

  /** Throws a Failure with code 'usage' for settings that no account can be kept with. */
  constructor(
    settings: BrokerSettings,
    instruments: readonly Instrument[],
    onEvent: (event: OrderEvent) => void,
  ) {
    checkBroker(settings, instruments)
    this.#settings = settings
    this.#instruments = instruments
    this.#places = new Map(instruments.map(({ symbol }, place) => [symbol, place]))
    this.#onEvent = onEvent
    this.#isWatched = new Uint8Array(instruments.length)
    this.#reach = new Reach(instruments.length)
    this.#positions = new Positions(settings.cash, instruments.length, settings.margin.initial)
    this.account = this.#positions
    this.#book = new OrderBook(instruments.length, onEvent, (symbol) => this.#change(symbol))
    this.#execution = new Execution(settings, this.#positions, this.#book, onEvent)
    this.#fills = new BarFills(settings, this.#positions, this.#book, this.#execution)
  }

  /**
   * Whether the next bar of a symbol has to go through `bar`: orders wait, or the account owes money or shares and is
   * checked for its margin at each bar. Otherwise `mark` does.
   */
  readonly hasOrders = (symbol: number): boolean => this.#isWatched[symbol] === 1

  /**
   * Places an order that bars starting at `at` or later may fill. One that is wrong, or that the account could not
   * take at its own price or the last one, is rejected with the reason as an event.
   */
  place(request: OrderRequest, at: EpochMs): OrderId {
    this.#advance(at)
    const id = this.#book.nextId()
    const taken = this.#take(request, id)
    if ('reason' in taken) {
      this.#onEvent({ type: 'rejected', order: id, at: this.#now, request, reason: taken.reason })
    } else {
      this.#book.add(taken.order, this.#now)
      this.#tellTrail(taken.order)
    }
    return id
  }

  /** Cancels an order that waits; one that does not, or that a margin call placed, is left as it is. */
  cancel(order: OrderId, at: EpochMs, reason = 'cancelled by the strategy'): void {
    this.#advance(at)
    const waiting = this.#book.get(order)
    if (waiting === undefined || waiting.origin === 'margin call') return
    this.#book.cancel(waiting, this.#now, reason)
  }

  /**
   * Lets an order that waits go on at other prices, or as another kind: bars that start at `at` or later may fill it
   * so, and none before (R19). A trailing stop stays behind the best price since it was placed. One that does not wait,
   * or that a margin call placed, is left as it is. Gives back why it cannot be as asked.
   */
  replace(order: OrderId, kind: OrderKind, at: EpochMs): string | undefined {
    this.#advance(at)
    const waiting = this.#book.get(order)
    const instrument = waiting && this.#instruments[waiting.symbol]
    if (waiting === undefined || instrument === undefined || waiting.origin === 'margin call')
      return undefined
    const taken = takeOrder({ ...waiting.request, kind, ...bracketOf(waiting) }, instrument)
    if ('reason' in taken) return taken.reason
    const { symbol } = waiting
    const price = Number.isNaN(waiting.best) ? this.#positions.lastPrice(symbol) : waiting.best
    const untrailed = trailRefusal(kind, price, instrument)
    if (untrailed !== undefined) return untrailed
    const again = waitingOrder(waiting, taken.request, price, instrument.tick)
    const { stop, limit, best } = again
    Object.assign(waiting, { kind: again.kind, stop, limit, best, toldStop: Number.NaN, from: this.#now })
    this.#book.change(waiting, waiting.left, this.#now, 'changed by hand')
    this.#tellTrail(waiting)
    this.#change(symbol)
    return undefined
  }

  /**
   * Fills what waits from a bar that has ended at `end`, marks the position to its close, and checks the margin. Of
   * bars that end together first each goes through `fill`, then each through `mark`, then all through `checkMargin`:
   * no fill knows a close, and what one symbol loses another may win.
   */
  bar(symbol: number, columns: BarColumns, index: number, end: EpochMs): void {
    this.fill(symbol, columns, index, end)
    this.mark(symbol, entry(columns.close, index))
    this.checkMargin(end)
  }

  /** Fills what waits from a bar that has ended at `end`, where `hasOrders` says yes. */
  fill(symbol: number, columns: BarColumns, index: number, end: EpochMs): void {
    this.#advance(end)
    if (this.#reach.isOld(symbol)) this.#reach.update(symbol, this.#book.of(symbol))
    if (!this.#reach.includes(symbol, entry(columns.high, index), entry(columns.low, index))) return
    const instrument = this.#instruments[symbol]
    if (instrument !== undefined && isTraded(instrument, columns, index)) {
      this.#fill(symbol, instrument, columns, index, end)
    }
  }

  /** Marks the position to the close of a bar; all that a bar does where `hasOrders` says no. */
  mark(symbol: number, price: number): void {
    this.#positions.mark(symbol, price)
  }

  /** Below the maintenance margin every order is cancelled and every position closed, each at its next bar's open. */
  checkMargin(at: EpochMs): void {
    if (!this.#isLeveraged) return
    this.#advance(at)
    const { maintenance } = this.#settings.margin
    const positions = this.#positions
    if (!isBelowMaintenance(positions.equity(), positions.exposure(), maintenance)) return
    for (const order of this.#book.all()) {
      if (order.origin !== 'margin call') this.#book.cancel(order, this.#now, 'margin call')
    }
    for (const [symbol, instrument] of this.#instruments.entries())
      this.#close(symbol, instrument, 'margin call')
  }

  /** Day orders expire that were placed before the end of the session; those of some symbols where told. */
  sessionEnd(at: EpochMs, isOf: (symbol: number) => boolean = everySymbol): void {
    this.#advance(at)
    for (const order of this.#book.all()) {
      if (order.request.tif === 'day' && order.from < at && isOf(order.symbol)) this.#book.expire(order, at)
    }
  }

  /**
   * A split, 2 for two for one, before the first bar it holds for: quantities, prices and orders are those of new
   * shares from then on, and fractions of a lot are paid out at the last price.
   */
  split(symbol: number, ratio: number): void {
    const instrument = this.#instruments[symbol]
    if (instrument === undefined) return
    this.#positions.split(symbol, ratio, instrument.lot)
    for (const order of this.#book.of(symbol)) {
      this.#book.change(order, splitOrder(order, ratio, instrument), this.#now, `split by ${ratio}`)
      this.#tellTrail(order)
    }
    cancelMoot(this.#book, symbol, this.#positions.quantity(symbol), this.#now)
    this.#reach.forget(symbol)
    this.#watchHeld(symbol)
  }

  /** A dividend in money a share: long positions are paid, short ones pay. */
  dividend(symbol: number, perShare: number): void {
    this.#positions.cash += this.#positions.quantity(symbol) * perShare
    this.#watchHeld(symbol)
  }

  /**
   * Ends a run without positions: cancels what waits and closes what is held at the last prices, with commission and
   * without slippage. `lastBar` is the index of a symbol's last bar.
   */
  closeAll(at: EpochMs, lastBar: (symbol: number) => number): void {
    this.#advance(at)
    for (const order of this.#book.all()) this.#book.cancel(order, at, 'end of the run')
    for (const [symbol, instrument] of this.#instruments.entries()) {
      const order = this.#close(symbol, instrument, 'end of the run')
      if (!order) continue
      const price = this.#positions.lastPrice(symbol)
      const bar = {
        start: at,
        end: at,
        index: lastBar(symbol),
        open: price,
        high: price,
        low: price,
        close: price,
      }
      this.#execution.fill(order, instrument, price, false, order.left, bar)
    }
  }

  /** Shares that market orders of a symbol wait for, those to sell counting below 0. */
  waitingAtMarket(symbol: number): number {
    let shares = 0
    for (const { kind, sign, left } of this.#book.of(symbol))
      if (kind.type === 'market') shares += sign * left
    return shares
  }

  /** Orders that wait, in the order they were placed: of a symbol, or of all. */
  openOrders(symbol?: number): readonly OpenOrder[] {
    const orders = symbol === undefined ? this.#book.all() : this.#book.of(symbol)
    return orders.map(({ id, request, left, kind }) => ({
      id,
      symbol: request.symbol,
      side: request.side,
      left,
      kind,
    }))
  }

  #take(asked: OrderRequest, id: OrderId): { readonly order: WaitingOrder } | { readonly reason: string } {
    const symbol = this.#places.get(asked?.symbol)
    const instrument = symbol === undefined ? undefined : this.#instruments[symbol]
    if (symbol === undefined || instrument === undefined) {
      return { reason: `${String(asked?.symbol)} is not a symbol of the run` }
    }
    const taken = takeOrder(asked, instrument)
    if ('reason' in taken) return taken
    const { request } = taken
    const reason = refusalOf(request, symbol, instrument, this.#settings, this.#positions, this.#book)
    if (reason !== undefined) return { reason }
    const price = this.#positions.lastPrice(symbol)
    const placing = { id, symbol, from: this.#now, origin: 'strategy' } as const
    return { order: waitingOrder(placing, request, price, instrument.tick) }
  }

  #fill(symbol: number, instrument: Instrument, columns: BarColumns, index: number, end: EpochMs): void {
    const bar = {
      start: entry(columns.start, index) as EpochMs,
      end,
      index,
      open: entry(columns.open, index),
      high: entry(columns.high, index),
      low: entry(columns.low, index),
      close: entry(columns.close, index),
    }
    if (this.#fills.run(symbol, instrument, bar, entry(columns.volume, index))) this.#watchHeld(symbol)
    for (const order of this.#book.of(symbol)) {
      if (order.from > bar.start) continue
      trail(order, bar.high, bar.low, instrument.tick)
      this.#tellTrail(order)
    }
    this.#reach.forget(symbol)
  }

  /** Tells where a trailing stop stands, where it stood elsewhere when it was told last. */
  #tellTrail(order: WaitingOrder): void {
    const { kind, stop, best } = order
    if (kind.type !== 'trailing-stop' || order.isDone || Object.is(stop, order.toldStop)) return
    order.toldStop = stop
    const trailed = { type: 'trailed', order: order.id, at: this.#now, best } as const
    this.#onEvent(Number.isNaN(stop) ? trailed : { ...trailed, stop })
  }

  /** Places an order that closes a position, unless there is none or one waits already. */
  #close(
    symbol: number,
    { symbol: name, tick }: Instrument,
    origin: 'margin call' | 'end of the run',
  ): WaitingOrder | undefined {
    const held = this.#positions.quantity(symbol)
    if (held === 0 || this.#book.of(symbol).some((order) => order.origin === origin)) return undefined
    const placing = { id: this.#book.nextId(), symbol, from: this.#now, origin }
    const request: OrderRequest = {
      symbol: name,
      side: held > 0 ? 'sell' : 'buy',
      quantity: Math.abs(held),
      kind: { type: 'market' },
      tif: 'gtc',
      note: origin,
    }
    const order = waitingOrder(placing, request, Number.NaN, tick)
    this.#book.add(order, this.#now)
    return order
  }

  #advance(at: EpochMs): void {
    if (at > this.#now) this.#now = at
  }

  #change(symbol: number): void {
    this.#reach.forget(symbol)
    this.#watch(symbol)
  }

  /** After the money or the shares of a symbol changed. Whether the account owes anything concerns all symbols. */
  #watchHeld(symbol: number): void {
    const isLeveraged = this.#positions.isLeveraged()
    if (isLeveraged === this.#isLeveraged) {
      this.#watch(symbol)
      return
    }
    this.#isLeveraged = isLeveraged
    for (let other = 0; other < this.#isWatched.length; other++) this.#watch(other)
  }

  #watch(symbol: number): void {
    const isChecked = this.#isLeveraged && this.#positions.quantity(symbol) !== 0
    this.#isWatched[symbol] = isChecked || this.#book.count(symbol) > 0 ? 1 : 0
  }
}

function everySymbol(): boolean {
  return true
}

/** The bracket of an order that has one still. */
function bracketOf({ bracket }: WaitingOrder): Pick<OrderRequest, 'bracket'> {
  return bracket === undefined ? {} : { bracket }
}

/** Prices that a generator made up for a real instrument fill nothing and move no trailing stop. */
function isTraded(instrument: Instrument, columns: BarColumns, index: number): boolean {
  return instrument.synthetic || !isSynthetic(entry(columns.state, index))
}
