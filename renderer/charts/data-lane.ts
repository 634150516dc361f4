import { paintFilled, paintGap } from './gap-paint.ts'
import type { PlaceGrid, PlaceRun, SessionDrawing } from './session-layer.ts'
import { type ChartColors, faded } from './tokens.ts'

/** Height of the lane at the foot of the chart that shows where each minute stands, and its distance from the foot. */
const laneHeight = 10
const laneFoot = 4
/** A missing minute may be narrower than a pixel and must still be seen. */
const leastWidth = 1.5
const laneOpacity = { earlier: 0.55, current: 1 }

/** Draws the lane of data colours, and what lies over the candles where minutes are missing, filled or chosen. */
export function drawLane(
  context: CanvasRenderingContext2D,
  { present, missing, bands, gaps, filled, chosen }: SessionDrawing,
  { width, height, left }: PlaceGrid,
  colors: ChartColors,
): void {
  const top = height - laneFoot - laneHeight
  const span = ({ from, to }: PlaceRun): { x: number; width: number } | undefined => {
    const x = Math.max(0, left(from))
    const end = Math.min(width, left(to))
    return end <= x ? undefined : { x, width: Math.max(leastWidth, end - x) }
  }
  const fill = (run: PlaceRun, color: string, y: number, tall: number): void => {
    const box = span(run)
    if (!box) return
    context.fillStyle = color
    context.fillRect(box.x, y, box.width, tall)
  }
  const places = ({ from, to }: PlaceRun): PlaceRun => ({ from, to: to + 1 })
  for (const band of bands) {
    const color = band.of === 'missing' ? colors.missing : colors.gaps[band.of]
    fill(band, faded(color, band.earlier ? 0.05 : 0.13), 0, top - 2)
  }
  for (const run of filled) fill(run, faded(colors.filled, 0.12), 0, top - 2)
  for (const run of present) {
    const color = run.earlier && run.filled ? colors.filled : colors.recorded
    fill(places(run), faded(color, run.earlier ? 0.42 : 0.9), top, laneHeight)
  }
  for (const run of missing)
    fill(places(run), faded(colors.missing, run.earlier ? 0.4 : 0.7), top, laneHeight)
  for (const run of filled) {
    const box = span(run)
    if (box) paintFilled(context, { ...box, y: top, height: laneHeight }, colors)
  }
  for (const gap of gaps) {
    const box = span(gap)
    const opacity = gap.earlier ? laneOpacity.earlier : laneOpacity.current
    if (box) paintGap(context, { ...box, y: top, height: laneHeight }, gap, colors, opacity)
  }
  const box = chosen && span(chosen)
  if (!box) return
  context.fillStyle = faded(colors.ink, 0.07)
  context.fillRect(box.x, 0, box.width, top)
  context.strokeStyle = colors.ink
  context.lineWidth = 1.5
  context.setLineDash([])
  context.strokeRect(box.x - 1, top - 2, box.width + 2, laneHeight + 4)
}
