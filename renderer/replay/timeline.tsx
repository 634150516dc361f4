import { type KeyboardEvent, memo, type PointerEvent, useState } from 'react'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { Stretch } from '../charts/slots.ts'
import { usePlayback } from '../stores/playback.ts'
import type { ShownSession } from '../stores/shown-session.ts'
import { formatMinute, formatSecond } from '../time/zone.ts'
import { TimelineFills } from '../trading/timeline-fills.tsx'
import { classes } from '../ui/classes.ts'
import { hourMarks, minuteAt, shareOf } from './timeline-geometry.ts'
import { TimelineMinutes } from './timeline-minutes.tsx'
import { seek } from './transport-actions.ts'
import { useWidth } from './use-width.ts'

/** The session as a line: its stretches, what was recorded of the focused symbol, and the clock to drag. */
export function Timeline({ info }: { info: ShownSession }) {
  const [line, setLine] = useState<HTMLDivElement | null>(null)
  const width = useWidth(line)
  const [pointed, setPointed] = useState<EpochMs>()
  const [dragged, setDragged] = useState<EpochMs>()
  const clock = usePlayback((state) => state.clock) ?? info.start
  const shown = dragged ?? clock

  const timeOf = (event: PointerEvent): EpochMs => {
    const box = line?.getBoundingClientRect()
    return minuteAt(info, box ? (event.clientX - box.left) / box.width : 0)
  }
  const drag = (event: PointerEvent): void => {
    const at = timeOf(event)
    if (at === dragged) return
    setDragged(at)
    void seek(at)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const minutes = { PageUp: 30, PageDown: -30 }[event.key]
    if (minutes === undefined) return
    event.preventDefault()
    const target = shown + minutes * 60_000
    void seek(Math.max(info.start, Math.min(info.end, target)) as EpochMs)
  }

  return (
    <div className="px-1">
      <div
        ref={setLine}
        role="slider"
        tabIndex={0}
        aria-label="Time of the session"
        aria-valuemin={0}
        aria-valuemax={Math.round((info.end - info.start) / 60_000)}
        aria-valuenow={Math.round((shown - info.start) / 60_000)}
        aria-valuetext={formatSecond(info.zone, shown)}
        data-testid="timeline"
        className="relative h-7 touch-none rounded-sm"
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.preventDefault()
          event.currentTarget.setPointerCapture(event.pointerId)
          drag(event)
        }}
        onPointerMove={(event) => {
          setPointed(timeOf(event))
          if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(event)
        }}
        onPointerUp={() => setDragged(undefined)}
        onPointerCancel={() => setDragged(undefined)}
        onPointerLeave={() => setPointed(undefined)}
        onKeyDown={onKeyDown}
      >
        <Stretches info={info} />
        <TimelineMinutes info={info} />
        <TimelineFills info={info} />
        {pointed !== undefined && <Pointed info={info} time={pointed} />}
        <div
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 w-0"
          style={{ left: `${shareOf(info, shown) * 100}%` }}
        >
          <span className="-translate-x-1/2 absolute top-0 h-full w-0.5 rounded-full bg-accent" />
          <span className="-translate-x-1/2 -translate-y-1/2 absolute top-1/2 size-3.5 rounded-full border-2 border-canvas bg-accent" />
        </div>
      </div>
      <Hours info={info} width={width} />
    </div>
  )
}

const Hours = memo(function Hours({ info, width }: { info: ShownSession; width: number }) {
  return (
    <div className="relative h-4 text-2xs text-muted" aria-hidden="true">
      {hourMarks(info.zone, info, width).map(({ share, label }) => (
        <span
          key={share}
          className={classes(
            'absolute top-0',
            share === 1 && '-translate-x-full',
            share > 0 && share < 1 && '-translate-x-1/2',
          )}
          style={{ left: `${share * 100}%` }}
        >
          {label}
        </span>
      ))}
    </div>
  )
})

function place(info: ShownSession, { open, close }: Stretch): { left: string; width: string } {
  const left = shareOf(info, open)
  return { left: `${left * 100}%`, width: `${(shareOf(info, close) - left) * 100}%` }
}

function isInside(info: ShownSession, stretch: Stretch | undefined): stretch is Stretch {
  return stretch !== undefined && stretch.open >= info.opens && stretch.close <= info.closes
}

/** What lies between the segments. */
function breaksOf({ segments }: ShownSession): readonly Stretch[] {
  return segments.slice(1).flatMap(({ open }, index) => {
    const before = segments[index]
    return before ? [{ open: before.close, close: open }] : []
  })
}

const Stretches = memo(function Stretches({ info }: { info: ShownSession }) {
  const extended = [
    { name: 'pre', stretch: info.preMarket },
    { name: 'post', stretch: info.postMarket },
  ]
  return (
    <>
      {extended.map(
        ({ name, stretch }) =>
          isInside(info, stretch) && (
            <div
              key={name}
              className="absolute top-[9px] h-2.5 overflow-hidden rounded-sm bg-raised/70 text-center text-[9px] text-faint leading-[10px]"
              style={place(info, stretch)}
            >
              {name}
            </div>
          ),
      )}
      {breaksOf(info).map((pause) => (
        <div
          key={pause.open}
          data-testid="timeline-break"
          title="Lunch break"
          className="absolute top-[9px] h-2.5 overflow-hidden whitespace-nowrap rounded-sm border border-edge border-dashed text-center text-[9px] text-faint leading-[8px]"
          style={place(info, pause)}
        >
          break
        </div>
      ))}
      {info.segments.map((segment) => (
        <div
          key={segment.open}
          className="absolute top-[8px] h-3 rounded-sm bg-hover"
          style={place(info, segment)}
        />
      ))}
    </>
  )
})

function Pointed({ info, time }: { info: ShownSession; time: EpochMs }) {
  return (
    <div
      aria-hidden="true"
      className="-translate-x-1/2 pointer-events-none absolute bottom-full z-10 mb-1 rounded-sm border border-edge bg-raised px-1.5 text-xs leading-5"
      style={{ left: `${shareOf(info, time) * 100}%` }}
    >
      {formatMinute(info.zone, time)}
    </div>
  )
}
