import { createChartEx, type IChartApiBase, type Time } from 'lightweight-charts'
import { at, lowerBound } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { ShownIndicator } from '../stores/indicators.ts'
import { BarPlaces } from './bar-places.ts'
import type { ChartAdapter, ChartContext, ChartLedger, ChartReports } from './chart-adapter.ts'
import { chartOptions } from './chart-options.ts'
import type { ChartTrades } from './chart-trades.ts'
import { ChartView } from './chart-view.ts'
import { IndicatorLayer } from './indicator-layer.ts'
import type { LineCache } from './indicator-lines.ts'
import { letOrdersBeDragged } from './order-drag.ts'
import { PriceBars } from './price-bars.ts'
import { axisDecimals } from './prices.ts'
import { ScalePlaces } from './scale-places.ts'
import type { SeriesCache, SeriesChange } from './series-cache.ts'
import { sessionDrawing } from './session-drawing.ts'
import { emptyDrawing, SessionLayer } from './session-layer.ts'
import { endedSlots, expectedSlots, type Slots, type Stretch } from './slots.ts'
import { keyOf } from './time-key.ts'
import { chartColors } from './tokens.ts'
import { TradeLayer } from './trade-layer.ts'
import { trailingStretches } from './trailing.ts'
import { firstRightEdge, fittedView } from './viewport.ts'
import { zonedScale } from './zoned-scale.ts'

/** Width of a bar when a chart is shown first, in pixels. */
const firstSpacing: Readonly<Record<string, number>> = { '1m': 5, '5m': 6.5, '15m': 8, '1h': 11, '1d': 26 }

const emptyLedger: ChartLedger = { gaps: [], filled: [], standIns: [], chosen: undefined }

/** Makes a chart in an element, in the zone of an exchange. */
export function createChartAdapter(element: HTMLElement, zone: string, reports: ChartReports): ChartAdapter {
  return new LightweightChart(element, zone, reports)
}

class LightweightChart implements ChartAdapter {
  readonly #reports: ChartReports
  readonly #chart: IChartApiBase<Time>
  readonly #scale: ScalePlaces
  readonly #places: BarPlaces
  readonly #bars: PriceBars
  readonly #layer: SessionLayer
  readonly #trades: TradeLayer
  readonly #stopDragging: () => void
  readonly #element: HTMLElement
  readonly #indicators: IndicatorLayer
  readonly #view: ChartView
  #context: ChartContext | undefined
  #cache: SeriesCache | undefined
  #lines: LineCache | undefined
  /** Whether what is on the screen is of an earlier context. */
  #stale = true
  /** Whether the session is to be fitted once its bars have come. */
  #fitsNext = false
  /** What the bars on the screen belong to. */
  #shown: ChartContext | undefined
  #slots: Slots = expectedSlots([], '1m' as Interval)
  #ended = 0
  #ledger: ChartLedger = emptyLedger

