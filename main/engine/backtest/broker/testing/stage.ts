import { type BrokerSettings, type Instrument, usualBroker } from '#shared/backtest/broker-settings.ts'
import { synthetic } from '#shared/bars/state.ts'
import type { Fill, OrderEvent, OrderId, OrderRequest } from '#shared/strategy/order.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { columnsOf } from '../../../store/testing/columns.ts'
import { Broker } from '../broker.ts'

/** A bar of a test: open, high, low, close, volume (1000 unless told), and whether a generator made it up. */
export type TestBar = readonly [
  open: number,
  high: number,
  low: number,
  close: number,
  volume?: number,
  origin?: 'synthetic',
]

/** A request of a test: of ABC unless told. */
export type Asked = Omit<OrderRequest, 'symbol'> & { readonly symbol?: string }

export const abc: Instrument = { symbol: 'ABC', tick: 0.01, lot: 1, synthetic: false }

/** A broker at work, minute by minute. It starts with a flat bar at 100, which is the last price then. */
export class Stage {
  readonly broker: Broker
  readonly events: OrderEvent[] = []
  now = minuteMs as EpochMs

  constructor(
    settings: Partial<BrokerSettings> = {},
    instruments: readonly Instrument[] = [abc],
    onEvent: (event: OrderEvent) => void = () => {},
  ) {
    this.broker = new Broker({ ...usualBroker, ...settings }, instruments, (event) => {
      this.events.push(event)
      onEvent(event)
    })
    for (const place of instruments.keys()) this.broker.mark(place, 100)
  }

  place(asked: Asked): OrderId {
    return this.broker.place({ symbol: 'ABC', ...asked }, this.now)
  }

  /** The bar of the next minute, of all symbols or of one. Its index is its minute. */
  bar(bar: TestBar, symbol = 0): void {
    const [open, high, low, close, volume = 1000, origin] = bar
    const index = this.now / minuteMs
    const rows = Array.from({ length: index + 1 }, (_, minute) => {
      const state = origin === 'synthetic' ? synthetic : 0
      return [minute * minuteMs, open, high, low, close, volume, state] as const
    })
    this.now = (this.now + minuteMs) as EpochMs
    this.broker.bar(symbol, columnsOf(rows), index, this.now)
  }

  bars(bars: readonly TestBar[]): void {
    for (const bar of bars) this.bar(bar)
  }

  /** Holds so many shares of ABC, bought (or sold, below 0) at 100 in a bar of its own. */
  hold(quantity: number): void {
    this.place({ side: quantity > 0 ? 'buy' : 'sell', quantity: Math.abs(quantity) })
    this.bar([100, 100, 100, 100, 1_000_000_000])
  }

  get fills(): readonly Fill[] {
    return this.events.flatMap((event) => (event.type === 'filled' ? [event.fill] : []))
  }

  /** Fills as bar, signed quantity and price. */
  get trades(): readonly (readonly [bar: number, quantity: number, price: number])[] {
    return this.fills.map(({ bar, side, quantity, price }) => [
      bar,
      side === 'buy' ? quantity : -quantity,
      price,
    ])
  }

  /** What became of an order, in words: its events but for fills, with their reasons. */
  fateOf(order: OrderId): readonly string[] {
    return this.events
      .filter((event) => event.order === order)
      .map((event) => ('reason' in event ? `${event.type}: ${event.reason}` : event.type))
  }
}
