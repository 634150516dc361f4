import { type BrokerSettings, usualBroker } from '#shared/backtest/broker-settings.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { PaperEntry, PaperNews, PaperRecordNews, PaperSummary } from '#shared/protocol/paper-calls.ts'
import type { OrderId, OrderKind, OrderRequest } from '#shared/strategy/order.ts'
import { Broker } from '../backtest/broker/broker.ts'
import type { Replay } from '../replay/replay.ts'
import type { Ticker } from '../time/ticker.ts'
import { type PaperBars, paperBars } from './paper-bars.ts'
import { type PaperAction, PaperRecord } from './paper-record.ts'
import { PaperRun } from './paper-run.ts'
import { type PaperState, PaperTeller } from './paper-teller.ts'

/** Work beside that of the clock in one turn of the event loop, and work in a turn of its own. */
const besideMs = 1
const sliceMs = 4
/** A data-driven replay waits so long for orders to be worked out. */
const longestWaitMs = 5_000
const mostEntriesAtOnce = 500
/** Sessions of which orders are kept. */
const mostRecords = 100

/** Hears of orders by hand. */
export interface PaperListener {
  changed(news: PaperNews): void
  recorded(news: PaperRecordNews): void
}

/** What an order by hand came to. */
export interface PlacedOrder {
  readonly order: OrderId
  readonly rejected?: string
}

/**
 * Orders by hand in the open replay. What happened to them up to the clock is worked out from their record: going on
 * it goes on, after a way back it begins again with the session, in slices beside the replay's own work. So a step
 * back undoes fills and a step forward does them again. Records are kept by session until the store is another.
 */
export class PaperDesk {
  readonly #ticker: Ticker
  readonly #listener: PaperListener
  readonly #records = new Map<string, PaperRecord>()
  #store: string | undefined
  #broker: BrokerSettings = usualBroker
  #replay: Replay | undefined
  #record = new PaperRecord()
  #run: PaperRun | undefined
  /** By symbol, of the open replay. */
  readonly #bars = new Map<string, PaperBars>()
  #waiting: { readonly resolve: () => void; readonly reject: (failure: Failure) => void }[] = []
  #cancelTurn: (() => void) | undefined
  readonly #teller: PaperTeller

