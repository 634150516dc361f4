import type { OrderEvent, OrderId } from '#shared/strategy/order.ts'

type Trailed = Extract<OrderEvent, { type: 'trailed' }>

/** Bounds what a run tells of its trailing stops: they may move with every bar. */
export class ToldTrails {
  #room: number
  readonly #untold = new Set<OrderId>()

  constructor(most: number) {
    this.#room = most
  }

  /**
   * What is told of a move: itself while there is room; then, once of each order, that where its stop stands is not
   * told any more.
   */
  take(moved: Trailed): Trailed | undefined {
    if (this.#room > 0) {
      this.#room -= 1
      return moved
    }
    if (this.#untold.has(moved.order)) return undefined
    this.#untold.add(moved.order)
    const { stop: _, ...withoutStop } = moved
    return withoutStop
  }
}
