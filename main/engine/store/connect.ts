import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { Failure } from '#shared/protocol/failure.ts'
import { onFile } from './store-failure.ts'

const mostBytesInMemory = 512 * 1024 * 1024

/** Pages in the write-ahead log before they are moved into the file: 16 MB, some ten large imports. */
const logPages = 16 * 1024

export function connectToWrite(path: string): Database.Database {
  return onFile(path, () => {
    const database = new Database(path, { fileMustExist: true })
    return closedOnFailure(database, () => {
      // What was stored survives the end of this process; of the last imports before a power cut some may be
      // gone, each of them whole.
      database.pragma('synchronous = normal')
      database.pragma(`wal_autocheckpoint = ${logPages}`)
      return database
    })
  })
}

/**
 * A connection that could write, since only such a one clears up the files that it or a crash left beside the
 * store, but that refuses to. Where that cannot be, a store that nobody writes to is read from memory.
 */
export function connectToRead(path: string): Database.Database {
  return onFile(path, () => {
    if (isSettled(path) && !isWritable(path)) return connectToCopy(path)
    const database = new Database(path, { fileMustExist: true })
    return closedOnFailure(database, () => {
      database.pragma('query_only = on')
      return database
    })
  })
}

/** Whether all of a store is in its file, so that nobody has it open to write. */
function isSettled(path: string): boolean {
  return !existsSync(`${path}-wal`)
}

/** Whether this process may write to a store and make files beside it. */
export function isWritable(path: string): boolean {
  try {
    accessSync(dirname(path), constants.W_OK)
    if (existsSync(path)) accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function connectToCopy(path: string): Database.Database {
  if (statSync(path).size > mostBytesInMemory)
    throw new Failure(
      'read-only',
      `${path} is too large to be read where neither it nor its folder can be written to; copy it elsewhere`,
    )
  const bytes = readFileSync(path)
  // The two bytes that say how it is written: a database in memory has no write-ahead log.
  bytes.fill(1, 18, 20)
  const database = new Database(bytes)
  database.pragma('query_only = on')
  return database
}

/** What `action` comes to; a connection is closed when it fails. */
export function closedOnFailure<T>(database: Database.Database, action: () => T): T {
  try {
    return action()
  } catch (error) {
    database.close()
    throw error
  }
}
