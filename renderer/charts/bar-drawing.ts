import type {
  AutoscaleInfo,
  IPrimitivePaneRenderer,
  ISeriesPrimitive,
  Logical,
  PrimitivePaneViewZOrder,
  SeriesAttachedParameter,
  Time,
} from 'lightweight-charts'
import { at } from '#shared/bars/columns.ts'
import type { BarPlaces } from './bar-places.ts'
import { type PaintedBars, paintCandles, paintCorrections, paintVolume } from './candle-paint.ts'
import { candlePalette } from './candle-shades.ts'
import type { SeriesCache } from './series-cache.ts'
import type { ChartColors } from './tokens.ts'

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0]

/**
 * The candles and the volume of a chart. They are drawn from the columns and only as far as they are in sight: the
 * library's own series make an object of every bar anew whenever one comes, and take each bar that a fill moves on by
 * itself, which for some hundred bars takes longer than many frames.
 */
export class BarDrawing implements ISeriesPrimitive<Time> {
  readonly #places: BarPlaces
  readonly #colors: ChartColors
  readonly #palette
  readonly #views
  #pane: SeriesAttachedParameter<Time> | undefined
  #cache: SeriesCache | undefined
  #sessionStart = 0

  constructor(places: BarPlaces, colors: ChartColors) {
    this.#places = places
    this.#colors = colors
    this.#palette = candlePalette(colors)
    const renderer: IPrimitivePaneRenderer = { draw: (target) => this.#draw(target) }
    this.#views = [{ zOrder: (): PrimitivePaneViewZOrder => 'normal', renderer: () => renderer }]
  }

  attached(pane: SeriesAttachedParameter<Time>): void {
    this.#pane = pane
  }

  detached(): void {
    this.#pane = undefined
  }

  paneViews() {
    return this.#views
  }

  /** Draws the bars of a cache; those that start before `sessionStart`, milliseconds UTC, are dimmed. */
  show(cache: SeriesCache, sessionStart: number): void {
    this.#cache = cache
    this.#sessionStart = sessionStart
    this.#pane?.requestUpdate()
  }

  /** The least low and the greatest high in sight. */
  autoscaleInfo(first: Logical, last: Logical): AutoscaleInfo | null {
    const cache = this.#cache
    if (!cache) return null
    const { low, high } = cache.columns
    const { from, to } = this.#places.between(first, last)
    let least = Number.POSITIVE_INFINITY
    let greatest = Number.NEGATIVE_INFINITY
    for (let bar = from; bar < to; bar += 1) {
      if (at(low, bar) < least) least = at(low, bar)
      if (at(high, bar) > greatest) greatest = at(high, bar)
    }
    return least <= greatest ? { priceRange: { minValue: least, maxValue: greatest } } : null
  }

  #draw(target: Target): void {
    const cache = this.#cache
    const pane = this.#pane
    const view = pane?.chart.timeScale().getVisibleLogicalRange()
    if (!cache || cache.length === 0 || !pane || !view) return
    const places = this.#places
    // biome-ignore lint/correctness/useHookAtTopLevel: it is a canvas method, not a hook
    target.useBitmapCoordinateSpace(({ context, bitmapSize, horizontalPixelRatio, verticalPixelRatio }) => {
      const yOf = linearScale(pane, cache, verticalPixelRatio)
      if (!yOf) return
      const spacing = bitmapSize.width / (view.to - view.from)
      const bars: PaintedBars = {
        columns: cache.columns,
        ...places.between(view.from, view.to),
        sessionStart: this.#sessionStart,
        palette: this.#palette,
        xOf: (bar) => (places.placeOf(bar) - view.from) * spacing,
        spacing,
        ratio: horizontalPixelRatio,
      }
      context.save()
      context.setLineDash([])
      paintVolume(context, bars, bitmapSize.height)
      paintCandles(context, bars, yOf, this.#colors.filled)
      paintCorrections(context, bars, yOf, this.#colors.muted)
      context.restore()
    })
  }
}

/** Where prices lie in pixels of the canvas. The scale is linear, so that two prices tell of all others. */
function linearScale(
  { series }: SeriesAttachedParameter<Time>,
  { columns }: SeriesCache,
  ratio: number,
): ((price: number) => number) | undefined {
  const price = at(columns.close, 0)
  const y = series.priceToCoordinate(price)
  const above = series.priceToCoordinate(price + 1)
  if (y === null || above === null) return undefined
  const perPoint = (above - y) * ratio
  return (other) => y * ratio + (other - price) * perPoint
}
