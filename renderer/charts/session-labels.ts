import type { PlaceGrid, SessionDrawing } from './session-layer.ts'
import { type ChartColors, faded } from './tokens.ts'

const labelTop = 15

/** Draws where sessions begin, with their day. */
export function drawMarks(
  context: CanvasRenderingContext2D,
  marks: SessionDrawing['marks'],
  { width, height, left }: PlaceGrid,
  colors: ChartColors,
): void {
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
}
