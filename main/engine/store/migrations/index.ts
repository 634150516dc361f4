import type Database from 'better-sqlite3'
import { bars } from './001-bars.ts'
import { watchlists } from './002-watchlists.ts'
import { adjustments } from './003-adjustments.ts'
import { ledger } from './004-ledger.ts'
import { sources } from './005-sources.ts'
import { fills } from './006-fills.ts'
import { sourceIdentity } from './007-source-identity.ts'
import { standIns } from './008-stand-ins.ts'
import { prefetch } from './009-prefetch.ts'
import type { Migration } from './migration.ts'

const migrations: readonly Migration[] = [
  bars,
  watchlists,
  adjustments,
  ledger,
  sources,
  fills,
  sourceIdentity,
  standIns,
  prefetch,
]

/** Version of the schema that this program reads and writes. */
export const schemaVersion = migrations.length

/** Version of the schema that a store has. */
export function schemaOf(database: Database.Database): number {
  return Number(database.pragma('user_version', { simple: true }))
}

/** Brings a store, from whatever version it has, to `target`, in one transaction. */
export function migrate(database: Database.Database, target: number = schemaVersion): void {
  const upgrade = database.transaction(() => {
    const found = schemaOf(database)
    for (const { version, sql } of migrations) {
      if (version <= found || version > target) continue
      database.exec(sql)
      database.pragma(`user_version = ${version}`)
    }
  })
  upgrade.immediate()
}
