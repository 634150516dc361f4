import type { EquityColumns } from '#shared/backtest/trade.ts'

const valuesOfNote = 4
const notesOfBlock = 8192

/** Equity at the ends of bars, as it is noted while a backtest runs. */
export class EquityCurve {
  /** Full blocks of notes: time, equity, cash and exposure one after the other. No note is copied while it grows. */
  readonly #full: Float64Array[] = []
  #block = new Float64Array(notesOfBlock * valuesOfNote)
  /** Values in the block. */
  #filled = 0
  #lastTime = Number.NEGATIVE_INFINITY

  /** Number of notes. */
  get length(): number {
    return this.#full.length * notesOfBlock + this.#filled / valuesOfNote
  }

  /**
   * Notes the money at a time, milliseconds UTC; exposure is the value of what is held, the short ones counted above
   * 0, too. A second note of a time takes the place of the first: bars of several symbols end together. Throws a
   * RangeError for a time before the last.
   */
  note(time: number, equity: number, cash: number, exposure: number): void {
    if (!(time >= this.#lastTime)) throw new RangeError(`Equity at ${time} after equity at ${this.#lastTime}`)
    if (time === this.#lastTime) this.#filled -= valuesOfNote
    else if (this.#filled === this.#block.length) this.#next()
    const at = this.#filled
    this.#block[at] = time
    this.#block[at + 1] = equity
    this.#block[at + 2] = cash
    this.#block[at + 3] = exposure
    this.#filled = at + valuesOfNote
    this.#lastTime = time
  }

  /** The notes so far, in columns of their own. */
  columns(): EquityColumns {
    return {
      time: this.#column(0),
      equity: this.#column(1),
      cash: this.#column(2),
      exposure: this.#column(3),
    }
  }

  #column(value: number): Float64Array {
    const column = new Float64Array(this.length)
    let note = 0
    for (const block of [...this.#full, this.#block.subarray(0, this.#filled)])
      for (let at = value; at < block.length; at += valuesOfNote) column[note++] = block[at] as number
    return column
  }

  #next(): void {
    this.#full.push(this.#block)
    this.#block = new Float64Array(notesOfBlock * valuesOfNote)
    this.#filled = 0
  }
}
