import { at, type BarColumns } from '#shared/bars/columns.ts'
import { originName } from '#shared/bars/state.ts'
import { type Palette, shadeOf } from './candle-shades.ts'
import { isFilled } from './filled-runs.ts'

/** Bars [from, to) of a chart, and where they lie in pixels of the canvas. */
export interface PaintedBars {
  readonly columns: BarColumns
  readonly from: number
  readonly to: number
  /** Bars that start before it, milliseconds UTC, are of earlier sessions. */
  readonly sessionStart: number
  readonly palette: Palette
  /** Middle of a bar. */
  readonly xOf: (bar: number) => number
  /** From one place to the next. */
  readonly spacing: number
  /** Pixels of the canvas to one of the page. */
  readonly ratio: number
}

/** Part of its place that a candle takes, the rest parts it from its neighbours. */
const bodyShare = 0.8
/** The band at the foot of a pane that volume takes, in parts of its height from the top. */
const volumeBand = { top: 0.85, bottom: 0.955 }

/** Paints candles: wick, body, and a border in `outline` around those that were filled. */
export function paintCandles(
  context: CanvasRenderingContext2D,
  bars: PaintedBars,
  yOf: (price: number) => number,
  outline: string,
): void {
  const { columns, from, to, sessionStart, palette, xOf, ratio } = bars
  const line = Math.max(1, Math.floor(ratio))
  const width = bodyWidth(bars, line)
  let painted = ''
  for (let bar = from; bar < to; bar += 1) {
    const { candle } = shadeOf(palette, columns, bar, sessionStart)
    if (candle !== painted) {
      context.fillStyle = candle
      painted = candle
    }
    const x = Math.round(xOf(bar))
    const open = yOf(at(columns.open, bar))
    const close = yOf(at(columns.close, bar))
    const top = Math.round(Math.min(open, close))
    const height = Math.round(Math.max(open, close)) - top + line
    const high = Math.round(yOf(at(columns.high, bar)))
    const low = Math.round(yOf(at(columns.low, bar))) + line
    const wick = x - (line >> 1)
    // Over a body that is see-through, a wick would show.
    if (high < top) context.fillRect(wick, high, line, top - high)
    if (low > top + height) context.fillRect(wick, top + height, line, low - top - height)
    const left = x - (width >> 1)
    context.fillRect(left, top, width, height)
    if (!isFilled(columns, bar)) continue
    context.strokeStyle = outline
    context.lineWidth = line
    context.strokeRect(left + line / 2, top + line / 2, Math.max(0, width - line), Math.max(0, height - line))
  }
}

/** Paints volume in a band at the foot of a pane `height` pixels high; the greatest in sight fills it. */
export function paintVolume(context: CanvasRenderingContext2D, bars: PaintedBars, height: number): void {
  const { columns, from, to, sessionStart, palette, xOf, spacing, ratio } = bars
  let greatest = 0
  for (let bar = from; bar < to; bar += 1) greatest = Math.max(greatest, at(columns.volume, bar))
  if (greatest === 0) return
  const foot = Math.round(height * volumeBand.bottom)
  const tall = foot - height * volumeBand.top
  const width = Math.max(1, Math.round(spacing) - (spacing > 2 * ratio ? Math.floor(ratio) : 0))
  let painted = ''
  for (let bar = from; bar < to; bar += 1) {
    const { volume } = shadeOf(palette, columns, bar, sessionStart)
    if (volume !== painted) {
      context.fillStyle = volume
      painted = volume
    }
    const top = Math.round(foot - (at(columns.volume, bar) / greatest) * tall)
    context.fillRect(Math.round(xOf(bar) - width / 2), top, width, foot - top)
  }
}

/** Paints a small mark above every candle whose values were corrected. */
export function paintCorrections(
  context: CanvasRenderingContext2D,
  { columns, from, to, xOf, ratio }: PaintedBars,
  yOf: (price: number) => number,
  color: string,
): void {
  const half = 3 * ratio
  context.fillStyle = color
  for (let bar = from; bar < to; bar += 1) {
    if (originName(at(columns.state, bar)) !== 'corrected') continue
    const x = xOf(bar)
    const tip = yOf(at(columns.high, bar)) - half
    context.beginPath()
    context.moveTo(x, tip)
    context.lineTo(x - half, tip - 1.5 * half)
    context.lineTo(x + half, tip - 1.5 * half)
    context.fill()
  }
}

/** As wide as an odd number of lines where there is room, so that the wick stands in the middle. */
function bodyWidth({ spacing }: PaintedBars, line: number): number {
  const width = Math.max(line, Math.floor(spacing * bodyShare))
  return width > line && (width - line) % 2 === 1 ? width - 1 : width
}
