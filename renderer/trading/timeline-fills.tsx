import { memo, useEffect, useState } from 'react'
import { chartColors } from '../charts/tokens.ts'
import { shareOf } from '../replay/timeline-geometry.ts'
import { useWidth } from '../replay/use-width.ts'
import { useChart } from '../stores/chart.ts'
import type { ShownSession } from '../stores/shown-session.ts'
import { useTrading } from '../stores/trading.ts'
import { classes } from '../ui/classes.ts'

const heightPx = 6
/** With more fills than these, those of other symbols would be all that one sees. */
const mostFaint = 80

/** A tick over the timeline for each fill up to the clock; those of other symbols are fainter. */
export const TimelineFills = memo(function TimelineFills({ info }: { info: ShownSession }) {
  const log = useTrading((state) => state.log)
  const revision = useTrading((state) => state.revision)
  const symbol = useChart((state) => state.symbol)
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null)
  const width = useWidth(canvas)
  const count = log.fills.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log's lists grow with the revision
  useEffect(() => {
    if (!canvas || width === 0) return
    const scale = window.devicePixelRatio
    canvas.width = Math.round(width * scale)
    canvas.height = Math.round(heightPx * scale)
    const context = canvas.getContext('2d')
    if (!context) return
    context.scale(scale, scale)
    const { up, down } = chartColors()
    const shown =
      log.fills.length > mostFaint ? log.fills.filter((fill) => fill.symbol === symbol) : log.fills
    for (const fill of shown) {
      context.fillStyle = fill.side === 'buy' ? up : down
      context.globalAlpha = fill.symbol === symbol ? 1 : 0.35
      context.fillRect(Math.round(shareOf(info, fill.time) * width) - 1, 0, 2, heightPx)
    }
  }, [canvas, width, info, log, revision, symbol])
  return (
    <canvas
      ref={setCanvas}
      data-testid="timeline-fills"
      data-fills={count}
      className={classes(
        'pointer-events-none absolute top-0 left-0 h-1.5 w-full',
        count === 0 && 'invisible',
      )}
    />
  )
})
