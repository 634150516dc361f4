import type { EquityColumns } from '#shared/backtest/trade.ts'

const columnsOfNote = 4

/** Equity at the ends of bars, as it is noted while a backtest runs. */
export class EquityCurve {
  /** Rows of time, equity, cash and exposure; twice as long each time it is full. */
  #rows: Float64Array
  #length = 0

  /** `expected` notes find room without growing. */
  constructor(expected = 1024) {
    this.#rows = new Float64Array(Math.max(1, expected) * columnsOfNote)
  }

  /** Number of notes. */
  get length(): number {
    return this.#length / columnsOfNote
  }

  /**
   * Notes the money at a time, milliseconds UTC; exposure is the value of what is held, the short ones counted above
   * 0, too. A second note of a time takes the place of the first: bars of several symbols end together. Throws a
   * RangeError for a time before the last.
   */
  note(time: number, equity: number, cash: number, exposure: number): void {
    const last =
      this.#length === 0 ? Number.NEGATIVE_INFINITY : (this.#rows[this.#length - columnsOfNote] ?? 0)
    if (!(time >= last)) throw new RangeError(`Equity at ${time} after equity at ${last}`)
    const at = time === last ? this.#length - columnsOfNote : this.#length
    if (at === this.#rows.length) this.#grow()
    this.#rows[at] = time
    this.#rows[at + 1] = equity
    this.#rows[at + 2] = cash
    this.#rows[at + 3] = exposure
    this.#length = at + columnsOfNote
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

  #column(index: number): Float64Array {
    const column = new Float64Array(this.#length / columnsOfNote)
    for (let row = 0; row < column.length; row++) column[row] = this.#rows[row * columnsOfNote + index] ?? 0
    return column
  }

  #grow(): void {
    const rows = new Float64Array(this.#rows.length * 2)
    rows.set(this.#rows)
    this.#rows = rows
  }
}
