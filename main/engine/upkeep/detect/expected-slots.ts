import type { Interruption, Segment, Session } from '#shared/calendar/trading-calendar.ts'

/** A stretch of time, [open, close), in which every slot should have a bar, and how many slots lie before it. */
export interface Stretch {
  readonly open: number
  readonly close: number
  readonly before: number
}

/**
 * The bars that a session should have: slots of one length from each segment's open on, the last cut by the close
 * (R8), without those in which nobody could trade. Slots are numbered through the session from 0.
 */
export class ExpectedSlots {
  /** Length of a slot in milliseconds. */
  readonly step: number
  /** How many bars are expected. */
  readonly count: number
  /** In order, breaks and interruptions between them. */
  readonly stretches: readonly Stretch[]

  /** `interruptions` are those of the session; a slot is not expected when one covers all of it. */
  constructor(
    { segments }: Pick<Session, 'segments'>,
    step: number,
    interruptions: readonly Interruption[] = [],
  ) {
    let before = 0
    const stretches: Stretch[] = []
    for (const { open, close } of segments.flatMap((segment) => without(segment, step, interruptions))) {
      stretches.push({ open, close, before })
      before += Math.ceil((close - open) / step)
    }
    this.step = step
    this.count = before
    this.stretches = stretches
  }

  /** Number of the slot that holds an instant; -1 outside. */
  slotAt(time: number): number {
    for (const { open, close, before } of this.stretches)
      if (time < close) return time < open ? -1 : before + Math.floor((time - open) / this.step)
    return -1
  }

  /** How many slots have ended at an instant: the one that it lies in has not (R15). */
  ended(clock: number): number {
    let ended = 0
    for (const { open, close, before } of this.stretches) {
      if (clock < open) return ended
      if (clock < close) return before + Math.floor((clock - open) / this.step)
      ended = before + Math.ceil((close - open) / this.step)
    }
    return ended
  }
}

/** What is left of a segment when all slots that lie in an interruption are taken out. */
function without(
  { open, close }: Segment,
  step: number,
  interruptions: readonly Interruption[],
): readonly { readonly open: number; readonly close: number }[] {
  const left: { open: number; close: number }[] = []
  let from: number = open
  for (const { start, end } of [...interruptions].sort((one, other) => one.start - other.start)) {
    const first = Math.max(from, open + Math.ceil((start - open) / step) * step)
    const last = end >= close ? close : open + Math.floor((end - open) / step) * step
    if (last <= first || first >= close) continue
    if (first > from) left.push({ open: from, close: first })
    from = last
  }
  if (from < close) left.push({ open: from, close })
  return left
}
