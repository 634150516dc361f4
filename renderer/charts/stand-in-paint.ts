import type { PlaceGrid, PlaceRun } from './session-layer.ts'
import { type ChartColors, faded } from './tokens.ts'

/** Minutes in which synthetic bars stand, in fractions of places, flat at a price. */
export interface StandInPlaces extends PlaceRun {
  readonly price: number
}

/** Height of a flat bar's outline, and what is left free on both sides of a place. */
const height = 5
const inset = 0.16

/**
 * Draws synthetic bars as dashed outlines without a body, at their price, so that nobody takes one for a candle.
 * `yOf` is where a price lies in the pane, in pixels; null where it does not.
 */
export function drawStandIns(
  context: CanvasRenderingContext2D,
  runs: readonly StandInPlaces[],
  { left, width }: PlaceGrid,
  yOf: (price: number) => number | null,
  colors: ChartColors,
): void {
  context.save()
  context.lineWidth = 1
  context.strokeStyle = colors.ink
  context.fillStyle = faded(colors.canvas, 0.85)
  context.setLineDash([2, 2])
  for (const { from, to, price } of runs) {
    const y = yOf(price)
    if (y === null || left(to) < 0 || left(from) > width) continue
    for (let place = from; place < to; place += 1) {
      const end = Math.min(place + 1, to)
      const x = left(place + inset * (end - place))
      const wide = Math.max(1.5, left(end - inset * (end - place)) - x)
      context.fillRect(x, y - height / 2, wide, height)
      context.strokeRect(x, Math.round(y - height / 2) + 0.5, wide, height)
    }
  }
  context.restore()
}
