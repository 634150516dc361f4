import { at, upperBound } from '#shared/bars/columns.ts'
import type { ChartTrades, OrderLine } from './chart-trades.ts'
import type { SeriesCache } from './series-cache.ts'
import { type ChartColors, faded } from './tokens.ts'

const half = 5
const labelHeight = 18
const cancelWidth = 18
/** With more markers in sight their numbers would only cover each other. */
const mostLabels = 120
const fillLabelHeight = 14
/** Farther from its marker than this, nobody would see what a label belongs to. */
const farthestLabel = 80

/** What is in sight of a pane, in pixels. */
export interface PaneSight {
  readonly cache: SeriesCache
  /** Bars in sight, and where they lie. */
  readonly from: number
  readonly to: number
  readonly width: number
  xOf(bar: number): number
  yOf(price: number): number | null
}

/** Where the label of an order was painted. */
export interface OrderBox {
  readonly line: OrderLine
  readonly x: number
  readonly y: number
  readonly width: number
}

/** Where a label of fills lies, in pixels, and the bar that it belongs to. */
interface FillLabel {
  readonly bar: number
  readonly left: number
  readonly right: number
  readonly middle: number
}

/** Shares that changed hands within one bar, of one side. */
interface Gathered {
  readonly bar: number
  readonly side: 'buy' | 'sell'
  quantity: number
  count: number
}

/** Fills in sight, those of one bar and side together. */
export function gatherFills(
  { fills }: ChartTrades,
  cache: SeriesCache,
  from: number,
  to: number,
): Gathered[] {
  const { time, change } = fills
  const { start } = cache.columns
  if (from >= to || time.length === 0) return []
  const gathered: Gathered[] = []
  let bar = from
  let bought: Gathered | undefined
  let sold: Gathered | undefined
  const end = to < cache.length ? at(start, to) : Number.POSITIVE_INFINITY
  for (let fill = upperBound(time, at(start, from) - 1); fill < time.length; fill += 1) {
    const minute = at(time, fill)
    if (minute >= end) break
    while (bar + 1 < to && at(start, bar + 1) <= minute) bar += 1
    const shares = at(change, fill)
    const side = shares > 0 ? 'buy' : 'sell'
    let one = side === 'buy' ? bought : sold
    if (one?.bar !== bar) {
      one = { bar, side, quantity: 0, count: 0 }
      gathered.push(one)
      if (side === 'buy') bought = one
      else sold = one
    }
    one.quantity += Math.abs(shares)
    one.count += 1
  }
  return gathered
}

