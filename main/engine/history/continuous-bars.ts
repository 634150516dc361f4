import { allocateColumns, type BarColumns, type BarRange, setColumns } from '#shared/bars/columns.ts'
import type { BarSource } from './bar-source.ts'
import { copyBars } from './copy-bars.ts'
import type { PastBars } from './past-bars.ts'

/** More than the 390 minutes of a usual session, so that a session seldom makes the columns grow. */
const roomForSession = 512

/**
 * The bars of earlier sessions and those of the current one in one growing set of columns, so that the last n are
 * one range also across the border. Ranges and `takeChangedFrom` are brought up to date
 * first, the other answers are as old as the last of these.
 */
export class ContinuousBars implements BarSource {
  readonly #past: PastBars
  #current: BarSource
  #columns = allocateColumns(0)
  /** Version of the earlier sessions that are in the columns; undefined when none are. */
  #built: number | undefined
  /** Bars of earlier sessions; those of the current one follow. */
  #border = 0
  #count = 0
  #known = 0
  #sessionStarts: readonly number[] = []
  #changedFrom = 0

  /** `past` is asked when bars are first wanted, and when it is another. */
  constructor(past: PastBars, current: BarSource) {
    this.#past = past
    this.#current = current
  }

  /** Begins anew with another current session: every bar counts as changed. */
  reset(current: BarSource): void {
    this.#current = current
    this.#built = undefined
  }

  columns(): BarColumns {
    return this.#columns
  }

  count(): number {
    return this.#count
  }

  known(): number {
    return this.#known
  }

  takeChangedFrom(): number {
    this.#update()
    const from = Math.min(this.#changedFrom, this.#known)
    this.#changedFrom = Number.POSITIVE_INFINITY
    return from
  }

  sessionStarts(): readonly number[] {
    return this.#sessionStarts
  }

  /** All bars. */
  range(): BarRange {
    this.#update()
    return { columns: this.#columns, from: 0, to: this.#count }
  }

  /** The last `count` bars, or all when there are fewer. */
  last(count: number): BarRange {
    this.#update()
    const to = this.#count
    return { columns: this.#columns, from: count < to ? to - count : 0, to }
  }

  #update(): void {
    const current = this.#current
    const changed = current.takeChangedFrom()
    const known = current.known()
    if (this.#built !== this.#past.version) this.#build(known)
    else if (changed < known || this.#border + known !== this.#known)
      this.#take(Math.min(changed, known), known)
    this.#count = this.#border + current.count()
  }

  #build(currentKnown: number): void {
    const sessions = this.#past.ranges()
    const starts: number[] = []
    let border = 0
    for (const { from, to } of sessions) {
      if (to > from) starts.push(border)
      border += to - from
    }
    if (this.#columns.start.length < border + currentKnown)
      this.#columns = allocateColumns(border + currentKnown + roomForSession)
    let offset = 0
    for (const range of sessions) {
      copyBars(this.#columns, offset, range)
      offset += range.to - range.from
    }
    this.#sessionStarts = [...starts, border]
    this.#border = border
    this.#built = this.#past.version
    this.#take(0, currentKnown)
    this.#changedFrom = 0
  }

  /** Copies bars of the current session from `from` on. */
  #take(from: number, known: number): void {
    const border = this.#border
    this.#reserve(border + known)
    copyBars(this.#columns, border + from, { columns: this.#current.columns(), from, to: known })
    this.#known = border + known
    this.#changedFrom = Math.min(this.#changedFrom, border + from)
  }

  #reserve(length: number): void {
    if (length <= this.#columns.start.length) return
    const grown = allocateColumns(Math.max(length, 2 * this.#columns.start.length))
    setColumns(grown, this.#columns, 0)
    this.#columns = grown
  }
}
