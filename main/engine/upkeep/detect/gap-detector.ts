import { at, lowerBound } from '#shared/bars/columns.ts'
import type { ExpectedSlots } from './expected-slots.ts'
import { type GapRuns, runsOf } from './gap-runs.ts'

const usualRuns = 16

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
    for (let index = from; index < to; index++) this.add(at(start, index))
  }

  /** Takes in a bar; answers whether it fills a slot that had none. */
  add(start: number): boolean {
    if (start !== this.#next) return this.#addElsewhere(start)
    this.#frontier++
    this.#next += this.#slots.step
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
    return runsOf(this.#slots, this.#missingSlots(this.#ended))
  }

  /** The expected bars that are not there and have not ended either. */
  pending(): GapRuns {
    const from = Math.max(this.#frontier, this.#ended)
    return runsOf(this.#slots, from < this.#slots.count ? [[from, this.#slots.count]] : [])
  }

  #missingSlots(ended: number): readonly (readonly [number, number])[] {
    const pairs: [number, number][] = []
    for (let run = 0; run < this.#runs; run++)
      pairs.push([this.#from[run] as number, this.#to[run] as number])
    if (ended > this.#frontier) pairs.push([this.#frontier, ended])
    return pairs
  }

  #addElsewhere(start: number): boolean {
    const slot = this.#slots.slotAt(start)
    if (slot < 0) return false
    if (slot < this.#frontier) return this.#fill(slot)
    if (slot > this.#frontier) this.#insertRun(this.#runs, this.#frontier, slot)
    this.#missingInRuns += slot - this.#frontier
    this.#moveFrontier(slot + 1)
    return true
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
    this.#from.copyWithin(run + 1, run, this.#runs)
    this.#to.copyWithin(run + 1, run, this.#runs)
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
