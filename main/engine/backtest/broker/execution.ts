import type { BrokerSettings, Instrument } from '#shared/backtest/broker-settings.ts'
import type { OrderEvent } from '#shared/strategy/order.ts'
import type { Positions } from './account.ts'
import { cancelExcluded, cancelMoot } from './bracket.ts'
import { commissionOf } from './commission.ts'
import { type FillingBar, worsened } from './fill-price.ts'
import { openable } from './margin.ts'
import type { OrderBook } from './order-book.ts'
import { worseBy } from './slippage.ts'
import { stepNearest } from './steps.ts'
import type { WaitingOrder } from './waiting-order.ts'

/** Exchanges shares for money: how many, at which price, at which cost, and what that does to other orders. */
export class Execution {
  readonly #settings: BrokerSettings
  readonly #account: Positions
  readonly #book: OrderBook
  readonly #onEvent: (event: OrderEvent) => void

  constructor(
    settings: BrokerSettings,
    account: Positions,
    book: OrderBook,
    onEvent: (event: OrderEvent) => void,
  ) {
    this.#settings = settings
    this.#account = account
    this.#book = book
    this.#onEvent = onEvent
  }

  /**
   * Fills up to `most` shares at `seen`, made worse by slippage and spread where the order `pays` them. What the
   * account cannot take of them is cancelled with the reason. Gives back how many shares changed hands.
   */
  fill(
    order: WaitingOrder,
    instrument: Instrument,
    seen: number,
    pays: boolean,
    most: number,
    bar: FillingBar,
  ): number {
    const { slippage, spread } = this.#settings
    const price = pays ? worsened(order, seen, worseBy(slippage, spread, seen, instrument.tick), bar) : seen
    const { quantity, refusal } = this.#allowed(order, instrument, price, Math.min(order.left, most))
    if (quantity > 0) {
      this.#exchange(order, instrument, quantity, seen, price, bar)
      cancelExcluded(this.#book, order, quantity, instrument, bar.end)
    }
    if (refusal !== undefined) this.#book.cancel(order, bar.end, refusal)
    cancelMoot(this.#book, order.symbol, this.#account.quantity(order.symbol), bar.end)
    return quantity
  }

  #exchange(
    order: WaitingOrder,
    { symbol, lot }: Instrument,
    quantity: number,
    seen: number,
    price: number,
    bar: FillingBar,
  ): void {
    const commission = this.#commission(order, quantity, price)
    const change = order.sign * quantity
    const after = stepNearest(this.#account.quantity(order.symbol) + change, lot)
    this.#account.trade(order.symbol, change, after, price, commission)
    order.filled += quantity
    order.value += quantity * price
    order.commission += commission
    order.left = stepNearest(order.left - quantity, lot)
    if (order.left <= 0) this.#book.remove(order)
    this.#onEvent({
      type: 'filled',
      order: order.id,
      at: bar.end,
      fill: {
        order: order.id,
        symbol,
        side: order.request.side,
        quantity,
        price,
        time: bar.start,
        bar: bar.index,
        commission,
        slippage: Math.abs(price - seen) * quantity,
        left: order.left,
      },
    })
  }

  /** What the order costs with `quantity` shares more, beyond what its fills so far were charged. */
  #commission(order: WaitingOrder, quantity: number, price: number): number {
    const { commission } = this.#settings
    const whole = commissionOf(commission, order.filled + quantity, order.value + quantity * price)
    return Math.max(0, whole - order.commission)
  }

  #allowed(
    order: WaitingOrder,
    { lot }: Instrument,
    price: number,
    wanted: number,
  ): { readonly quantity: number; readonly refusal?: string } {
    const held = this.#account.quantity(order.symbol)
    const closing = order.sign * held < 0 ? Math.min(wanted, Math.abs(held)) : 0
    const opening = stepNearest(wanted - closing, lot)
    if (opening <= 0) return { quantity: wanted }
    if (order.origin !== 'strategy') return { quantity: closing }
    if (order.sign < 0 && !this.#settings.allowShort) {
      return { quantity: closing, refusal: 'short selling is not allowed' }
    }
    this.#account.mark(order.symbol, price)
    const room = {
      equity: this.#account.equity(),
      exposure: this.#account.exposure() - closing * Math.abs(price),
      initialMargin: this.#settings.margin.initial,
      price,
      lot,
    }
    const fits = openable(opening, room, (count) => this.#commission(order, closing + count, price))
    if (fits >= opening) return { quantity: wanted }
    const quantity = stepNearest(closing + fits, lot)
    return {
      quantity,
      refusal: `buying power is enough for ${quantity} of ${wanted} at ${price}`,
    }
  }
}
