import { memo, useEffect, useState } from 'react'
import { paintFilled, paintGap } from '../charts/gap-paint.ts'
import type { Stretch } from '../charts/slots.ts'
import { chartColors } from '../charts/tokens.ts'
import type { ClassedRun } from '../ledger/gap-runs.ts'
import { useSessionGaps } from '../ledger/shown-gaps.ts'
import { useLedger } from '../stores/ledger.ts'
import type { ShownSession } from '../stores/shown-session.ts'
import { useMinutes } from './minutes.ts'
import { shareOf } from './timeline-geometry.ts'
import { useWidth } from './use-width.ts'

const heightPx = 12
/** A single missing minute may be narrower than a pixel and must still be seen. */
const leastWidth = 1.5

/** The minutes up to the clock by what became of them, in the colours of data; what has still to come is empty. */
export const TimelineMinutes = memo(function TimelineMinutes({ info }: { info: ShownSession }) {
  const present = useMinutes((state) => state.present)
  const filled = useMinutes((state) => state.filled)
  const gaps = useSessionGaps()
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null)
  const width = useWidth(canvas)
  useEffect(() => {
    if (canvas && width > 0) paint(canvas, width, info, { present, filled, gaps })
  }, [canvas, width, info, present, filled, gaps])
  return (
    <>
      <canvas
        ref={setCanvas}
        className="pointer-events-none absolute top-[8px] left-0 h-3 w-full"
        data-testid="timeline-minutes"
        data-gaps={gaps.length}
      />
      <ChosenMark info={info} />
    </>
  )
})

/** Frames the minutes that were chosen. */
function ChosenMark({ info }: { info: ShownSession }) {
  const chosen = useLedger((state) => state.chosen)
  if (!chosen || chosen.start < info.start) return null
  const left = shareOf(info, chosen.start)
  const share = shareOf(info, chosen.end) - left
  return (
    <span
      aria-hidden="true"
      data-testid="timeline-chosen"
      className="pointer-events-none absolute top-[5px] h-[18px] rounded-[3px] border-[1.5px] border-ink"
      style={{ left: `calc(${left * 100}% - 2.5px)`, width: `calc(${share * 100}% + 5px)` }}
    />
  )
}

function paint(
  canvas: HTMLCanvasElement,
  width: number,
  info: ShownSession,
  {
    present,
    filled,
    gaps,
  }: {
    readonly present: readonly Stretch[]
    readonly filled: readonly Stretch[]
    readonly gaps: readonly ClassedRun[]
  },
): void {
  const scale = window.devicePixelRatio
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(heightPx * scale)
  const context = canvas.getContext('2d')
  if (!context) return
  context.scale(scale, scale)
  const colors = chartColors()
  const span = ({ open, close }: Stretch, least: number): { x: number; width: number } => {
    const x = shareOf(info, open) * width
    return { x, width: Math.max(least, shareOf(info, close) * width - x) }
  }
  context.fillStyle = colors.recorded
  for (const run of present) {
    const { x, width: wide } = span(run, 0)
    context.fillRect(x, 0, wide, heightPx)
  }
  for (const run of filled) paintFilled(context, { ...span(run, leastWidth), y: 0, height: heightPx }, colors)
  for (const gap of gaps) paintGap(context, { ...span(gap, leastWidth), y: 0, height: heightPx }, gap, colors)
}
