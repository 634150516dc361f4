import type { OrderEvent, OrderId } from '#shared/strategy/order.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { WaitingOrder } from './waiting-order.ts'

/** Orders of a symbol. What left stays in the list until it is asked for; a list that was given is not written to. */
interface SymbolOrders {
  list: WaitingOrder[]
  left: number
  isGiven: boolean
  marginCalls: number
}

/**
 * Orders that wait, by symbol and by number, in the order they were placed. Every way out of it is an event. A list it
 * gave is never changed: an order that left in the meantime says so itself. Placing and cancelling cost the same
 * however many wait.
 */
export class OrderBook {
  readonly #bySymbol: readonly SymbolOrders[]
  readonly #byId = new Map<OrderId, WaitingOrder>()
  readonly #onEvent: (event: OrderEvent) => void
  readonly #onChange: (symbol: number) => void
  #lastId = 0

  /** `onChange` is told when an order came to a symbol or left it. */
  constructor(symbols: number, onEvent: (event: OrderEvent) => void, onChange: (symbol: number) => void) {
    this.#bySymbol = Array.from({ length: symbols }, () => ({
      list: [],
      left: 0,
      isGiven: false,
      marginCalls: 0,
    }))
    this.#onEvent = onEvent
    this.#onChange = onChange
  }

  nextId(): OrderId {
    this.#lastId += 1
    return this.#lastId as OrderId
  }

  of(symbol: number): readonly WaitingOrder[] {
    const orders = this.#ordersOf(symbol)
    if (orders.left > 0) {
      orders.list = orders.list.filter(({ isDone }) => !isDone)
      orders.left = 0
    }
    orders.isGiven = true
    return orders.list
  }

  /** How many orders of a symbol wait. */
  count(symbol: number): number {
    const { list, left } = this.#ordersOf(symbol)
    return list.length - left
  }

  /** Whether an order of a margin call waits to close the position. */
  isCalled(symbol: number): boolean {
    return this.#ordersOf(symbol).marginCalls > 0
  }

  all(): readonly WaitingOrder[] {
    return [...this.#byId.values()]
  }

  get(id: OrderId): WaitingOrder | undefined {
    return this.#byId.get(id)
  }

  add(order: WaitingOrder, at: EpochMs, parent?: OrderId): void {
    this.#byId.set(order.id, order)
    const orders = this.#ordersOf(order.symbol)
    if (orders.isGiven) orders.list = [...orders.list]
    orders.isGiven = false
    orders.list.push(order)
    if (order.origin === 'margin call') orders.marginCalls += 1
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
    const orders = this.#ordersOf(order.symbol)
    orders.left += 1
    if (order.origin === 'margin call') orders.marginCalls -= 1
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

  #ordersOf(symbol: number): SymbolOrders {
    return this.#bySymbol[symbol] as SymbolOrders
  }
}
