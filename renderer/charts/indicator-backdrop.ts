import type { IPanePrimitive, IPrimitivePaneRenderer, ITimeScaleApi, Time } from 'lightweight-charts'
import { type ChartColors, faded } from './tokens.ts'

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0]

const hatchSpacing = 7

/** Beneath the lines of an indicator's own pane: where sessions begin, and the bars it warms up over, hatched. */
export class IndicatorBackdrop implements IPanePrimitive<Time> {
  #sessions: readonly number[] = []
  #warmUpEnd = -1
  #requestUpdate: (() => void) | undefined
  readonly #views

  constructor(scale: ITimeScaleApi<Time>, colors: ChartColors) {
    const renderer: IPrimitivePaneRenderer = {
      draw: (target) => draw(target, scale, this.#sessions, this.#warmUpEnd, colors),
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

  /** Shows sessions that begin at these places; the last bar of the warm-up is at `warmUpEnd`, -1 where there is none. */
  show(sessions: readonly number[], warmUpEnd: number): void {
    this.#sessions = sessions
    this.#warmUpEnd = warmUpEnd
    this.#requestUpdate?.()
  }
}

function draw(
  target: Target,
  scale: ITimeScaleApi<Time>,
  sessions: readonly number[],
  warmUpEnd: number,
  colors: ChartColors,
): void {
  const view = scale.getVisibleLogicalRange()
  if (!view) return
  // biome-ignore lint/correctness/useHookAtTopLevel: it is a canvas method, not a hook
  target.useMediaCoordinateSpace(({ context, mediaSize: { width, height } }) => {
    const spacing = width / (view.to - view.from)
    const left = (place: number): number => (place - view.from - 0.5) * spacing
    hatch(context, Math.max(0, left(0)), Math.min(width, left(warmUpEnd + 1)), height, colors)
    context.strokeStyle = colors.edge
    context.lineWidth = 1
    context.setLineDash([3, 4])
    for (const place of sessions) {
      const x = Math.round(left(place)) + 0.5
      if (x < 0 || x > width) continue
      context.beginPath()
      context.moveTo(x, 0)
      context.lineTo(x, height)
      context.stroke()
    }
    context.setLineDash([])
  })
}

function hatch(
  context: CanvasRenderingContext2D,
  from: number,
  to: number,
  height: number,
  { muted }: ChartColors,
): void {
  if (to <= from) return
  context.save()
  context.beginPath()
  context.rect(from, 0, to - from, height)
  context.clip()
  context.fillStyle = faded(muted, 0.05)
  context.fillRect(from, 0, to - from, height)
  context.strokeStyle = faded(muted, 0.22)
  context.lineWidth = 1
  context.beginPath()
  for (let x = from - height; x < to; x += hatchSpacing) {
    context.moveTo(x, height)
    context.lineTo(x + height, 0)
  }
  context.stroke()
  context.restore()
}
