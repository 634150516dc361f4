import type { Certainty, GapClass } from '#shared/gaps/gap-class.ts'
import { classStyles, filledSign, strengthOf } from '../ledger/class-style.ts'
import { type ChartColors, faded } from './tokens.ts'

/** Narrower runs have no room for a letter. */
const letterWidth = 18
const stripe = 4

/** A rectangle in pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * Paints missing minutes of one class: solid where the class is proven or agreed on, hatched where it is probable,
 * hollow where nothing says so; with its letter where there is room. `opacity` dims earlier sessions.
 */
export function paintGap(
  context: CanvasRenderingContext2D,
  box: Box,
  gap: { readonly class: GapClass; readonly certainty: Certainty },
  colors: ChartColors,
  opacity = 1,
): void {
  const { x, y, width, height } = box
  const color = faded(colors.gaps[gap.class], opacity)
  const strength = strengthOf(gap.certainty)
  context.fillStyle = colors.canvas
  context.fillRect(x, y, width, height)
  context.fillStyle = strength === 'solid' ? color : faded(colors.gaps[gap.class], 0.35 * opacity)
  if (strength !== 'hollow' || width < 3) context.fillRect(x, y, width, height)
  if (strength === 'hatched') hatch(context, box, color)
  if (strength === 'hollow') {
    context.strokeStyle = color
    context.lineWidth = 1
    context.setLineDash([])
    context.strokeRect(x + 0.5, y + 0.5, Math.max(0.5, width - 1), height - 1)
  }
  if (width >= letterWidth) letter(context, box, classStyles[gap.class].letter, colors)
}

/** Paints minutes that were filled, with their sign where there is room. */
export function paintFilled(context: CanvasRenderingContext2D, box: Box, colors: ChartColors): void {
  context.fillStyle = colors.filled
  context.fillRect(box.x, box.y, box.width, box.height)
  if (box.width >= letterWidth) letter(context, box, filledSign, colors)
}

function hatch(context: CanvasRenderingContext2D, { x, y, width, height }: Box, color: string): void {
  context.save()
  context.beginPath()
  context.rect(x, y, width, height)
  context.clip()
  context.strokeStyle = color
  context.lineWidth = 1.5
  context.setLineDash([])
  context.beginPath()
  // On a grid of its own, so that it does not crawl when the run grows to the right.
  for (let left = x - height; left < x + width; left += stripe) {
    context.moveTo(left, y + height)
    context.lineTo(left + height, y)
  }
  context.stroke()
  context.restore()
}

function letter(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Box,
  text: string,
  { canvas, ink, font }: ChartColors,
): void {
  context.save()
  context.font = `700 9px ${font}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  const middle = x + width / 2
  context.fillStyle = canvas
  context.fillRect(middle - 4.5, y, 9, height)
  context.fillStyle = ink
  context.fillText(text, middle, y + height / 2 + 0.5)
  context.restore()
}
