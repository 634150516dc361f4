import type {
  AutoscaleInfo,
  ISeriesPrimitive,
  Logical,
  PrimitivePaneViewZOrder,
  SeriesAttachedParameter,
  Time,
} from 'lightweight-charts'
import { at } from '#shared/bars/columns.ts'
import type { LineStyleName } from '../indicators/catalogue.ts'
import type { BarPlaces } from './bar-places.ts'
import { type ChartColors, faded } from './tokens.ts'

/** What is to be drawn of one indicator. */
export interface DrawnIndicator {
  readonly color: string
  readonly hidden: boolean
  readonly styles: readonly LineStyleName[]
  /** A column an output, as long as the bars. */
  readonly lines: readonly Float64Array[]
  /** Bars at which a session begins, and a line that does not reach over from the one before. */
  readonly breaks: ReadonlySet<number>
  /** What is in sight whatever the values are. */
  readonly range: readonly [number, number] | undefined
}

/** Where a drawing's bars and values lie on its pane, in pixels. */
interface Frame {
  readonly context: CanvasRenderingContext2D
  readonly xOf: (bar: number) => number
  readonly yOf: (value: number) => number
  readonly spacing: number
  readonly from: number
  readonly to: number
}

const dashes = { solid: [], dashed: [5, 3] } as const

/**
 * The lines of one indicator. They are drawn from the columns and only as far as they are in sight: the library's
 * own line series makes an object of every point anew whenever a bar comes, which for a few thousand bars and
 * some lines takes longer than everything else in a frame.
 */
export class IndicatorDrawing implements ISeriesPrimitive<Time> {
  readonly #places: BarPlaces
  readonly #colors: ChartColors
  #pane: SeriesAttachedParameter<Time> | undefined
  #drawn: DrawnIndicator | undefined
  readonly #views

  constructor(places: BarPlaces, colors: ChartColors) {
    this.#places = places
    this.#colors = colors
    const renderer = {
      draw: (target: Parameters<IndicatorDrawing['draw']>[0]) => this.draw(target),
    }
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

  show(drawn: DrawnIndicator): void {
    this.#drawn = drawn
    this.#pane?.requestUpdate()
  }

  /** The least and greatest value in sight. */
  autoscaleInfo(first: Logical, last: Logical): AutoscaleInfo | null {
    const drawn = this.#drawn
    if (!drawn || drawn.hidden) return null
    let [least, greatest] = drawn.range ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    const { from, to } = this.#places.between(first, last)
    for (const line of drawn.lines)
      for (let bar = from; bar < to; bar += 1) {
        const value = at(line, bar)
        if (value < least) least = value
        if (value > greatest) greatest = value
      }
    return least <= greatest ? { priceRange: { minValue: least, maxValue: greatest } } : null
  }

  draw(target: {
    useMediaCoordinateSpace(
      run: (scope: { context: CanvasRenderingContext2D; mediaSize: { width: number } }) => void,
    ): void
  }): void {
    const drawn = this.#drawn
    const pane = this.#pane
    const view = pane?.chart.timeScale().getVisibleLogicalRange()
    if (!drawn || drawn.hidden || !pane || !view) return
    const places = this.#places
    // biome-ignore lint/correctness/useHookAtTopLevel: it is a canvas method, not a hook
    target.useMediaCoordinateSpace(({ context, mediaSize: { width } }) => {
      const spacing = width / (view.to - view.from)
      const frame: Frame = {
        context,
        spacing,
        xOf: (bar) => (places.placeOf(bar) - view.from) * spacing,
        yOf: (value) => pane.series.priceToCoordinate(value) ?? Number.NaN,
        ...places.between(view.from, view.to),
      }
      context.save()
      for (const [index, style] of drawn.styles.entries())
        if (style === 'columns') drawColumns(frame, drawn.lines[index], this.#colors)
      for (const [index, style] of drawn.styles.entries())
        if (style !== 'columns') drawLine(frame, drawn.lines[index], drawn, dashes[style])
      context.restore()
    })
  }
}

function drawLine(
  { context, xOf, yOf, from, to }: Frame,
  line: Float64Array | undefined,
  { color, breaks }: DrawnIndicator,
  dash: readonly number[],
): void {
  if (!line) return
  context.strokeStyle = color
  context.lineWidth = 1.75
  context.lineJoin = 'round'
  context.setLineDash([...dash])
  context.beginPath()
  let isOpen = false
  for (let bar = from; bar < to; bar += 1) {
    const value = at(line, bar)
    if (Number.isNaN(value)) {
      isOpen = false
      continue
    }
    if (isOpen && !breaks.has(bar)) context.lineTo(xOf(bar), yOf(value))
    else context.moveTo(xOf(bar), yOf(value))
    isOpen = true
  }
  context.stroke()
}

function drawColumns(
  { context, xOf, yOf, spacing, from, to }: Frame,
  line: Float64Array | undefined,
  { up, down }: ChartColors,
): void {
  if (!line) return
  const zero = yOf(0)
  const width = Math.max(1, Math.floor(spacing * 0.75))
  for (const [color, sign] of [
    [up, 1],
    [down, -1],
  ] as const) {
    context.fillStyle = faded(color, 0.5)
    for (let bar = from; bar < to; bar += 1) {
      const value = at(line, bar)
      if (!(value * sign > 0)) continue
      const y = yOf(value)
      context.fillRect(Math.round(xOf(bar) - width / 2), Math.min(y, zero), width, Math.abs(zero - y))
    }
  }
}
