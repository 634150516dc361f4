import type { IPanePrimitive, IPrimitivePaneRenderer, ITimeScaleApi, Time } from 'lightweight-charts'
import type { Certainty, GapClass } from '#shared/gaps/gap-class.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { drawLane } from './data-lane.ts'
import { drawMarks } from './session-labels.ts'
import { drawStandIns, type StandInPlaces } from './stand-in-paint.ts'
import type { ChartColors } from './tokens.ts'

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0]

/** A run of neighbouring places on the time scale, both ends included; in fractions, `to` is where it ends. */
export interface PlaceRun {
  readonly from: number
  readonly to: number
}

/** Missing minutes of one class, in fractions of places. */
export interface GapPlaces extends PlaceRun {
  readonly open: EpochMs
  readonly close: EpochMs
  readonly class: GapClass
  readonly certainty: Certainty
  readonly earlier: boolean
}

/** A stretch without any bar, in fractions of places; `missing` where nobody told of its class. */
export interface Band extends PlaceRun {
  readonly earlier: boolean
  readonly of: GapClass | 'missing'
}

/** What is drawn beneath and beside the candles, in places of the time scale. `earlier` is of sessions before. */
export interface SessionDrawing {
  readonly marks: readonly { readonly place: number; readonly label: string; readonly current: boolean }[]
  /** Places with a bar. */
  readonly present: readonly (PlaceRun & { readonly earlier: boolean; readonly filled: boolean })[]
  /** Places where a bar is expected and none is. */
  readonly missing: readonly (PlaceRun & { readonly earlier: boolean })[]
  readonly bands: readonly Band[]
  readonly gaps: readonly GapPlaces[]
  /** Minutes that were filled, in fractions of places. */
  readonly filled: readonly PlaceRun[]
  readonly standIns: readonly StandInPlaces[]
  /** Minutes that were chosen, in fractions of places. */
  readonly chosen: PlaceRun | undefined
}

export const emptyDrawing: SessionDrawing = {
  marks: [],
  present: [],
  missing: [],
  bands: [],
  gaps: [],
  filled: [],
  standIns: [],
  chosen: undefined,
}

/** Where the places of a time scale lie in a pane. */
export interface PlaceGrid {
  readonly width: number
  readonly height: number
  /** Left edge of a place, or of a fraction of it, in pixels. */
  left(place: number): number
}

/** Gaps so many pixels beside the pointer count as hit: a minute may be narrower than one. */
const reach = 3

/** Draws session separators with their day, bands over missing minutes, synthetic bars and the lane of data colours. */
export class SessionLayer implements IPanePrimitive<Time> {
  #drawing: SessionDrawing = emptyDrawing
  #requestUpdate: (() => void) | undefined
  readonly #scale: ITimeScaleApi<Time>
  readonly #yOf: (price: number) => number | null
  readonly #views

  /** `yOf` is where a price lies in the pane, in pixels. */
  constructor(scale: ITimeScaleApi<Time>, colors: ChartColors, yOf: (price: number) => number | null) {
    this.#scale = scale
    this.#yOf = yOf
    const renderer: IPrimitivePaneRenderer = { draw: (target) => this.#draw(target, colors) }
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

  /** The gap at `x` pixels from the left of the pane. */
  gapAt(x: number): GapPlaces | undefined {
    const grid = this.#grid(this.#scale.width(), 0)
    return this.#drawing.gaps.find(
      ({ from, to }) => x >= (grid?.left(from) ?? x) - reach && x <= (grid?.left(to) ?? x) + reach,
    )
  }

  #draw(target: Target, colors: ChartColors): void {
    // biome-ignore lint/correctness/useHookAtTopLevel: it is a canvas method, not a hook
    target.useMediaCoordinateSpace(({ context, mediaSize: { width, height } }) => {
      const grid = this.#grid(width, height)
      if (!grid) return
      drawLane(context, this.#drawing, grid, colors)
      drawStandIns(context, this.#drawing.standIns, grid, this.#yOf, colors)
      drawMarks(context, this.#drawing.marks, grid, colors)
    })
  }

  #grid(width: number, height: number): PlaceGrid | undefined {
    const view = this.#scale.getVisibleLogicalRange()
    if (!view) return undefined
    const spacing = width / (view.to - view.from)
    // A place's bar is centred on it; the view's edges lie half a bar outside the first and last place.
    return { width, height, left: (place) => (place - view.from - 0.5) * spacing }
  }
}
