import { lowerBound } from '#shared/bars/columns.ts'
import type { ExpectedSlots } from './expected-slots.ts'
import { type GapRuns, gapsOfRuns } from './gap-runs.ts'

const usualRuns = 32

/**
 * Finds the expected bars that are not there: at the open, inside, at the close, or all of them (G5). It takes in
 * bars as they come, late ones too, and looks at each once; bars outside the hours and second bars of a slot count
 * for nothing (G6). What has not ended on the clock is no gap (R15).
 */
export class GapDetector {
  readonly #slots: ExpectedSlots
  /** Runs of missing slots before the frontier, sorted: [from, to) each. */
  #from = new Int32Array(usualRuns)
  #to = new Int32Array(usualRuns)
  #runs = 0
  #missingInRuns = 0
  /** The slot after the last one that has a bar, when it starts, and where its stretch ends. */
  #frontier = 0
  #next = Number.POSITIVE_INFINITY
  #close = Number.POSITIVE_INFINITY
  #ended = 0

  constructor(slots: ExpectedSlots) {
    this.#slots = slots
    this.#moveFrontier(0)
  }

  /** Takes in bars [from, to) of a column of starts that rise. */
  addBars(start: Float64Array, from = 0, to = start.length): void {
    const { step } = this.#slots
    let next = this.#next
    let run = 0
    for (let index = from; index < to; index++) {
      const bar = start[index] as number
      if (bar === next && next + step < this.#close) {
        next += step
        run++
        continue
      }
      this.#moveOn(run, next)
      run = 0
      this.add(bar)
      next = this.#next
    }
    this.#moveOn(run, next)
  }

  /** Takes in a bar; answers whether it fills a slot that had none. */
  add(start: number): boolean {
    if (start < this.#next || start >= this.#close) return this.#addElsewhere(start)
    const skipped = start === this.#next ? 0 : Math.floor((start - this.#next) / this.#slots.step)
    if (skipped > 0) this.#missRun(this.#frontier + skipped)
    this.#moveOn(skipped + 1, this.#next + (skipped + 1) * this.#slots.step)
    if (this.#next >= this.#close) this.#moveFrontier(this.#frontier)
    return true
  }

  /** Tells what time it is: what has ended by then and has no bar is missing. It may go back. */
  setClock(clock: number): void {
    this.#ended = this.#slots.ended(clock)
  }

  /** Expected bars that have ended and are not there. */
  get missing(): number {
    return this.#missingInRuns + Math.max(0, this.#ended - this.#frontier)
  }

  /** Slots that have a bar, each counted once. */
  get present(): number {
    return this.#frontier - this.#missingInRuns
  }

  /** The gaps up to the clock. */
  gaps(): GapRuns {
    const runs = this.#runs
    if (this.#ended <= this.#frontier) return gapsOfRuns(this.#slots, this.#from, this.#to, runs)
    if (runs === this.#from.length) this.#grow()
    this.#from[runs] = this.#frontier
    this.#to[runs] = this.#ended
    return gapsOfRuns(this.#slots, this.#from, this.#to, runs + 1)
  }

  /** The expected bars that are not there and have not ended either. */
  pending(): GapRuns {
    const from = Math.max(this.#frontier, this.#ended)
    const { count } = this.#slots
    return gapsOfRuns(this.#slots, Int32Array.of(from), Int32Array.of(count), from < count ? 1 : 0)
  }

  #addElsewhere(start: number): boolean {
    const slot = this.#slots.slotAt(start)
    if (slot < 0) return false
    if (slot < this.#frontier) return this.#fill(slot)
    if (slot > this.#frontier) this.#missRun(slot)
    this.#moveFrontier(slot + 1)
    return true
  }

  /** The slots from the frontier to before `slot` are missing. */
  #missRun(slot: number): void {
    this.#insertRun(this.#runs, this.#frontier, slot)
    this.#missingInRuns += slot - this.#frontier
  }

  /** So many slots further in the same stretch. */
  #moveOn(slots: number, next: number): void {
    this.#frontier += slots
    this.#next = next
  }

  #moveFrontier(slot: number): void {
    const stretch = this.#slots.stretches.findLast(({ before }) => before <= slot)
    const isInside = stretch !== undefined && slot < this.#slots.count
    this.#frontier = slot
    this.#next = isInside
      ? stretch.open + (slot - stretch.before) * this.#slots.step
      : Number.POSITIVE_INFINITY
    this.#close = isInside ? stretch.close : Number.POSITIVE_INFINITY
  }

  /** A late bar: its run gets shorter, or falls in two. */
  #fill(slot: number): boolean {
    let run = 0
    while (run < this.#runs && (this.#to[run] as number) <= slot) run++
    const from = this.#from[run] as number
    if (run === this.#runs || from > slot) return false
    const to = this.#to[run] as number
    this.#missingInRuns--
    if (to - from === 1) this.#removeRun(run)
    else if (slot === from) this.#from[run] = slot + 1
    else {
      this.#to[run] = slot
      if (slot + 1 < to) this.#insertRun(run + 1, slot + 1, to)
    }
    return true
  }

  #insertRun(run: number, from: number, to: number): void {
    if (this.#runs === this.#from.length) this.#grow()
    if (run < this.#runs) {
      this.#from.copyWithin(run + 1, run, this.#runs)
      this.#to.copyWithin(run + 1, run, this.#runs)
    }
    this.#from[run] = from
    this.#to[run] = to
    this.#runs++
  }

  #removeRun(run: number): void {
    this.#from.copyWithin(run, run + 1, this.#runs)
    this.#to.copyWithin(run, run + 1, this.#runs)
    this.#runs--
  }

  #grow(): void {
    const [from, to] = [this.#from, this.#to]
    this.#from = new Int32Array(2 * from.length)
    this.#to = new Int32Array(2 * to.length)
    this.#from.set(from)
    this.#to.set(to)
  }
}

/** The gaps of a session of which all bars are known, up to `clock`: starts that rise, [from, to) of the column. */
export function detectGaps(
  slots: ExpectedSlots,
  bars: { readonly start: Float64Array; readonly from?: number; readonly to?: number },
  clock: number,
): GapDetector {
  const { start, from = 0, to = start.length } = bars
  const detector = new GapDetector(slots)
  const open = slots.stretches[0]?.open ?? Number.POSITIVE_INFINITY
  detector.addBars(start, Math.max(from, lowerBound(start, open, to)), to)
  detector.setClock(clock)
  return detector
}
