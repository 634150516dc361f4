import { allocateColumns, at, type BarColumns, lowerBound, sliceColumns } from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import { type Interval, intradayMs } from '#shared/bars/interval.ts'
import type { Interruption, Session } from '#shared/calendar/trading-calendar.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { joinColumns } from '../../replay/hours.ts'
import type { ClassifiedGap } from '../classify/classify-gaps.ts'
import { ExpectedSlots } from '../detect/expected-slots.ts'
import { detectGaps } from '../detect/gap-detector.ts'
import type { MinuteRun } from './retry-plan.ts'

const noBars = allocateColumns(0)

/** The session of which bars of a longer interval are missing. */
export interface LongerSession {
  readonly session: Session
  readonly interruptions: readonly Interruption[]
  /** At most a day. */
  readonly interval: Interval
}

/** The windows of an interval that have ended on the clock and have no stored bar (G7, R15). */
export function missingWindows(
  { session, interruptions, interval }: LongerSession,
  stored: BarColumns = noBars,
  clock: EpochMs,
): readonly MinuteRun[] {
  const step = intradayMs(interval)
  const { open, close } = session
  if (step === undefined) return stored.start.length > 0 || clock < close ? [] : [{ start: open, end: close }]
  const gaps = detectGaps(new ExpectedSlots(session, step, interruptions), stored, clock).gaps()
  return Array.from(gaps.bars, (bars, run) =>
    Array.from({ length: bars }, (_, index) => {
      const start = at(gaps.start, run) + index * step
      return { start: start as EpochMs, end: Math.min(start + step, at(gaps.end, run)) as EpochMs }
    }),
  ).flat()
}

/**
 * Bars of windows, made of minutes: only of windows of which every expected minute is there, or is explained by a
 * gap, as halted or proven empty; none of a window without any minute (R9).
 */
export function barsBuilt(
  of: LongerSession,
  windows: readonly MinuteRun[],
  minutes: BarColumns,
  gaps: readonly ClassifiedGap[],
): BarColumns {
  const { session, interval } = of
  const isKnown = minutesKnown(of, minutes, gaps)
  const source = { columns: minutes, from: 0, to: minutes.start.length }
  const { columns } = deriveSession(source, session, interval, { hours: 'regular' })
  return barsAt(columns, windows.filter(isKnown))
}

/** The bars that start where windows do, which are in order. */
export function barsAt(columns: BarColumns, windows: readonly MinuteRun[]): BarColumns {
  const indices = windows
    .map(({ start }) => lowerBound(columns.start, start))
    .filter((index, window) => columns.start[index] === windows[window]?.start)
  return joinColumns(indices.map((index) => sliceColumns(columns, index, index + 1)))
}

/** Windows without a bar of which every minute is explained: nobody traded, or could. */
export function explainedWindows(
  of: LongerSession,
  windows: readonly MinuteRun[],
  gaps: readonly ClassifiedGap[],
): readonly MinuteRun[] {
  return windows.filter(minutesKnown(of, noBars, gaps))
}

/** Tells whether every expected minute of a window has a bar or is explained. */
function minutesKnown(
  { session, interruptions }: LongerSession,
  minutes: BarColumns,
  gaps: readonly ClassifiedGap[],
): (window: MinuteRun) => boolean {
  const slots = new ExpectedSlots(session, minuteMs, interruptions)
  const known = new Uint8Array(slots.count)
  for (const start of minutes.start) {
    const slot = slots.slotAt(start)
    if (slot >= 0) known[slot] = 1
  }
  for (const gap of gaps)
    if (gap.class === 'halted' || (gap.class === 'no-trade' && gap.settled))
      known.fill(1, slots.ended(gap.start), slots.ended(gap.end))
  return ({ start, end }) => known.subarray(slots.ended(start), slots.ended(end)).every((one) => one === 1)
}
