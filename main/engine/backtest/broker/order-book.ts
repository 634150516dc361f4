import type { OrderEvent, OrderId } from '#shared/strategy/order.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { WaitingOrder } from './waiting-order.ts'

const none: readonly WaitingOrder[] = []

/**
 * Orders that wait, by symbol and by number, in the order they were placed. Every way out of it is an event. A list it
 * gave is never changed: an order that left in the meantime says so itself.
 */
export class OrderBook {
  readonly #bySymbol: (readonly WaitingOrder[])[]
  readonly #byId = new Map<OrderId, WaitingOrder>()
  readonly #onEvent: (event: OrderEvent) => void
  readonly #onChange: (symbol: number) => void
  #lastId = 0

  /** `onChange` is told when an order came to a symbol or left it. */
  constructor(symbols: number, onEvent: (event: OrderEvent) => void, onChange: (symbol: number) => void) {
    this.#bySymbol = Array.from({ length: symbols }, () => none)
    this.#onEvent = onEvent
    this.#onChange = onChange
  }

  nextId(): OrderId {
    this.#lastId += 1
    return this.#lastId as OrderId
  }

  of(symbol: number): readonly WaitingOrder[] {
    return this.#bySymbol[symbol] ?? none
  }

  all(): readonly WaitingOrder[] {
    return [...this.#byId.values()]
  }

  get(id: OrderId): WaitingOrder | undefined {
    return this.#byId.get(id)
  }

  add(order: WaitingOrder, at: EpochMs, parent?: OrderId): void {
    this.#byId.set(order.id, order)
    this.#bySymbol[order.symbol] = [...this.of(order.symbol), order]
    this.#onChange(order.symbol)
    const { id, request } = order
    this.#onEvent(
      parent === undefined
        ? { type: 'placed', order: id, at, request }
        : { type: 'placed', order: id, at, request, parent },
    )
  }

  /** Takes out an order that was filled as a whole. */
  remove(order: WaitingOrder): void {
    order.isDone = true
    this.#byId.delete(order.id)
    const waiting = this.of(order.symbol)
    this.#bySymbol[order.symbol] = waiting.length === 1 ? none : waiting.filter((one) => one !== order)
    this.#onChange(order.symbol)
  }

  cancel(order: WaitingOrder, at: EpochMs, reason: string): void {
    if (order.isDone) return
    this.remove(order)
    this.#onEvent({ type: 'cancelled', order: order.id, at, reason })
  }

  expire(order: WaitingOrder, at: EpochMs): void {
    if (order.isDone) return
    this.remove(order)
    this.#onEvent({ type: 'expired', order: order.id, at })
  }

  /** Lets an order wait for other shares, at other prices; one that waits for none is cancelled. */
  change(order: WaitingOrder, left: number, at: EpochMs, reason: string): void {
    if (order.isDone) return
    order.left = left
    if (left <= 0) this.cancel(order, at, reason)
    else this.#onEvent({ type: 'changed', order: order.id, at, left, kind: order.kind, reason })
  }

  /** Orders of one OCO name. */
  named(oco: string): readonly WaitingOrder[] {
    return this.all().filter((order) => order.request.oco === oco)
  }
}
