import { at, upperBound } from '#shared/bars/columns.ts'
import { filled, mergeOrigin } from '#shared/bars/state.ts'
import type { Interruption, Session } from '#shared/calendar/trading-calendar.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { ExpectedSlots } from '../detect/expected-slots.ts'
import { GapDetector } from '../detect/gap-detector.ts'
import type { PlayedBars } from './contract.ts'

/** Bars that became known after their end, at one time. */
interface LateBars {
  readonly knownAt: EpochMs
  readonly start: Float64Array
  readonly state: Uint8Array
}

/**
 * What is there of one symbol's session at the clock, kept up minute by minute: each bar is looked at once, from its
 * end on, a late one from the moment it was known. A clock that goes back begins anew, and what came late in this
 * run comes again at its moment.
 */
export class SessionGrade {
  readonly slots: ExpectedSlots
  readonly #start: Float64Array
  readonly #state: Uint8Array
  /** Sorted by the time they were known. */
  readonly #late: LateBars[] = []
  readonly #lateStarts = new Set<number>()
  #detector: GapDetector
  #next = 0
  #nextLate = 0
  #filled = 0
  /** Minutes of which the store knows that their bar came late, however it is played. */
  readonly #storedLate: ReadonlySet<number>
  #lateMinutes = 0
  #clock = Number.NEGATIVE_INFINITY

  constructor(
    session: Session,
    interruptions: readonly Interruption[],
    { start, state, late }: PlayedBars,
    storedLate: ReadonlySet<number>,
  ) {
    this.#storedLate = storedLate
    this.slots = new ExpectedSlots(session, minuteMs, interruptions)
    this.#detector = new GapDetector(this.slots)
    this.#start = start
    this.#state = state
    for (let index = 0; index < late.start.length; index++) {
      const [from, to] = [index, index + 1]
      this.addLate(
        { start: late.start.slice(from, to), state: late.state.slice(from, to) },
        at(late.knownAt, index) as EpochMs,
      )
    }
  }

  get detector(): GapDetector {
    return this.#detector
  }

  /** Expected minutes that have ended and have no bar. */
  get missing(): number {
    return this.#detector.missing
  }

  /** Minutes with a bar that came later, from another source. */
  get filled(): number {
    return this.#filled
  }

  /** Minutes with a bar that came after their end, of those recorded and filled. */
  get late(): number {
    return this.#lateMinutes
  }

  /** Goes on to a clock, or back. */
  follow(clock: EpochMs): void {
    if (clock < this.#clock) this.#beginAnew()
    this.#clock = clock
    const ended = upperBound(this.#start, clock - minuteMs)
    for (; this.#next < ended; this.#next++)
      this.#take(at(this.#start, this.#next), at(this.#state, this.#next), false)
    for (
      let late = this.#late[this.#nextLate];
      late && late.knownAt <= clock;
      late = this.#late[this.#nextLate]
    )
      this.#takeLate(late)
    this.#detector.setClock(clock)
  }

  /**
   * Bars, sorted by start, that became known at `knownAt`, or at their end where that is later; there at once when
   * the clock has come so far.
   */
  addLate({ start, state }: Pick<LateBars, 'start' | 'state'>, knownAt: EpochMs): void {
    const ended = upperBound(start, knownAt - minuteMs)
    this.#addKnown({ knownAt, start: start.subarray(0, ended), state: state.subarray(0, ended) })
    for (let index = ended; index < start.length; index++)
      this.#addKnown({
        knownAt: (at(start, index) + minuteMs) as EpochMs,
        start: start.subarray(index, index + 1),
        state: state.subarray(index, index + 1),
      })
  }

  #addKnown(late: LateBars): void {
    const place = this.#late.findLastIndex((other) => other.knownAt <= late.knownAt) + 1
    this.#late.splice(place, 0, late)
    for (const time of late.start) this.#lateStarts.add(time)
    if (late.knownAt <= this.#clock) this.#takeLate(late)
  }

  /** Whether a late bar is known for a minute, be it later than the clock: it need not be asked for again. */
  hasLate(start: number): boolean {
    return this.#lateStarts.has(start)
  }

  #takeLate({ start, state }: LateBars): void {
    this.#nextLate++
    for (let index = 0; index < start.length; index++) this.#take(at(start, index), at(state, index), true)
  }

  #take(start: number, state: number, isLate: boolean): void {
    if (!this.#detector.add(start)) return
    if (mergeOrigin(state, 0) === filled) this.#filled++
    if (isLate || this.#storedLate.has(start)) this.#lateMinutes++
  }

  #beginAnew(): void {
    this.#detector = new GapDetector(this.slots)
    this.#next = 0
    this.#nextLate = 0
    this.#filled = 0
    this.#lateMinutes = 0
  }
}
