import type Database from 'better-sqlite3'
import { dayNumber } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { FactorRow } from '../adjustment/factors.ts'
import { FileImport } from './file-import.ts'
import { FillWriter } from './fills/store-fill.ts'
import type { FilledBars, SessionFill } from './fills/stored-fill.ts'
import { LedgerFileWriter } from './ledger/ledger-file-writer.ts'
import { prepareLedgerWrites } from './ledger/ledger-writes.ts'
import type { LedgerWriter } from './ledger/stored-ledger.ts'
import type { Ownership } from './owner.ts'
import { PrefetchFileWriter } from './prefetch/prefetch-file-writer.ts'
import type { PrefetchWriter } from './prefetch/stored-prefetch.ts'
import type {
  ImportedBars,
  ImportedFile,
  SessionBatch,
  StoredSource,
  StoreWriter,
  Watchlist,
} from './store.ts'
import { onFile } from './store-failure.ts'
import { StoreFileReader } from './store-reader.ts'
import { prepareWrites, type Writes } from './writes.ts'

/** Reads and writes a store through one connection, as its owner. */
export class StoreFileWriter extends StoreFileReader implements StoreWriter {
  override readonly ledger: LedgerWriter
  override readonly prefetch: PrefetchWriter
  readonly #database: Database.Database
  readonly #writes: Writes
  readonly #fills: FillWriter
  readonly #ownership: Ownership

  constructor(path: string, database: Database.Database, ownership: Ownership) {
    super(path, database)
    this.#database = database
    this.#writes = onFile(path, () => prepareWrites(database))
    this.#ownership = ownership
    const ledgerWrites = prepareLedgerWrites(database)
    this.#fills = new FillWriter(path, this.#writes, ledgerWrites)
    this.ledger = new LedgerFileWriter(path, database, ledgerWrites, (change) => this.#change(change))
    this.prefetch = new PrefetchFileWriter(path, database, (change) => this.#change(change))
  }

  importFile(file: ImportedFile, sessions: Iterable<SessionBatch>): ImportedBars {
    return this.#change(() => {
      const fileImport = new FileImport(this.path, this.#writes, file)
      for (const batch of sessions) fileImport.add(batch)
      const counts = fileImport.finish()
      return { result: counts, changed: counts.added + counts.revised > 0 }
    })
  }

  storeFill(fill: SessionFill): FilledBars {
    return this.#change(() => ({ result: this.#fills.store(fill), changed: true }))
  }

  storeFills(fills: readonly SessionFill[]): readonly FilledBars[] {
    return this.#change(() => ({ result: fills.map((fill) => this.#fills.store(fill)), changed: true }))
  }

  importFactors(file: ImportedFile, symbol: string, rows: readonly FactorRow[]): 'stored' | 'unchanged' {
    return this.#change(() => {
      const last = this.adjustmentVersions(symbol).at(-1)
      if (last && areEqual(last.rows, rows)) return { result: 'unchanged', changed: false }
      const { feed, name, sha256, at } = file
      const version = (last?.version ?? 0) + 1
      const { lastInsertRowid } = this.#writes.addAdjustment.run(symbol, version, at, feed, name, sha256)
      for (const { until, price, split, referencePrice } of rows)
        this.#writes.addFactors.run(Number(lastInsertRowid), dayNumber(until), price, split, referencePrice)
      return { result: 'stored', changed: true }
    })
  }

  saveWatchlist(watchlist: {
    readonly id?: number
    readonly name: string
    readonly symbols: readonly string[]
  }): Watchlist {
    const { name, symbols } = watchlist
    return this.#change(() => {
      const id = watchlist.id ?? Number(this.#writes.addWatchlist.run(name).lastInsertRowid)
      this.#mustExist(id, this.#writes.renameWatchlist.run(name, id).changes)
      this.#writes.clearWatchlist.run(id)
      for (const [place, symbol] of symbols.entries()) this.#writes.addToWatchlist.run(id, place, symbol)
      return { result: { id, name, symbols: [...symbols] }, changed: true }
    })
  }

  removeWatchlist(id: number): void {
    this.#change(() => {
      this.#mustExist(id, this.#writes.removeWatchlist.run(id).changes)
      return { result: undefined, changed: true }
    })
  }

  orderWatchlists(ids: readonly number[]): void {
    this.#change(() => {
      // Those that are not named keep their order, behind the others.
      this.#writes.moveWatchlistsBehind.run(ids.length)
      for (const [place, id] of ids.entries())
        this.#mustExist(id, this.#writes.placeWatchlist.run(place, id).changes)
      return { result: undefined, changed: true }
    })
  }

  saveSource({ name, definition }: StoredSource): void {
    this.#change(() => ({ result: this.#writes.saveSource.run(name, definition), changed: true }))
  }

  removeSource(name: string): void {
    this.#change(() => ({ result: this.#writes.removeSource.run(name), changed: true }))
  }

  orderSources(names: readonly string[]): void {
    this.#change(() => {
      this.#writes.moveSourcesBehind.run(names.length)
      for (const [place, name] of names.entries()) this.#writes.placeSource.run(place, name)
      return { result: undefined, changed: true }
    })
  }

  override close(): void {
    try {
      super.close()
    } finally {
      this.#ownership.release()
    }
  }

  #mustExist(id: number, changes: number): void {
    if (changes === 0) throw new Failure('usage', `There is no watchlist ${id} in ${this.path}`)
  }

  /** One transaction: all of a change or, when it throws or comes to nothing, none of it. */
  #change<T>(change: () => { readonly result: T; readonly changed: boolean }): T {
    return onFile(this.path, () => {
      this.#database.exec('BEGIN IMMEDIATE')
      try {
        const { result, changed } = change()
        this.#database.exec(changed ? 'COMMIT' : 'ROLLBACK')
        return result
      } catch (error) {
        // SQLite has undone it already after some errors, e.g. a full disk.
        if (this.#database.inTransaction) this.#database.exec('ROLLBACK')
        throw error
      }
    })
  }
}

function areEqual(some: readonly FactorRow[], others: readonly FactorRow[]): boolean {
  if (some.length !== others.length) return false
  return some.every((row, index) => {
    const other = others[index]
    return (
      row.until === other?.until &&
      row.price === other.price &&
      row.split === other.split &&
      row.referencePrice === other.referencePrice
    )
  })
}
