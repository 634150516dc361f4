import type { IPanePrimitive, IPrimitivePaneRenderer, ITimeScaleApi, Time } from 'lightweight-charts'
import type { ChartColors } from './tokens.ts'
import { faded } from './tokens.ts'

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0]

/** Height of the strip at the foot of the chart that shows where each bar comes from. */
const laneHeight = 7
const laneFoot = 5
const labelTop = 15

/** A run of neighbouring places on the time scale, both ends included; in fractions, `to` is where it ends. */
export interface PlaceRun {
  readonly from: number
  readonly to: number
}

/** What is drawn beneath and beside the candles, in places of the time scale. */
export interface SessionDrawing {
  readonly marks: readonly { readonly place: number; readonly label: string; readonly current: boolean }[]
  /** Places with a bar; `earlier` for sessions before the one that is replayed. */
  readonly present: readonly (PlaceRun & { readonly earlier: boolean; readonly filled: boolean })[]
  /** Places where a bar is expected and none is. */
  readonly missing: readonly (PlaceRun & { readonly earlier: boolean })[]
  /** Minutes that are missing within bars, in fractions of places. */
  readonly missingWithin: readonly PlaceRun[]
}

export const emptyDrawing: SessionDrawing = { marks: [], present: [], missing: [], missingWithin: [] }

/** A missing minute may be narrower than a pixel and must still be seen. */
const leastWidth = 1.5

/** Draws session separators with their day, bands over missing minutes and the strip of data colours. */
export class SessionLayer implements IPanePrimitive<Time> {
  #drawing: SessionDrawing = emptyDrawing
  #requestUpdate: (() => void) | undefined
  readonly #scale: ITimeScaleApi<Time>
  readonly #views

  constructor(scale: ITimeScaleApi<Time>, colors: ChartColors) {
    this.#scale = scale
    const renderer: IPrimitivePaneRenderer = {
      draw: (target) => draw(target, this.#drawing, this.#scale, colors),
    }
    this.#views = [{ zOrder: () => 'bottom' as const, renderer: () => renderer }]
  }

  attached({ requestUpdate }: { requestUpdate: () => void }): void {
    this.#requestUpdate = requestUpdate
  }

  detached(): void {
    this.#requestUpdate = undefined
  }

  paneViews() {
    return this.#views
  }

  show(drawing: SessionDrawing): void {
    this.#drawing = drawing
    this.#requestUpdate?.()
  }
}

function draw(
  target: Target,
  { marks, present, missing, missingWithin }: SessionDrawing,
  scale: ITimeScaleApi<Time>,
  colors: ChartColors,
): void {
  const view = scale.getVisibleLogicalRange()
  if (!view) return
  // biome-ignore lint/correctness/useHookAtTopLevel: it is a canvas method, not a hook
  target.useMediaCoordinateSpace(({ context, mediaSize: { width, height } }) => {
    const spacing = width / (view.to - view.from)
    // A place's bar is centred on it; the view's edges lie half a bar outside the first and last place.
    const left = (place: number): number => (place - view.from - 0.5) * spacing
    const laneTop = height - laneFoot - laneHeight
    const fill = (run: PlaceRun, color: string, top: number, tall: number): void => {
      const x = Math.max(0, left(run.from))
      const end = Math.min(width, left(run.to + 1))
      if (end <= x) return
      context.fillStyle = color
      context.fillRect(x, top, Math.max(1, end - x), tall)
    }
    for (const run of missing) {
      fill(run, faded(colors.missing, run.earlier ? 0.05 : 0.12), 0, laneTop - 2)
    }
    for (const run of present) {
      const color = run.filled ? colors.filled : colors.recorded
      fill(run, faded(color, run.earlier ? 0.42 : 0.9), laneTop, laneHeight)
    }
    for (const run of missing) {
      fill(run, faded(colors.missing, run.earlier ? 0.55 : 1), laneTop, laneHeight)
    }
    context.fillStyle = colors.missing
    for (const run of missingWithin) {
      const x = left(run.from)
      if (x < width && left(run.to) > 0) {
        context.fillRect(x, laneTop, Math.max(leastWidth, left(run.to) - x), laneHeight)
      }
    }
    context.font = `500 11px ${colors.font}`
    context.textBaseline = 'alphabetic'
    for (const [index, { place, label, current }] of marks.entries()) {
      const x = Math.round(left(place)) + 0.5
      const next = marks[index + 1]
      const room = (next ? left(next.place) : width) - x
      if (x > width || x + room < 0) continue
      context.strokeStyle = current ? faded(colors.muted, 0.55) : colors.edge
      context.lineWidth = 1
      context.setLineDash([3, 4])
      context.beginPath()
      context.moveTo(x, 0)
      context.lineTo(x, height)
      context.stroke()
      context.setLineDash([])
      const text = context.measureText(label).width
      // The day of a session whose beginning is out of sight stays at the left edge.
      const textLeft = Math.max(x + 6, 6)
      if (textLeft + text + 6 > x + room) continue
      context.fillStyle = current ? colors.ink : colors.muted
      context.fillText(label, textLeft, labelTop)
    }
  })
}