/** Paints a triangle at each bar with fills, bought ones below it and sold ones above it, with what changed hands where there is place for it. */
export function paintFills(
  context: CanvasRenderingContext2D,
  trades: ChartTrades,
  sight: PaneSight,
  colors: ChartColors,
): void {
  const gathered = gatherFills(trades, sight.cache, sight.from, sight.to)
  const { high, low } = sight.cache.columns
  context.font = `600 11px ${colors.font}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  const labels: FillLabel[] = []
  for (const { bar, side, quantity, count } of gathered) {
    const sign = side === 'buy' ? 1 : -1
    const y = sight.yOf(at(side === 'buy' ? low : high, bar))
    if (y === null) continue
    const x = sight.xOf(bar)
    const tip = y + sign * 5
    context.fillStyle = side === 'buy' ? colors.up : colors.down
    context.beginPath()
    context.moveTo(x, tip)
    context.lineTo(x - half, tip + sign * 1.7 * half)
    context.lineTo(x + half, tip + sign * 1.7 * half)
    context.fill()
    if (gathered.length > mostLabels) continue
    const text = `${side === 'buy' ? 'Buy' : 'Sell'} ${shares(quantity)}${count > 1 ? ` in ${count}` : ''}`
    const width = context.measureText(text).width
    const box = { bar, left: x - width / 2 - 3, right: x + width / 2 + 3 }
    const near = tip + sign * (1.7 * half + 9)
    const middle = clearOfBars(sight, side, box, near)
    if (middle === undefined || labels.some((other) => covers(other, { ...box, middle }))) continue
    labels.push({ ...box, middle })
    const tone = context.fillStyle
    if (middle !== near) {
      context.fillStyle = faded(side === 'buy' ? colors.up : colors.down, 0.5)
      context.fillRect(Math.round(x) - 0.5, near - sign * 7, 1, middle - near)
    }
    context.fillStyle = faded(colors.canvas, 0.78)
    context.fillRect(box.left, middle - fillLabelHeight / 2, width + 6, fillLabelHeight)
    context.fillStyle = tone
    context.fillText(text, x, middle + 0.5)
  }
}

/**
 * Where the middle of a marker's label lies, in pixels: beyond the bars that it is as wide as, below them for what was
 * bought and above them for what was sold, and not before `near`. Undefined where that is too far from its marker.
 */
export function clearOfBars(
  { cache, from, to, xOf, yOf }: PaneSight,
  side: 'buy' | 'sell',
  { bar, left, right }: Omit<FillLabel, 'middle'>,
  near: number,
): number | undefined {
  const edge = side === 'buy' ? cache.columns.low : cache.columns.high
  const sign = side === 'buy' ? 1 : -1
  let middle = near
  const pass = (beside: number): boolean => {
    const x = xOf(beside)
    if (beside < from || beside >= to || x < left || x > right) return false
    const y = yOf(at(edge, beside))
    if (y === null) return true
    const clear = y + sign * (fillLabelHeight / 2 + 2)
    if (sign * (clear - middle) > 0) middle = clear
    return true
  }
  for (let beside = bar; pass(beside); beside -= 1);
  for (let beside = bar + 1; pass(beside); beside += 1);
  return Math.abs(middle - near) > farthestLabel ? undefined : middle
}

function covers(one: FillLabel, other: FillLabel): boolean {
  const isBeside = one.left < other.right + 3 && other.left < one.right + 3
  return isBeside && Math.abs(one.middle - other.middle) < fillLabelHeight
}

/** Paints a line from each entry to its exit, in the colour of what it brought. */
export function paintTrips(
  context: CanvasRenderingContext2D,
  { trips }: ChartTrades,
  { cache, from, to, xOf, yOf }: PaneSight,
  colors: ChartColors,
): void {
  if (trips.length === 0 || from >= to) return
  const { start } = cache.columns
  const first = at(start, from)
  const end = to < cache.length ? at(start, to) : Number.POSITIVE_INFINITY
  context.lineWidth = 1.5
  context.setLineDash([4, 3])
  for (const { entryTime, exitTime, entryPrice, exitPrice, profit } of trips) {
    if (exitTime < first || entryTime >= end) continue
    const [entry, exit] = [yOf(entryPrice), yOf(exitPrice)]
    const [entryBar, exitBar] = [entryTime, exitTime].map((time) => upperBound(start, time, cache.length) - 1)
    if (entry === null || exit === null || exitBar === undefined || exitBar < 0) continue
    context.strokeStyle = faded(profit < 0 ? colors.down : colors.up, 0.75)
    context.beginPath()
    // What was entered before the first bar comes in from its edge.
    context.moveTo(entryBar === undefined || entryBar < 0 ? 0 : xOf(entryBar), entry)
    context.lineTo(xOf(exitBar), exit)
    context.stroke()
  }
  context.setLineDash([])
}

/** Paints the lines of orders that wait, with what they are; answers where their labels lie. */
export function paintOrders(
  context: CanvasRenderingContext2D,
  { orders, editable }: ChartTrades,
  { width, yOf }: PaneSight,
  colors: ChartColors,
): OrderBox[] {
  const boxes: OrderBox[] = []
  context.font = `500 11px ${colors.font}`
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  for (const line of orders) {
    const y = yOf(line.price)
    if (y === null) continue
    const color = toneOf(line, colors)
    context.strokeStyle = faded(color, 0.8)
    context.lineWidth = 1
    context.setLineDash([6, 4])
    context.beginPath()
    context.moveTo(0, Math.round(y) + 0.5)
    context.lineTo(width, Math.round(y) + 0.5)
    context.stroke()
    context.setLineDash([])
    const text = `${line.text} @ ${line.price}`
    const boxWidth = context.measureText(text).width + 16 + (editable ? cancelWidth : 0)
    const box = { line, x: width - boxWidth - 8, y: Math.round(y - labelHeight / 2), width: boxWidth }
    context.fillStyle = colors.raised
    context.fillRect(box.x, box.y, box.width, labelHeight)
    context.strokeStyle = color
    context.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, labelHeight - 1)
    context.fillStyle = color
    context.fillText(text, box.x + 8, box.y + labelHeight / 2 + 0.5)
    if (editable)
      paintCross(context, box.x + box.width - cancelWidth / 2, box.y + labelHeight / 2, colors.muted)
    boxes.push(box)
  }
  return boxes
}

/** What of the orders lies at a point: the sign that cancels one, or the label that moves it. */
export function orderAt(
  boxes: readonly OrderBox[],
  x: number,
  y: number,
): { readonly line: OrderLine; readonly part: 'cancel' | 'label' } | undefined {
  const box = boxes.findLast(
    (one) => x >= one.x && x <= one.x + one.width && y >= one.y && y <= one.y + labelHeight,
  )
  return box && { line: box.line, part: x >= box.x + box.width - cancelWidth ? 'cancel' : 'label' }
}

function toneOf({ exit, side }: OrderLine, { up, down }: ChartColors): string {
  if (exit) return exit === 'profit' ? up : down
  return side === 'buy' ? up : down
}

function paintCross(context: CanvasRenderingContext2D, x: number, y: number, color: string): void {
  context.strokeStyle = color
  context.lineWidth = 1.5
  context.beginPath()
  context.moveTo(x - 3, y - 3)
  context.lineTo(x + 3, y + 3)
  context.moveTo(x - 3, y + 3)
  context.lineTo(x + 3, y - 3)
  context.stroke()
}

function shares(quantity: number): string {
  return quantity.toLocaleString('en-US', { maximumFractionDigits: 8 })
}
