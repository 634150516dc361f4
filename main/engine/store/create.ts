import { renameSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { applicationId } from './header.ts'
import { migrate } from './migrations/index.ts'
import { onFile } from './store-failure.ts'

/** A session's bars are 2 to 5 KB: small pages leave little of the last one empty. */
const pageBytes = 1024

/**
 * Makes an empty store at `path`, where nothing is. It is made beside and moved there whole, so that a crash
 * leaves no half of a store; what one left beside is made anew.
 */
export function createStoreFile(path: string): void {
  const beside = `${path}-new`
  onFile(path, () => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(beside + suffix, { force: true })
    const database = new Database(beside)
    try {
      database.pragma(`page_size = ${pageBytes}`)
      database.pragma('journal_mode = wal')
      database.pragma(`application_id = ${applicationId}`)
      migrate(database)
    } finally {
      database.close()
    }
    renameSync(beside, path)
  })
}
