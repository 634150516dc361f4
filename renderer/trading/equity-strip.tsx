import { memo, useEffect, useMemo, useState } from 'react'
import { moneyText, percentText } from '#shared/backtest/figure-text.ts'
import { chartColors, faded } from '../charts/tokens.ts'
import { useWidth } from '../replay/use-width.ts'
import { type EquityPoints, useTrading } from '../stores/trading.ts'
import { classes } from '../ui/classes.ts'
import { equityColumns, equityFigures } from './equity-figures.ts'

/** The picture shows at least this part of the cash from its foot to its top. */
const leastRoom = 1e-3

/** Net and drawdown up to the clock, in words. */
export function EquityFigureLine() {
  const equity = useTrading((state) => state.equity)
  const { net, maxDrawdownPct, drawdownPct } = useMemo(() => equityFigures(equity), [equity])
  return (
    <>
      <Figure name="Net">
        <span
          data-testid="equity-net"
          className={classes('font-medium', net === 0 ? '' : net > 0 ? 'text-up' : 'text-down')}
        >
          {moneyText(net, 'signed')}
        </span>
      </Figure>
      <Figure name="Max DD">
        <span className="font-medium">{percentText(-maxDrawdownPct)}</span>
      </Figure>
      <Figure name="DD now">
        <span className="font-medium">{percentText(-drawdownPct)}</span>
      </Figure>
    </>
  )
}

function Figure({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <span className="flex items-baseline gap-1.5 whitespace-nowrap text-sm">
      <span className="text-muted">{name}</span>
      {children}
    </span>
  )
}

/** Equity up to the clock as a picture. */
export const EquityStrip = memo(function EquityStrip() {
  const equity = useTrading((state) => state.equity)
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null)
  const width = useWidth(canvas)
  const [height, setHeight] = useState(0)
  useEffect(() => {
    if (!canvas) return
    const observer = new ResizeObserver(() => setHeight(canvas.clientHeight))
    observer.observe(canvas)
    return () => observer.disconnect()
  }, [canvas])
  useEffect(() => {
    if (!canvas || width === 0 || height === 0) return
    const drawing = requestAnimationFrame(() => paint(canvas, width, height, equity))
    return () => cancelAnimationFrame(drawing)
  }, [canvas, width, height, equity])
  return (
    <div className="relative min-h-0 flex-1">
      <canvas
        ref={setCanvas}
        role="img"
        aria-label="Equity up to the clock"
        className="absolute inset-0 size-full"
      />
    </div>
  )
})

function paint(canvas: HTMLCanvasElement, width: number, height: number, points: EquityPoints): void {
  const scale = window.devicePixelRatio
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const context = canvas.getContext('2d')
  const columns = equityColumns(points, width)
  if (!context || columns.length === 0) return
  context.scale(scale, scale)
  const { up, down, edge } = chartColors()
  let [least, greatest] = [points.cash, points.cash]
  for (const value of columns) {
    least = Math.min(least, value)
    greatest = Math.max(greatest, value)
  }
  // Some cents must not look like ruin.
  const room = Math.max(greatest - least, Math.abs(points.cash) * leastRoom)
  const top = (greatest + least + room) / 2
  const yOf = (value: number): number => 6 + ((top - value) / room) * (height - 12)
  const count = columns.length / 2
  const xOf = (column: number): number => (count === 1 ? width : (column / (count - 1)) * width)
  const zero = Math.round(yOf(points.cash)) + 0.5
  const color = (points.equity[points.length - 1] ?? points.cash) < points.cash ? down : up
  context.beginPath()
  context.moveTo(0, height)
  for (let column = 0; column < count; column += 1) {
    context.lineTo(xOf(column), yOf(columns[2 * column] ?? 0))
    context.lineTo(xOf(column), yOf(columns[2 * column + 1] ?? 0))
  }
  context.lineTo(width, height)
  context.fillStyle = faded(color, 0.12)
  context.fill()
  context.beginPath()
  for (let column = 0; column < count; column += 1) {
    context.lineTo(xOf(column), yOf(columns[2 * column] ?? 0))
    context.lineTo(xOf(column), yOf(columns[2 * column + 1] ?? 0))
  }
  context.strokeStyle = color
  context.lineWidth = 1.5
  context.lineJoin = 'round'
  context.stroke()
  context.strokeStyle = edge
  context.lineWidth = 1
  context.setLineDash([3, 3])
  context.beginPath()
  context.moveTo(0, zero)
  context.lineTo(width, zero)
  context.stroke()
}
