import type { EquityColumns } from '#shared/backtest/trade.ts'

/** Equity at the ends of bars, as it is noted while a backtest runs. */
export class EquityCurve {
  #time: Float64Array
  #equity: Float64Array
  #cash: Float64Array
  #exposure: Float64Array
  #length = 0
  #isRead = false
  #lastTime = Number.NEGATIVE_INFINITY

  /** With room for so many notes; it grows where there are more. */
  constructor(room = 1024) {
    this.#time = new Float64Array(room)
    this.#equity = new Float64Array(room)
    this.#cash = new Float64Array(room)
    this.#exposure = new Float64Array(room)
  }

  /** Number of notes. */
  get length(): number {
    return this.#length
  }

  /**
   * Notes the money at a time, milliseconds UTC; exposure is the value of what is held, the short ones counted above
   * 0, too. A second note of a time takes the place of the first: bars of several symbols end together. Throws a
   * RangeError for a time before the last.
   */
  note(time: number, equity: number, cash: number, exposure: number): void {
    if (!(time >= this.#lastTime)) throw new RangeError(`Equity at ${time} after equity at ${this.#lastTime}`)
    if (time !== this.#lastTime) {
      if (this.#length === this.#time.length) this.#move(Math.max(1024, Math.ceil(this.#length * 1.5)))
      this.#length += 1
      this.#lastTime = time
    } else if (this.#isRead) this.#move(this.#length)
    const at = this.#length - 1
    this.#time[at] = time
    this.#equity[at] = equity
    this.#cash[at] = cash
    this.#exposure[at] = exposure
  }

  /** The notes so far, in columns of their own; they are handed over, and copied only where notes follow. */
  columns(): EquityColumns {
    if (this.#length < this.#time.length) this.#move(this.#length)
    this.#isRead = true
    return { time: this.#time, equity: this.#equity, cash: this.#cash, exposure: this.#exposure }
  }

  /** Goes on in columns with room for so many notes. */
  #move(room: number): void {
    this.#time = moved(this.#time, this.#length, room)
    this.#equity = moved(this.#equity, this.#length, room)
    this.#cash = moved(this.#cash, this.#length, room)
    this.#exposure = moved(this.#exposure, this.#length, room)
    this.#isRead = false
  }
}

function moved(column: Float64Array, length: number, room: number): Float64Array {
  const copy = new Float64Array(room)
  copy.set(column.subarray(0, length))
  return copy
}
