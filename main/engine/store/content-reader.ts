import type Database from 'better-sqlite3'
import { lazily } from './lazily.ts'
import { onFile } from './store-failure.ts'

/** A version of all that a replay of some symbols is read from. */
export interface ContentVersion {
  /** The last file that brought bars, of any symbol: daily bars and quotes are in it too. */
  readonly imports: number
  /** The last factors that were imported, of any symbol. */
  readonly factors: number
  /** How often the 1m bars or the evidence of each symbol changed, in the order asked. */
  readonly changes: readonly number[]
}

/** Says whether what was read of a store is still what it has. */
export class ContentReader {
  readonly #path: string
  readonly #database: Database.Database
  readonly #last: () => Database.Statement<[], { imports: number; factors: number }>
  readonly #changes: () => Database.Statement<[string], number>

  constructor(path: string, database: Database.Database) {
    this.#path = path
    this.#database = database
    this.#last = lazily(() =>
      database.prepare(`
      SELECT (SELECT COALESCE(MAX(id), 0) FROM imports) AS imports,
        (SELECT COALESCE(MAX(id), 0) FROM adjustments) AS factors`),
    )
    this.#changes = lazily(() =>
      database.prepare<[string], number>('SELECT changes FROM ledger_changes WHERE symbol = ?').pluck(),
    )
  }

  /**
   * A number that is another once anybody else has written anything, in this process or in another: a quick question
   * before `versionOf`. What was written through this very connection does not count.
   */
  commits(): number {
    return onFile(this.#path, () => Number(this.#database.pragma('data_version', { simple: true })))
  }

  versionOf(symbols: readonly string[]): ContentVersion {
    return onFile(this.#path, () => {
      const { imports = 0, factors = 0 } = this.#last().get() ?? {}
      return { imports, factors, changes: symbols.map((symbol) => this.#changes().get(symbol) ?? 0) }
    })
  }
}
