import { allocateColumns, type BarColumns, setColumns, sliceColumns } from '#shared/bars/columns.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { SessionBatch } from '../store/store.ts'
import type { Dialect } from './dialect.ts'

const firstCapacity = 64

/** Gathers the bars of one symbol, in order of time, into batches of one session. */
export class BarBuilder {
  readonly symbol: string
  readonly #dialect: Dialect
  #sides: readonly BarColumns[]
  #length = 0
  #session: SessionDate | undefined
  /** Start of the last bar taken. */
  lastStart = Number.NEGATIVE_INFINITY

  constructor(symbol: string, dialect: Dialect) {
    this.symbol = symbol
    this.#dialect = dialect
    this.#sides = dialect.sides.map(() => allocateColumns(firstCapacity))
  }

  /**
   * Takes a bar; `values` holds open, high, low, close and volume of each side in turn. Gives back the session
   * before, when the bar is the first of another one.
   */
  add(start: number, session: SessionDate, values: Float64Array, state: number): SessionBatch | undefined {
    const before = session === this.#session ? undefined : this.flush()
    this.#session = session
    if (this.#length === this.#capacity) this.#grow()
    const index = this.#length++
    for (let side = 0; side < this.#sides.length; side++) {
      const columns = this.#sides[side] as BarColumns
      const from = side * 5
      columns.start[index] = start
      columns.open[index] = values[from] as number
      columns.high[index] = values[from + 1] as number
      columns.low[index] = values[from + 2] as number
      columns.close[index] = values[from + 3] as number
      columns.volume[index] = values[from + 4] as number
      columns.state[index] = state
    }
    this.lastStart = start
    return before
  }

  /** The bars gathered since the last batch, if there are any. */
  flush(): SessionBatch | undefined {
    const session = this.#session
    const length = this.#length
    this.#session = undefined
    this.#length = 0
    if (session === undefined || length === 0) return undefined
    const { calendar, interval, kind } = this.#dialect
    const batch = { symbol: this.symbol, exchange: calendar.exchange, interval, session }
    const [first, second] = this.#sides.map((columns) => sliceColumns(columns, 0, length))
    if (kind === 'quote')
      return { ...batch, kind, columns: { bid: first as BarColumns, ask: second as BarColumns } }
    return { ...batch, kind, columns: first as BarColumns }
  }

  get #capacity(): number {
    return this.#sides[0]?.start.length ?? 0
  }

  #grow(): void {
    this.#sides = this.#sides.map((columns) => {
      const larger = allocateColumns(this.#capacity * 2)
      setColumns(larger, columns, 0)
      return larger
    })
  }
}
