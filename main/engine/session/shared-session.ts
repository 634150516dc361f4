/// <reference lib="es2024.sharedmemory" />
import type { BarRange } from '#shared/bars/columns.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { PublishedBars } from './bar-delta.ts'
import {
  type BarTable,
  barLayout,
  blockUnit,
  headerWords,
  type Layout,
  type QuoteEvents,
  quoteLayout,
  type TickEvents,
  tableWords,
  tickLayout,
} from './column-table.ts'
import type { EventRange } from './event-series.ts'
import { rewritesWord, versionWord } from './shared-arena.ts'
import type { SharedTable } from './symbol-session.ts'

/** Session data as it is sent to a reader in another thread: the memory, and where in it each table is described. */
export interface SharedSession {
  readonly buffer: SharedArrayBuffer
  readonly tables: readonly (SharedTable & { readonly symbol: string })[]
}

/** What a reader may look at while it reads: everything is of one moment. */
export interface SharedView {
  /** The 1m bars of a symbol. Throws a Failure with code 'unknown-symbol' for one that was not shared. */
  bars(symbol: string): BarRange
  /** The same for a reader of changes; see readDelta. */
  published(symbol: string): PublishedBars
  /** Undefined where the symbol had none when it was shared. */
  quotes(symbol: string): EventRange<QuoteEvents> | undefined
  ticks(symbol: string): EventRange<TickEvents> | undefined
}

/** A wait for the writer to finish a rewrite, which takes it microseconds. */
const pauseMs = 1

/** Reads session data in another thread, without a copy and without a lock. */
export class SharedSessionReader {
  readonly #control: Int32Array
  readonly #bars = new Map<string, TableReader<BarTable>>()
  readonly #quotes = new Map<string, TableReader<QuoteEvents>>()
  readonly #ticks = new Map<string, TableReader<TickEvents>>()

  constructor({ buffer, tables }: SharedSession) {
    this.#control = new Int32Array(buffer, 0, 2)
    for (const { symbol, kind, headerOffset } of tables) {
      if (kind === 'bars') this.#bars.set(symbol, new TableReader(buffer, headerOffset, barLayout))
      else if (kind === 'quotes') this.#quotes.set(symbol, new TableReader(buffer, headerOffset, quoteLayout))
      else this.#ticks.set(symbol, new TableReader(buffer, headerOffset, tickLayout))
    }
  }

  /** Goes on with every publication; to be read before the bars that one wants to wait for news of. */
  get version(): number {
    return Atomics.load(this.#control, versionWord)
  }

  /** Waits until something was published after `version`, at most `timeoutMs`; false when nothing was. Blocks the thread. */
  waitForChange(version: number, timeoutMs: number): boolean {
    return Atomics.wait(this.#control, versionWord, version, timeoutMs) !== 'timed-out'
  }

  /** The same without blocking the thread. */
  async nextChange(version: number, timeoutMs: number): Promise<boolean> {
    const { value } = Atomics.waitAsync(this.#control, versionWord, version, timeoutMs)
    return (await value) !== 'timed-out'
  }

  /**
   * Runs `work` on what is published, and again where the writer changed bars meanwhile: its answer is of one
   * moment. It must not keep the columns, nor have effects before it answers. Throws a Failure with code 'timeout'
   * when there is no quiet moment within about `timeoutMs`.
   */
  read<T>(work: (view: SharedView) => T, timeoutMs = 1000): T {
    for (let waited = 0; waited < timeoutMs; waited += pauseMs) {
      const rewrites = Atomics.load(this.#control, rewritesWord)
      const version = Atomics.load(this.#control, versionWord)
      if (rewrites % 2 !== 0) Atomics.wait(this.#control, rewritesWord, rewrites, pauseMs)
      else if (version % 2 !== 0) Atomics.wait(this.#control, versionWord, version, pauseMs)
      else {
        const attempt = this.#attempt(work, rewrites, version)
        if (attempt) return attempt.answer
      }
    }
    throw new Failure('timeout', `Session data changed for ${timeoutMs} ms without a pause to read it in.`)
  }

  readonly #view: SharedView = {
    bars: (symbol) => {
      const { columns, count } = this.#barTable(symbol)
      return { columns: columns.bars, from: 0, to: count }
    },
    published: (symbol) => {
      const { columns, count, revision, epoch } = this.#barTable(symbol)
      return { columns: columns.bars, revised: columns.revised, count, revision, epoch }
    },
    quotes: (symbol) => eventsOf(this.#quotes.get(symbol)),
    ticks: (symbol) => eventsOf(this.#ticks.get(symbol)),
  }

  #barTable(symbol: string): TableReader<BarTable> {
    const table = this.#bars.get(symbol)
    if (!table) throw new Failure('unknown-symbol', `${symbol} is not part of this session.`)
    return table
  }

  /** The answer, unless what was read changed meanwhile; an error of half-changed bars does not count either. */
  #attempt<T>(
    work: (view: SharedView) => T,
    rewrites: number,
    version: number,
  ): { readonly answer: T } | undefined {
    for (const tables of [this.#bars, this.#quotes, this.#ticks])
      for (const table of tables.values()) table.takeHeader()
    if (!this.#isStill(versionWord, version)) return undefined
    try {
      const answer = work(this.#view)
      return this.#isStill(rewritesWord, rewrites) ? { answer } : undefined
    } catch (error) {
      if (this.#isStill(rewritesWord, rewrites)) throw error
      return undefined
    }
  }

  #isStill(word: number, value: number): boolean {
    // Adding nothing, unlike a load, keeps what was read before from being put off past it.
    return Atomics.add(this.#control, word, 0) === value
  }
}

/** One table as published: its header as taken, and its columns where the header says. */
class TableReader<Columns> {
  readonly #buffer: SharedArrayBuffer
  readonly #layout: Layout<Columns>
  readonly #header: Int32Array
  readonly #taken = new Int32Array(headerWords)
  #columns: Columns | undefined
  #block = -1

  constructor(buffer: SharedArrayBuffer, headerOffset: number, layout: Layout<Columns>) {
    this.#buffer = buffer
    this.#layout = layout
    this.#header = new Int32Array(buffer, headerOffset, headerWords)
  }

  takeHeader(): void {
    for (let word = 0; word < headerWords; word++) this.#taken[word] = this.#header[word] as number
  }

  get count(): number {
    return this.#taken[tableWords.count] as number
  }

  get revision(): number {
    return this.#taken[tableWords.revision] as number
  }

  get epoch(): number {
    return this.#taken[tableWords.epoch] as number
  }

  get columns(): Columns {
    const block = this.#taken[tableWords.block] as number
    if (this.#columns === undefined || block !== this.#block) {
      const capacity = this.#taken[tableWords.capacity] as number
      this.#columns = this.#layout.view(this.#buffer, block * blockUnit, capacity)
      this.#block = block
    }
    return this.#columns
  }
}

function eventsOf<Columns>(table: TableReader<Columns> | undefined): EventRange<Columns> | undefined {
  return table && { columns: table.columns, from: 0, to: table.count }
}
