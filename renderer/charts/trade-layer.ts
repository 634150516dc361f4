import type {
  IPrimitivePaneRenderer,
  ISeriesPrimitive,
  ITimeScaleApi,
  PrimitivePaneViewZOrder,
  SeriesAttachedParameter,
  Time,
} from 'lightweight-charts'
import type { OrderId } from '#shared/strategy/order.ts'
import type { BarPlaces } from './bar-places.ts'
import { type ChartTrades, noTrades } from './chart-trades.ts'
import type { SeriesCache } from './series-cache.ts'
import type { ChartColors } from './tokens.ts'
import { type OrderBox, orderAt, type PaneSight, paintFills, paintOrders, paintTrips } from './trade-paint.ts'

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0]

/**
 * Draws fills, round trips and orders, only as far as they are in sight. It belongs to the series of the candles: what
 * belongs to the pane alone lies under them.
 */
export class TradeLayer implements ISeriesPrimitive<Time> {
  readonly #scale: ITimeScaleApi<Time>
  readonly #places: BarPlaces
  readonly #yOf: (price: number) => number | null
  readonly #views
  #requestUpdate: (() => void) | undefined
  #cache: SeriesCache | undefined
  #trades: ChartTrades = noTrades
  #boxes: readonly OrderBox[] = []
  /** The order that is being moved, and where to. */
  #moved: { readonly order: OrderId; readonly price: number } | undefined

  /** `yOf` is where a price lies in the pane, in pixels. */
  constructor(
    scale: ITimeScaleApi<Time>,
    places: BarPlaces,
    colors: ChartColors,
    yOf: (price: number) => number | null,
  ) {
    this.#scale = scale
    this.#places = places
    this.#yOf = yOf
    const renderer: IPrimitivePaneRenderer = { draw: (target) => this.#draw(target, colors) }
    this.#views = [{ zOrder: (): PrimitivePaneViewZOrder => 'top', renderer: () => renderer }]
  }

  attached({ requestUpdate }: SeriesAttachedParameter<Time>): void {
    this.#requestUpdate = requestUpdate
  }

  detached(): void {
    this.#requestUpdate = undefined
  }

  paneViews() {
    return this.#views
  }

  /** Bars that the drawing hangs on from now on. */
  follow(cache: SeriesCache): void {
    this.#cache = cache
  }

  show(trades: ChartTrades): void {
    this.#trades = trades
    this.#requestUpdate?.()
  }

  /** Shows an order at another price, until undefined. */
  move(moved: { readonly order: OrderId; readonly price: number } | undefined): void {
    this.#moved = moved
    this.#requestUpdate?.()
  }

  /** What of the orders lies at a point of the pane. */
  orderAt(x: number, y: number): ReturnType<typeof orderAt> {
    return this.#trades.editable ? orderAt(this.#boxes, x, y) : undefined
  }

  #draw(target: Target, colors: ChartColors): void {
    const cache = this.#cache
    const view = this.#scale.getVisibleLogicalRange()
    const trades = this.#shown()
    this.#boxes = []
    if (!cache || cache.length === 0 || !view || isEmpty(trades)) return
    const places = this.#places
    // biome-ignore lint/correctness/useHookAtTopLevel: it is a canvas method, not a hook
    target.useMediaCoordinateSpace(({ context, mediaSize: { width } }) => {
      const spacing = width / (view.to - view.from)
      const sight: PaneSight = {
        ...{ cache, width, yOf: this.#yOf },
        ...places.between(view.from, view.to),
        xOf: (bar) => (places.placeOf(bar) - view.from) * spacing,
      }
      context.save()
      paintTrips(context, trades, sight, colors)
      paintFills(context, trades, sight, colors)
      this.#boxes = paintOrders(context, trades, sight, colors)
      context.restore()
    })
  }

  #shown(): ChartTrades {
    const trades = this.#trades
    const moved = this.#moved
    if (!moved) return trades
    const orders = trades.orders.map((line) =>
      line.order === moved.order ? { ...line, price: moved.price } : line,
    )
    return { ...trades, orders }
  }
}

function isEmpty({ fills, orders, trips }: ChartTrades): boolean {
  return fills.time.length === 0 && orders.length === 0 && trips.length === 0
}
