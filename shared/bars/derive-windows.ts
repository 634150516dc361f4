import type { Segment, Session } from '../calendar/trading-calendar.ts'
import type { EpochMs } from '../time/epoch.ts'
import { type Interval, intradayMs, oneDay } from './interval.ts'

/** Which bars of a session label are meant: those inside its regular segments, or every one. */
export type Hours = 'regular' | 'all'

/** A stretch of time in which the windows of derived bars count from one anchor and end at the latest (R8). */
export interface Anchor {
  /** A window starts here, and every interval after and before it, as far as the stretch reaches. */
  readonly anchor: EpochMs
  /** [from, to); without end where the first or the last stretch of a label is open. */
  readonly from: number
  readonly to: number
}

/**
 * The stretches of a session in order of time. Regular hours: its segments. All hours: pre-market, segments and
 * post-market each anchored at its own open; what lies between two of them, or after the last, at the close
 * before it; what lies before the first at local midnight.
 */
export function anchorsOf(session: Session, hours: Hours): readonly Anchor[] {
  const segments = session.segments.map(anchored)
  if (hours === 'regular') return segments

  const { preMarket, postMarket, dayStart } = session
  const open = [
    ...(preMarket ? [anchored(preMarket)] : []),
    ...segments,
    ...(postMarket ? [anchored(postMarket)] : []),
  ]
  const anchors: Anchor[] = []
  let anchor = dayStart
  let from = Number.NEGATIVE_INFINITY
  for (const stretch of open) {
    if (from < stretch.from) anchors.push({ anchor, from, to: stretch.from })
    anchors.push(stretch)
    anchor = stretch.to as EpochMs
    from = stretch.to
  }
  anchors.push({ anchor, from, to: Number.POSITIVE_INFINITY })
  return anchors
}

function anchored({ open, close }: Segment): Anchor {
  return { anchor: open, from: open, to: close }
}

/** The windows of one session and interval; `seek` moves to the one that holds a time. */
export class Windows {
  /** Start of the derived bar, and when it is final. */
  start = 0
  end = 0
  /** The window takes bars that start before this: less than `end` where a daily bar stops at a break. */
  limit = Number.NEGATIVE_INFINITY
  /** A break or a close cut the window short; only the last one of a stretch can be. */
  stub = false
  readonly #anchors: readonly Anchor[]
  /** Length in ms; infinite for a daily bar. */
  readonly #length: number
  readonly #dayStart: number
  readonly #dayEnd: number
  /** Where the stretch of the current intraday window ends. */
  #stretchEnd = Number.NEGATIVE_INFINITY

  /** Throws a RangeError for an interval longer than a session. */
  constructor(session: Session, interval: Interval, hours: Hours) {
    const length = interval === oneDay ? Number.POSITIVE_INFINITY : intradayMs(interval)
    if (length === undefined) throw new RangeError(`A ${interval} bar is made of sessions, not of minutes`)
    this.#length = length
    this.#anchors = anchorsOf(session, hours)
    this.#dayStart = session.open
    this.#dayEnd = hours === 'all' ? (session.postMarket?.close ?? session.close) : session.close
  }

  /** Moves to the window that holds `time`; false when the time lies in no stretch. */
  seek(time: number): boolean {
    // Most often it is the next window of the same stretch, which needs no search and no division.
    const next = this.limit + this.#length
    if (time >= this.limit && time < next && next <= this.#stretchEnd) {
      this.start = this.limit
      this.end = next
      this.limit = next
      return true
    }
    return this.#search(time)
  }

  #search(time: number): boolean {
    for (let index = 0; index < this.#anchors.length; index++) {
      const stretch = this.#anchors[index] as Anchor
      if (time >= stretch.to) continue
      if (time < stretch.from) return false
      this.#enter(stretch, time)
      return true
    }
    return false
  }

  /** How many windows lie between the one that holds `first` and the one that holds `last`, both included. */
  countBetween(first: number, last: number): number {
    if (this.#length === Number.POSITIVE_INFINITY) return 1
    let count = 0
    for (const { anchor, from, to } of this.#anchors) {
      if (last < from || first >= to) continue
      const start = Math.floor((Math.max(first, from) - anchor) / this.#length)
      const end = Math.ceil((Math.min(last + 1, to) - anchor) / this.#length)
      count += end - start
    }
    return count
  }

  /** Forgets the window, so that the next bar is sought whatever its time. */
  leave(): void {
    this.limit = Number.NEGATIVE_INFINITY
  }

  #enter({ anchor, to }: Anchor, time: number): void {
    if (this.#length === Number.POSITIVE_INFINITY) {
      this.start = this.#dayStart
      this.end = this.#dayEnd
      this.limit = to
      return
    }
    this.#stretchEnd = to
    this.start = anchor + Math.floor((time - anchor) / this.#length) * this.#length
    this.end = Math.min(this.start + this.#length, to)
    this.limit = this.end
    this.stub = this.end < this.start + this.#length
  }
}