  constructor(element: HTMLElement, zone: string, reports: ChartReports) {
    const colors = chartColors()
    this.#element = element
    this.#reports = reports
    this.#chart = createChartEx<Time, ReturnType<typeof zonedScale>>(
      element,
      zonedScale(zone),
      chartOptions(zone, colors, () => this.#isDaily()),
    )
    this.#scale = new ScalePlaces(this.#chart)
    this.#places = new BarPlaces(this.#chart.timeScale())
    this.#bars = new PriceBars(this.#chart, this.#places, colors)
    this.#layer = new SessionLayer(this.#chart.timeScale(), colors, (price) => this.#bars.yOf(price))
    this.#chart.panes()[0]?.attachPrimitive(this.#layer)
    this.#trades = new TradeLayer(this.#chart.timeScale(), this.#places, colors, (price) =>
      this.#bars.yOf(price),
    )
    this.#bars.attach(this.#trades)
    this.#stopDragging = letOrdersBeDragged(element, this.#trades, (y) => this.#bars.priceAt(y), reports)
    this.#chart.subscribeCrosshairMove(({ time }) => this.#hover(time))
    this.#chart.subscribeClick(({ time, point, paneIndex }) => {
      const gap = point && (paneIndex ?? 0) === 0 ? this.#layer.gapAt(point.x) : undefined
      if (gap) reports.onGap(gap)
      else this.#click(time)
    })
    this.#indicators = new IndicatorLayer(this.#chart, this.#places, colors, (panes) =>
      reports.onPanes(panes),
    )
    this.#view = new ChartView(this.#chart, (following) => reports.onFollowing(following))
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      if (!this.#stale) this.#view.noteRange(range)
    })
  }

  show(context: ChartContext): void {
    this.#context = context
    this.#stale = true
  }

  plot(indicators: readonly ShownIndicator[]): void {
    this.#view.during(() => {
      const edge = this.#view.rightEdge()
      this.#indicators.show(indicators)
      if (this.#context && this.#cache && this.#lines && !this.#stale)
        this.#indicators.setAll(this.#context, this.#cache, this.#lines)
      this.#view.scrollTo(edge)
    })
  }

  apply(cache: SeriesCache, lines: LineCache, change: SeriesChange | undefined, clock: EpochMs): void {
    this.#lines = lines
    this.#view.during(() => this.#draw(cache, change, clock))
  }

  #draw(cache: SeriesCache, change: SeriesChange | undefined, clock: EpochMs): void {
    const context = this.#context
    if (!context) return
    if (this.#stale) {
      if (change) this.#reset(context, cache, clock)
      return
    }
    if (!change && endedSlots(this.#slots, clock) === this.#ended) return
    const earlierBars =
      change && change.kept < lowerBound(cache.columns.start, context.info.opens, cache.length)
    if (earlierBars) {
      this.#redraw(context, cache, clock)
      return
    }
    const edge = this.#view.rightEdge()
    if (change) this.#drawBars(context, cache, change)
    this.#ended = endedSlots(this.#slots, clock)
    this.#drawLayer(context, cache)
    this.#notePlaces(cache)
    this.#view.keepInView(edge)
  }

  mark(ledger: ChartLedger): void {
    this.#ledger = ledger
    if (this.#context && this.#cache && !this.#stale) this.#drawLayer(this.#context, this.#cache)
  }

  trade(trades: ChartTrades): void {
    this.#trades.show(trades)
  }

  priceAt(clientX: number, clientY: number): number | undefined {
    const { left, top } = this.#element.getBoundingClientRect()
    const pane = this.#chart.paneSize(0)
    const [x, y] = [clientX - left, clientY - top]
    if (this.#stale || x < 0 || y < 0 || x > pane.width || y > pane.height) return undefined
    return this.#bars.priceAt(y)
  }

  get decimals(): number {
    return this.#bars.decimals
  }

  toLatest(): void {
    const { from, to } = this.#view.viewport()
    this.#view.scrollTo(firstRightEdge(this.#view.last, to - from, 0))
  }

  goTo({ open }: Stretch): void {
    const slot = endedSlots(this.#slots, open)
    if (this.#stale || slot >= this.#slots.start.length) return
    const place = this.#placeOf(at(this.#slots.start, slot))
    const { from, to } = this.#view.viewport()
    if (place < from + 1 || place > to - 1) this.#view.scrollTo(place + (to - from) / 2)
  }

  fitSession(symbol: string | undefined, interval: string): void {
    const context = this.#context
    this.#fitsNext = this.#stale || context?.symbol !== symbol || context?.interval !== interval
    if (context && !this.#fitsNext) this.#fit(context)
  }

  #fit(context: ChartContext): void {
    this.#fitsNext = false
    const slots = this.#slots.start.length
    const close = slots > 0 ? this.#placeOf(at(this.#slots.start, slots - 1)) : -1
    const first = this.#isDaily() ? 0 : this.#sessionPlace(context)
    const { spacing, edge } = fittedView(first, Math.max(this.#view.last, close), this.#view.width)
    this.#view.setSpacing(spacing)
    this.#view.scrollTo(edge)
    this.#bars.scale()
  }

  dispose(): void {
    this.#stopDragging()
    this.#indicators.dispose()
    this.#chart.remove()
  }

  /** Draws a chart that was not on the screen before, from its first bar on. */
  #reset(context: ChartContext, cache: SeriesCache, clock: EpochMs): void {
    const common = this.#shown ? commonOf(this.#shown, context) : 'nothing'
    this.#shown = context
    this.#stale = false
    if (common === 'chart') {
      this.#redraw(context, cache, clock)
      if (this.#fitsNext) this.#fit(context)
      return
    }
    const fromSession = this.#view.rightEdge() - this.#sessionPlace(context)
    const decimals = axisDecimals(cache.columns.close, cache.length)
    this.#bars.setDecimals(decimals)
    this.#bars.scale()
    this.#cache = cache
    this.#indicators.setPriceDecimals(decimals)
    this.#setAll(context, cache, clock)
    if (this.#fitsNext) this.#fit(context)
    else if (common === 'session') this.#view.keepInView(this.#sessionPlace(context) + fromSession)
    else this.#firstView(context, cache)
  }

  /** Draws all bars anew without moving the view. */
  #redraw(context: ChartContext, cache: SeriesCache, clock: EpochMs): void {
    const edge = this.#view.rightEdge()
    this.#cache = cache
    this.#setAll(context, cache, clock)
    this.#view.keepInView(edge)
  }

  #setAll(context: ChartContext, cache: SeriesCache, clock: EpochMs): void {
    const { columns, length } = cache
    const stretches = [...trailingStretches(context.info, columns.start, length), ...context.info.segments]
    this.#slots = expectedSlots(stretches, context.interval)
    this.#ended = endedSlots(this.#slots, clock)
    this.#scale.setAll(this.#slots, cache)
    this.#places.update(cache, 0)
    this.#trades.follow(cache)
    this.#bars.draw(cache, 0, context.info.opens)
    if (this.#lines) this.#indicators.setAll(context, cache, this.#lines)
    this.#drawLayer(context, cache)
    this.#notePlaces(cache)
  }

  #drawBars(context: ChartContext, cache: SeriesCache, change: SeriesChange): void {
    this.#scale.update(cache, change.kept)
    this.#places.update(cache, change.kept)
    this.#bars.draw(cache, change.kept, context.info.opens)
    if (this.#lines) this.#indicators.draw(context, cache, this.#lines, change)
  }

  #drawLayer({ info, interval }: ChartContext, { columns, length }: SeriesCache): void {
    const drawing = this.#isDaily(interval)
      ? emptyDrawing
      : sessionDrawing(info, { columns, length, slots: this.#slots, ended: this.#ended }, this.#ledger)
    this.#layer.show(drawing)
  }

  #firstView({ info, interval }: ChartContext, cache: SeriesCache): void {
    const width = Math.max(200, this.#view.width)
    const barSpacing = firstSpacing[interval] ?? 8
    this.#view.setSpacing(barSpacing)
    const remaining = expectedSlots(info.segments, interval).start.length
    const played = cache.length - lowerBound(cache.columns.start, info.opens, cache.length)
    const unplayed = Math.max(0, remaining - played)
    this.#view.scrollTo(firstRightEdge(this.#view.last, width / barSpacing, unplayed))
    this.#view.follow(true)
  }

  #notePlaces({ columns, length }: SeriesCache): void {
    const base = length > 0 ? this.#placeOf(at(columns.start, length - 1)) : -1
    const lastSlot = this.#ended > 0 ? this.#placeOf(at(this.#slots.start, this.#ended - 1)) : -1
    this.#view.notePlaces(base, Math.max(base, lastSlot))
  }

  #placeOf(startMs: number): number {
    return this.#chart.timeScale().timeToIndex(keyOf(startMs)) ?? -1
  }

  /** The first place of the session that is replayed. */
  #sessionPlace({ info }: ChartContext): number {
    return this.#chart.timeScale().timeToIndex(keyOf(info.opens), true) ?? 0
  }

  #hover(time: Time | undefined): void {
    const start = time === undefined ? undefined : ((Number(time) * 1000) as EpochMs)
    const bar = start === undefined ? undefined : this.#barAt(start)
    this.#reports.onHover(bar, bar === undefined ? start : undefined)
  }

  #click(time: Time | undefined): void {
    const bar = time === undefined ? undefined : this.#barAt(Number(time) * 1000)
    if (bar !== undefined) this.#reports.onClick(bar)
  }

  /** Number of the bar that starts at a time, milliseconds UTC; undefined where there is whitespace. */
  #barAt(startMs: number): number | undefined {
    const cache = this.#cache
    if (!cache) return undefined
    const bar = lowerBound(cache.columns.start, startMs, cache.length)
    return bar < cache.length && at(cache.columns.start, bar) === startMs ? bar : undefined
  }

  #isDaily(interval = this.#context?.interval): boolean {
    return interval?.endsWith('d') === true || interval?.endsWith('w') === true
  }
}

/** What two charts have in common: so much of the view is kept. */
function commonOf(before: ChartContext, after: ChartContext): 'nothing' | 'session' | 'chart' {
  const sameSession =
    before.interval === after.interval &&
    before.info.session === after.info.session &&
    before.info.hours === after.info.hours
  if (!sameSession) return 'nothing'
  return before.symbol === after.symbol ? 'chart' : 'session'
}
