import type { EpochMs } from '#shared/time/epoch.ts'
import { hourMs, minuteMs } from '#shared/time/epoch.ts'
import { formatMinute, zoneOffset } from '../time/zone.ts'

/** The span a timeline shows: first and last instant. */
export interface Span {
  readonly start: EpochMs
  readonly end: EpochMs
}

/** Where an instant lies on the timeline, from 0 to 1; instants outside lie at its ends. */
export function shareOf({ start, end }: Span, time: EpochMs): number {
  if (end <= start) return 0
  return Math.max(0, Math.min(1, (time - start) / (end - start)))
}

/** The whole minute nearest to a share of the timeline. */
export function minuteAt({ start, end }: Span, share: number): EpochMs {
  const minutes = Math.round((Math.max(0, Math.min(1, share)) * (end - start)) / minuteMs)
  return Math.min(end, start + minutes * minuteMs) as EpochMs
}

export interface HourMark {
  readonly share: number
  readonly label: string
}

/** Least distance of two labels, in pixels, and of one from those at the ends, which lie wholly on their inner side. */
const leastDistance = 46
const leastFromEnds = 60

/**
 * Labels of whole hours of the exchange that fit beneath a timeline `width` pixels wide: every hour, every
 * second one and so on. The ends are labelled before hours near them.
 */
export function hourMarks(zone: string, span: Span, width: number): readonly HourMark[] {
  const mark = (time: EpochMs): HourMark => ({ share: shareOf(span, time), label: formatMinute(zone, time) })
  const ends = [mark(span.start), mark(span.end)]
  if (width < 2 * leastDistance || span.end <= span.start) return ends
  const pixelsAnHour = (width * hourMs) / (span.end - span.start)
  const every = [1, 2, 3, 4, 6, 12].find((hours) => hours * pixelsAnHour >= leastDistance) ?? 24
  const marks: HourMark[] = []
  const offset = zoneOffset(zone, span.start)
  const firstHour = Math.ceil((span.start + offset) / hourMs) * hourMs - offset
  for (let time = firstHour; time < span.end; time += hourMs) {
    const hour = Math.round((time + offset) / hourMs) % 24
    const next = mark(time as EpochMs)
    const fromEnds = Math.min(next.share, 1 - next.share) * width
    if (hour % every === 0 && fromEnds >= leastFromEnds) marks.push(next)
  }
  return [ends[0], ...marks, ends[1]].filter((entry) => entry !== undefined)
}