  constructor(ticker: Ticker, listener: PaperListener) {
    this.#ticker = ticker
    this.#listener = listener
    this.#teller = new PaperTeller(
      ticker,
      () => this.#stateNow(),
      (news) => listener.changed(news),
    )
  }

  /** Follows the clock of another replay from now on, or of none; the same one may have other symbols than before. */
  follow(replay: Replay | undefined): void {
    if (replay === this.#replay) {
      this.#takeSymbols()
      return
    }
    this.#replay = replay
    this.#cancelTurn?.()
    this.#cancelTurn = undefined
    this.#bars.clear()
    this.#giveUp()
    this.#beginAnew()
    if (!replay) {
      this.#teller.stop()
      return
    }
    this.#record = this.#recordOf(keyOf(replay))
    this.#tellRecord(replay, 0)
    const isBusy = (): boolean => this.#cancelTurn !== undefined
    replay.consumers.add({
      name: 'paper orders',
      limitMs: longestWaitMs,
      whenLate: 'go-on',
      take: () => {
        if (replay === this.#replay) this.#pursue(besideMs)
      },
      get busy() {
        return isBusy()
      },
    })
    this.#pursue(besideMs)
  }

  /** Another store is open, or none: orders were of the one before. */
  storeChanged(path: string | undefined): void {
    if (path === this.#store) return
    this.#store = path
    this.#records.clear()
  }

  /**
   * Places an order at the clock. Fails with 'no-replay' while no session is open, with 'unknown-symbol', with 'usage'
   * while the clock jumps or when the symbol's session has closed, with 'later-orders' when something was asked for
   * after the clock and may not be dropped.
   */
  async place(request: OrderRequest, dropsLater: boolean): Promise<PlacedOrder> {
    const replay = await this.#caughtUp()
    const { session, calendar } = replay.loadedSymbol(request.symbol).exchange
    if (replay.now() >= session.close)
      throw new Failure(
        'usage',
        `${calendar.exchange} has closed, so that nothing fills an order in ${request.symbol}; go back in the session, or on to the next.`,
      )
    const entry = this.#add(replay, { type: 'place', request }, dropsLater)
    await this.#caughtUp()
    const order = this.#run?.placedBy(entry)
    if (order === undefined)
      throw new Failure('cancelled', 'The replay went back before the order was placed.')
    const rejected = this.#run?.rejectionOf(order)
    return { order, ...(rejected !== undefined && { rejected }) }
  }

  /** Lets an order go on at other prices from the clock on. Fails like `place`, and with 'usage' for an unknown order or prices that make no sense. */
  change(order: OrderId, kind: OrderKind, dropsLater: boolean): Promise<void> {
    return this.#alter(order, (name) => ({ type: 'change', order: name, kind }), dropsLater)
  }

  /** Cancels an order that waits at the clock. Fails in the same way. */
  cancel(order: OrderId, dropsLater: boolean): Promise<void> {
    return this.#alter(order, (name) => ({ type: 'cancel', order: name }), dropsLater)
  }

  /** What stands; the events of the session are told anew. */
  state(): PaperSummary {
    this.#teller.beginAnew()
    this.#teller.request()
    return {
      ...(this.#replay && { session: this.#replay.loaded.session.date }),
      broker: this.#broker,
      asked: this.#record.length,
      later: this.#replay ? this.#later(this.#replay) : 0,
    }
  }

  /** Forgets what was asked for in this session. Throws a Failure with code 'no-replay' when none is open. */
  reset(): void {
    const replay = this.#open()
    this.#records.delete(keyOf(replay))
    this.#record = this.#recordOf(keyOf(replay))
    this.#tellRecord(replay, 0)
    this.#beginAnew()
    this.#pursue(besideMs)
  }

  /**
   * Puts back what was asked for in a session, in place of what is known of it. Throws a Failure with code 'usage' for
   * entries that are not in the order of the clock.
   */
  restore(exchange: string, session: SessionDate, entries: readonly PaperEntry[]): void {
    const key = `${exchange} ${session}`
    const record = new PaperRecord()
    for (const entry of entries) record.add(entry)
    this.#records.delete(key)
    this.#keep(key, record)
    const replay = this.#replay
    if (!replay || keyOf(replay) !== key) return
    this.#record = record
    this.#tellRecord(replay, 0)
    this.#beginAnew()
    this.#pursue(besideMs)
  }

  /** Runs all with other settings from now on. Throws a Failure with code 'usage' for settings that make no sense. */
  configure(broker: BrokerSettings): void {
    new Broker(broker, [], () => undefined)
    this.#broker = broker
    this.#beginAnew()
    if (this.#replay) this.#pursue(besideMs)
  }

  async #alter(
    order: OrderId,
    actionOf: (name: NonNullable<ReturnType<PaperRun['nameOf']>>) => PaperAction,
    dropsLater: boolean,
  ): Promise<void> {
    const replay = await this.#caughtUp()
    const name = this.#run?.nameOf(order)
    if (!name) throw new Failure('usage', `There is no order ${order} that was placed by hand.`)
    const entry = this.#add(replay, actionOf(name), dropsLater)
    await this.#caughtUp()
    const refusal = this.#run?.refusalOf(entry)
    if (refusal !== undefined) throw new Failure('usage', `The order stays as it is: ${refusal}.`)
  }

  /** Records what was asked for at the clock. */
  #add(replay: Replay, action: PaperAction, dropsLater: boolean): number {
    if (replay.playback.jumping)
      throw new Failure('usage', 'The clock is on its way to another time; order again when it stands there.')
    const now = replay.now()
    const later = this.#record.countAfter(now)
    if (later > 0 && !dropsLater)
      throw new Failure(
        'later-orders',
        `${later} ${later === 1 ? 'order or change was' : 'orders and changes were'} made after this time; going on from here drops them.`,
      )
    const before = this.#record.symbols()
    this.#record.dropAfter(now)
    const entry = this.#record.add({ at: now, action })
    this.#tellRecord(replay, entry)
    if (this.#record.symbols().join() !== before.join()) this.#beginAnew()
    this.#pursue(besideMs)
    return entry
  }

  /** Orders in a symbol that the replay did not have may be filled once it has. */
  #takeSymbols(): void {
    const loaded = new Set(this.#replay?.loaded.symbols.map(({ symbol }) => symbol))
    const isNew = (symbol: string): boolean => loaded.has(symbol) && !this.#bars.has(symbol)
    if (!this.#record.symbols().some(isNew)) return
    this.#beginAnew()
    this.#pursue(besideMs)
  }

  /** Works on towards the clock, after a way back from the session's start. */
  #pursue(budgetMs: number): void {
    const replay = this.#replay
    if (!replay || replay.playback.jumping) return
    const clock = replay.now()
    if (this.#record.length === 0) {
      this.#reached()
      return
    }
    if (this.#run && this.#run.now > clock) {
      // What happened up to there will happen again.
      this.#teller.cutTo(this.#run, clock)
      this.#run = undefined
    }
    const until = this.#ticker.elapsed() + budgetMs
    const isOver = (): boolean => this.#ticker.elapsed() >= until
    this.#run ??= this.#newRun(replay, isOver)
    if (this.#run?.advanceTo(clock, isOver)) this.#reached()
    else this.#workOn()
  }

  /** Undefined while there is more to prepare. Bars of a symbol that was taken out of the replay are kept for its orders. */
  #newRun(replay: Replay, isOver: () => boolean): PaperRun | undefined {
    const symbols = this.#record.symbols()
    for (const symbol of symbols) {
      if (this.#bars.has(symbol)) continue
      const loaded = replay.loaded.symbols.find((one) => one.symbol === symbol)
      if (!loaded) continue
      this.#bars.set(symbol, paperBars(loaded))
      if (isOver()) return undefined
    }
    const bars = symbols.flatMap((symbol) => this.#bars.get(symbol) ?? [])
    return new PaperRun(bars, this.#broker, this.#record)
  }

  #workOn(): void {
    this.#cancelTurn ??= this.#ticker.soon(() => {
      this.#cancelTurn = undefined
      this.#pursue(sliceMs)
      if (!this.#cancelTurn) this.#replay?.playback.consumerReady()
    })
  }

  #reached(): void {
    this.#cancelTurn?.()
    this.#cancelTurn = undefined
    const waiting = this.#waiting
    this.#waiting = []
    for (const { resolve } of waiting) resolve()
    this.#teller.request()
  }

  /** The open replay once everything up to its clock was worked out. */
  async #caughtUp(): Promise<Replay> {
    const replay = this.#open()
    if (this.#cancelTurn)
      await new Promise<void>((resolve, reject) => {
        this.#waiting.push({ resolve, reject })
      })
    return replay
  }

  #open(): Replay {
    if (!this.#replay) throw new Failure('no-replay', 'No session is open. Open one first.')
    return this.#replay
  }

  #giveUp(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const { reject } of waiting) reject(new Failure('cancelled', 'The replay was closed.'))
  }

  #beginAnew(): void {
    this.#run = undefined
    this.#teller.beginAnew()
  }

  #recordOf(key: string): PaperRecord {
    const record = this.#records.get(key) ?? new PaperRecord()
    this.#keep(key, record)
    return record
  }

  #keep(key: string, record: PaperRecord): void {
    const [oldest] = this.#records.keys()
    const isFull = !this.#records.has(key) && this.#records.size >= mostRecords
    if (oldest !== undefined && isFull) this.#records.delete(oldest)
    this.#records.set(key, record)
  }

  /** The window has the same record, up to `from`. */
  #tellRecord({ loaded }: Replay, from: number): void {
    const { exchange } = loaded.calendar
    const session = loaded.session.date
    for (let first = from; first === from || first < this.#record.length; first += mostEntriesAtOnce) {
      const entries = [...this.#record.slice(first, mostEntriesAtOnce)]
      this.#listener.recorded({ exchange, session, from: first, entries })
    }
  }

  #later(replay: Replay): number {
    return this.#record.countAfter(replay.now())
  }

  #stateNow(): PaperState | undefined {
    const replay = this.#replay
    return (
      replay && {
        session: replay.loaded.session.date,
        clock: replay.now(),
        later: this.#later(replay),
        run: this.#run,
      }
    )
  }
}

function keyOf({ loaded }: Replay): string {
  return `${loaded.calendar.exchange} ${loaded.session.date}`
}
