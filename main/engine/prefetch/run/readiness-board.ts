import type { Readiness } from '#shared/prefetch/run.ts'
import type { RunCounts } from '../plan-run.ts'
import type { Work } from './work-list.ts'

const ready: ReadonlySet<Readiness['state']> = new Set(['complete', 'filled'])

/** One cell of a board with what the run has found out about it. */
interface Entry {
  cell: Readiness
  /** Expected minutes without a bar when the run first looked; undefined before. */
  lackingFirst: number | undefined
  lacking: number
}

/** Where every session of a run stands. What changes is kept until it is told. */
export class ReadinessBoard {
  readonly #entries = new Map<Work, Entry>()
  readonly #changed = new Set<Work>()
  readonly #errors = new Map<string, string>()
  readonly #symbols: number
  #bars = 0
  #bytes = 0

  constructor(work: readonly Work[], symbols: number) {
    this.#symbols = symbols
    for (const one of work) {
      const { symbol, session } = one
      const cell: Readiness = { symbol, session, state: 'queued', missing: 0, filled: 0 }
      this.#entries.set(one, { cell, lackingFirst: undefined, lacking: 0 })
      this.#changed.add(one)
    }
  }

  cellOf(work: Work): Readiness {
    const entry = this.#entries.get(work)
    if (!entry) throw new RangeError(`${work.symbol} ${work.session} is not on the board`)
    return entry.cell
  }

  /** A session stands elsewhere than before; `lacking` is how many expected minutes have no bar, where it was looked at. */
  set(work: Work, cell: Readiness, lacking?: number): void {
    const entry = this.#entries.get(work)
    if (!entry) return
    entry.cell = cell
    if (lacking !== undefined) {
      entry.lackingFirst ??= lacking
      entry.lacking = lacking
    }
    this.#changed.add(work)
  }

  /** Bars came into the store. */
  took(bars: number): void {
    this.#bars += bars
  }

  /** An answer came over the network. */
  received(bytes: number): void {
    this.#bytes += bytes
  }

  /** What went wrong with a symbol; the first cause is kept. */
  fail(symbol: string, cause: string): void {
    if (!this.#errors.has(symbol)) this.#errors.set(symbol, cause)
  }

  /** Cells that changed since they were taken last, so many at most. */
  takeChanged(most: number): readonly Readiness[] {
    const taken = [...this.#changed].slice(0, most)
    for (const work of taken) this.#changed.delete(work)
    return taken.map((work) => this.cellOf(work))
  }

  get hasChanged(): boolean {
    return this.#changed.size > 0
  }

  cells(): readonly Readiness[] {
    return Array.from(this.#entries.values(), ({ cell }) => cell)
  }

  counts(requests: number): RunCounts {
    let [isReady, gaps, filled] = [0, 0, 0]
    for (const { cell, lackingFirst = 0, lacking } of this.#entries.values()) {
      if (ready.has(cell.state)) isReady++
      gaps += lackingFirst
      filled += Math.max(0, lackingFirst - lacking)
    }
    return {
      symbols: this.#symbols,
      ready: isReady,
      of: this.#entries.size,
      requests,
      bars: this.#bars,
      bytes: this.#bytes,
      gaps,
      filled,
      errors: Array.from(this.#errors, ([symbol, cause]) => ({ symbol, cause })),
    }
  }
}
