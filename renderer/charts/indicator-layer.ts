import type { IChartApiBase, Time } from 'lightweight-charts'
import { lowerBound } from '#shared/bars/columns.ts'
import { type IndicatorDescription, indicators } from '#shared/session-file/indicators.ts'
import { looks } from '../indicators/catalogue.ts'
import type { ShownIndicator } from '../stores/indicators.ts'
import type { BarPlaces } from './bar-places.ts'
import type { ChartContext } from './chart-adapter.ts'
import { IndicatorBackdrop } from './indicator-backdrop.ts'
import type { LineCache } from './indicator-lines.ts'
import { IndicatorPlot } from './indicator-plot.ts'
import { PaneWatch } from './pane-watch.ts'
import type { SeriesCache, SeriesChange } from './series-cache.ts'
import { sessionMarks } from './session-marks.ts'
import type { ChartColors } from './tokens.ts'

/** Height of a pane of an indicator as a part of that of the prices, until someone drags its border. */
const paneShare = 0.3

/** Where a pane lies within the chart, in pixels from its top; `id` is that of the indicator it is for. */
export interface PanePlace {
  readonly id: number | undefined
  readonly top: number
  readonly height: number
}

interface Entry {
  shown: ShownIndicator
  readonly plot: IndicatorPlot
  /** Of an indicator with a pane of its own. */
  readonly backdrop: IndicatorBackdrop | undefined
}

/** The indicators on a chart: averages and bands over the prices, others in panes of their own below. */
export class IndicatorLayer {
  readonly #chart: IChartApiBase<Time>
  readonly #colors: ChartColors
  readonly #entries = new Map<number, Entry>()
  readonly #panes: PaneWatch
  readonly #places: BarPlaces
  #priceDecimals = 2

  constructor(
    chart: IChartApiBase<Time>,
    places: BarPlaces,
    colors: ChartColors,
    onPanes: (panes: readonly PanePlace[]) => void,
  ) {
    this.#chart = chart
    this.#colors = colors
    this.#places = places
    this.#panes = new PaneWatch(chart, (places) => {
      const ids = [...this.#entries.values()].filter(({ backdrop }) => backdrop).map(({ shown }) => shown.id)
      onPanes(places.map((place, index) => ({ ...place, id: index === 0 ? undefined : ids[index - 1] })))
    })
  }

  /** Shows these and no others. New ones are without values until these are drawn. */
  show(list: readonly ShownIndicator[]): void {
    const wanted = new Map(list.map((shown) => [shown.id, shown]))
    for (const [id, { plot, shown }] of this.#entries) {
      if (wanted.get(id)?.name === shown.name) continue
      plot.remove()
      this.#entries.delete(id)
    }
    for (const shown of list) {
      const entry = this.#entries.get(shown.id) ?? this.#add(shown)
      entry.shown = shown
      entry.plot.restyle(shown, this.#priceDecimals)
    }
    this.#panes.look()
  }

  /** Decimals of the prices on the chart. */
  setPriceDecimals(decimals: number): void {
    this.#priceDecimals = decimals
    for (const { plot, shown } of this.#entries.values()) plot.restyle(shown, decimals)
  }

  /** Draws all values anew, of bars whose places are known. */
  setAll(context: ChartContext, cache: SeriesCache, lines: LineCache): void {
    const breaks = sessionBars(context, cache)
    for (const { shown, plot } of this.#entries.values())
      plot.setAll(cache, lines.lines(shown.id), shown.name === 'vwap' ? breaks : noBreaks)
    this.#drawBackdrops(context, cache)
  }

  /** Draws what changed with the bars. */
  draw(context: ChartContext, cache: SeriesCache, lines: LineCache, { kept }: SeriesChange): void {
    for (const { shown, plot } of this.#entries.values()) plot.draw(cache, lines.lines(shown.id), kept)
    this.#drawBackdrops(context, cache)
  }

  dispose(): void {
    this.#panes.dispose()
  }

  #add(shown: ShownIndicator): Entry {
    const chart = this.#chart
    const hasPane = looks[shown.name].place === 'pane'
    const plot = new IndicatorPlot(
      chart,
      this.#colors,
      this.#places,
      shown,
      hasPane ? chart.panes().length : 0,
    )
    const backdrop = hasPane ? new IndicatorBackdrop(chart.timeScale(), this.#colors) : undefined
    if (backdrop) {
      plot.pane?.setStretchFactor(paneShare * (chart.panes()[0]?.getStretchFactor() ?? 1))
      plot.pane?.priceScale('right').applyOptions({ scaleMargins: { top: 0.24, bottom: 0.1 } })
      plot.pane?.attachPrimitive(backdrop)
    }
    const entry: Entry = { shown, plot, backdrop }
    this.#entries.set(shown.id, entry)
    return entry
  }

  #drawBackdrops(context: ChartContext, cache: SeriesCache): void {
    const withPane = [...this.#entries.values()].filter(({ backdrop }) => backdrop)
    if (withPane.length === 0) return
    const sessions = [...sessionBars(context, cache)].map((bar) => this.#places.placeOf(bar))
    for (const { shown, backdrop } of withPane) {
      const { warmUp }: IndicatorDescription = indicators[shown.name]
      const bars = Math.min(warmUp(shown.params) - 1, cache.length)
      backdrop?.show(sessions, bars > 0 ? this.#places.placeOf(bars - 1) : -1)
    }
  }
}

const noBreaks: ReadonlySet<number> = new Set()

/** Numbers of the bars with which a session begins. Bars that are days or more have no session within them. */
function sessionBars(
  { info, interval }: ChartContext,
  { columns, length }: SeriesCache,
): ReadonlySet<number> {
  if (/[dw]$/.test(interval)) return noBreaks
  const times = columns.start.subarray(0, length)
  const current = {
    session: info.session,
    open: info.segments[0]?.open ?? info.start,
    close: info.segments.at(-1)?.close ?? info.end,
  }
  return new Set(sessionMarks([...info.trailing, current], times).map(({ time }) => lowerBound(times, time)))
}
