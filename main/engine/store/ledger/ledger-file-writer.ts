import type Database from 'better-sqlite3'
import { oneMinute } from '#shared/bars/interval.ts'
import type { RecordedEvidence } from '../../upkeep/evidence/evidence.ts'
import { LedgerFileReader } from './ledger-file-reader.ts'
import { addRequest, type LedgerWrites } from './ledger-writes.ts'
import type { LedgerWriter, NewGrades } from './stored-ledger.ts'

/** Runs a change in one transaction: all of it or, when it throws or comes to nothing, none. */
export type InTransaction = <T>(change: () => { readonly result: T; readonly changed: boolean }) => T

/** Writes the ledger's tables through the connection of a store's owner. */
export class LedgerFileWriter extends LedgerFileReader implements LedgerWriter {
  readonly #writes: LedgerWrites
  readonly #change: InTransaction

  constructor(path: string, database: Database.Database, writes: LedgerWrites, change: InTransaction) {
    super(path, database)
    this.#writes = writes
    this.#change = change
  }

  record(symbol: string, evidence: readonly RecordedEvidence[]): number {
    return this.#change(() => {
      let added = 0
      for (const entry of evidence) added += this.#add(symbol, entry)
      if (added > 0) this.#writes.countChange().run(symbol)
      return { result: added, changed: added > 0 }
    })
  }

  keepGrades(grades: readonly NewGrades[]): void {
    this.#change(() => {
      const present = this.changes()
      const valid = grades.filter(({ symbol, changes }) => (present.get(symbol) ?? 0) === changes)
      for (const { symbol, year, calendar, changes, counts, stamps } of valid)
        this.#writes.setGrades().run(symbol, year, calendar, changes, counts, stamps)
      return { result: undefined, changed: valid.length > 0 }
    })
  }

  #add(symbol: string, entry: RecordedEvidence): number {
    const { from, to } = entry
    switch (entry.kind) {
      case 'request':
        addRequest(this.#writes, symbol, oneMinute, entry)
        return 1
      case 'halt':
        return this.#writes.addHalt().run(symbol, from, to, entry.code, entry.source, entry.knownAt).changes
      case 'mark':
        return this.#writes.addMark().run(symbol, from, to, entry.class, entry.reason, entry.at).changes
      case 'stand-in': {
        const { price = null, request, by, at } = entry
        return this.#writes.addStandIn().run(symbol, from, to, price, request, by, at).changes
      }
    }
  }
}
