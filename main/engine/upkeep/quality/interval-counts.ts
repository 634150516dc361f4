import { allocateColumns, at, type BarColumns, lowerBound } from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import { type Interval, intradayMs, oneDay } from '#shared/bars/interval.ts'
import { filled, mergeOrigin } from '#shared/bars/state.ts'
import type { Interruption, Session } from '#shared/calendar/trading-calendar.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { ClassifiedGap } from '../classify/classify-gaps.ts'
import { ExpectedSlots } from '../detect/expected-slots.ts'
import type { SessionCounts } from './session-counts.ts'

const noBars = allocateColumns(0)

/** What there is of a session: its bars of the interval where the store has them, its minutes, and their gaps. */
export interface IntervalSession {
  readonly session: Session
  readonly interruptions: readonly Interruption[]
  readonly stored: BarColumns | undefined
  readonly minutes: BarColumns | undefined
  /** When bars were known first, by start: of those stored of the interval, else of the minutes; at their end else. */
  readonly firstKnown: ReadonlyMap<number, number>
  /** The missing minutes with their classes; none where nothing is recorded about the session. */
  readonly gaps: readonly ClassifiedGap[]
}

type BarKind = 'recorded' | 'filled' | 'noTrade' | 'halted' | 'missing' | 'pending'

/** Of a slot that has a bar. */
interface SlotBar {
  readonly kind: 'recorded' | 'filled'
  readonly isLate: boolean
}

/** The bars of an interval that a session should have: slots of it, each with its start and its end. */
interface IntervalSlots {
  readonly count: number
  slotAt(start: number): number
  ended(clock: number): number
  window(slot: number): readonly [start: number, end: number]
}

/**
 * Counts a session in bars of an interval of at most a day (G7). A bar that the store holds counts as it is; else a
 * window has a bar when one of its minutes has (R9), recorded when one of these was. A window that has not ended is
 * pending, whatever its minutes (R10). One without a bar is explained when all of its minutes are: as halted when
 * none of them was asked for in vain. A bar is late when nothing of it was known at its window's end.
 */
export function countIntervals(of: IntervalSession, interval: Interval, clock: number): SessionCounts {
  const slots = slotsOf(of, interval)
  const minuteSlots = new ExpectedSlots(of.session, minuteMs, of.interruptions)
  const bars = barsOfSlots(of, interval, slots)
  const ended = slots.ended(clock)
  const counts = {
    expected: 0,
    recorded: 0,
    filled: 0,
    noTrade: 0,
    halted: 0,
    missing: 0,
    pending: 0,
    late: 0,
  }
  for (let slot = 0; slot < slots.count; slot++) {
    const [start, end] = slots.window(slot)
    const bar = slot < ended ? bars[slot] : undefined
    const kind = slot >= ended ? 'pending' : (bar?.kind ?? kindWithoutBar(of.gaps, minuteSlots, start, end))
    if (kind === undefined) continue
    counts[kind]++
    counts.expected++
    if (bar?.isLate) counts.late++
  }
  return counts
}

function slotsOf({ session, interruptions }: IntervalSession, interval: Interval): IntervalSlots {
  const step = intradayMs(interval)
  if (step === undefined) {
    if (interval !== oneDay) throw new RangeError(`A ${interval} bar is longer than a session`)
    const { open, close } = session
    return {
      count: 1,
      slotAt: () => 0,
      ended: (clock) => (clock >= close ? 1 : 0),
      window: () => [open, close],
    }
  }
  const slots = new ExpectedSlots(session, step, interruptions)
  return {
    count: slots.count,
    slotAt: (start) => slots.slotAt(start),
    ended: (clock) => slots.ended(clock),
    window: (slot) => {
      const stretch = slots.stretches.findLast(({ before }) => before <= slot)
      if (!stretch) throw new RangeError(`A session of ${slots.count} bars has no bar ${slot}`)
      const start = stretch.open + (slot - stretch.before) * step
      return [start, Math.min(start + step, stretch.close)]
    },
  }
}

/** By slot, the bar that it has; a second bar of a slot counts for nothing (G6). */
function barsOfSlots(
  { session, stored, minutes = noBars, firstKnown }: IntervalSession,
  interval: Interval,
  slots: IntervalSlots,
): readonly (SlotBar | undefined)[] {
  const bars: (SlotBar | undefined)[] = Array.from({ length: slots.count })
  if (stored) {
    const { start, state } = stored
    for (let bar = 0; bar < start.length; bar++) {
      const slot = slots.slotAt(at(start, bar))
      if (slot < 0) continue
      const kind = mergeOrigin(at(state, bar), 0) === filled ? 'filled' : 'recorded'
      const isLate = (firstKnown.get(at(start, bar)) ?? 0) > slots.window(slot)[1]
      bars[slot] ??= { kind, isLate }
    }
    return bars
  }
  const source = { columns: minutes, from: 0, to: minutes.start.length }
  const { columns, counts } = deriveSession(source, session, interval, { hours: 'regular' })
  for (let bar = 0; bar < columns.start.length; bar++) {
    const slot = slots.slotAt(at(columns.start, bar))
    if (slot < 0) continue
    const kind = (counts.real[bar] ?? 0) > 0 ? 'recorded' : 'filled'
    bars[slot] ??= { kind, isLate: !hasMinuteInTime(minutes.start, firstKnown, ...slots.window(slot)) }
  }
  return bars
}

/** Whether any minute of a window was known when the window ended. */
function hasMinuteInTime(
  starts: Float64Array,
  firstKnown: ReadonlyMap<number, number>,
  start: number,
  end: number,
): boolean {
  return starts
    .subarray(lowerBound(starts, start), lowerBound(starts, end))
    .some((minute) => (firstKnown.get(minute) ?? 0) <= end)
}

/** What a window without a bar is; undefined where none is expected because the symbol was not listed (R15). */
function kindWithoutBar(
  gaps: readonly ClassifiedGap[],
  minuteSlots: ExpectedSlots,
  start: number,
  end: number,
): BarKind | undefined {
  const minutesOf = (isMeant: (gap: ClassifiedGap) => boolean) =>
    gaps.reduce((sum, gap) => {
      const ms = Math.min(gap.end, end) - Math.max(gap.start, start)
      return ms > 0 && isMeant(gap)
        ? sum + minuteSlots.ended(Math.min(gap.end, end)) - minuteSlots.ended(Math.max(gap.start, start))
        : sum
    }, 0)
  const all = minuteSlots.ended(end) - minuteSlots.ended(start)
  const notListed = minutesOf((gap) => gap.class === 'not-listed')
  const noTrade = minutesOf((gap) => gap.class === 'no-trade' && gap.settled)
  const halted = minutesOf((gap) => gap.class === 'halted')
  if (notListed === all) return undefined
  if (notListed + noTrade + halted < all) return 'missing'
  return noTrade === 0 ? 'halted' : 'noTrade'
}
