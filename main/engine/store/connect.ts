import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { Failure } from '#shared/protocol/failure.ts'
import { onFile } from './store-failure.ts'

const mostBytesInMemory = 512 * 1024 * 1024

/** Pages in the write-ahead log before they are moved into the file: 16 MB, some ten large imports. */
const logPages = 16 * 1024

export function connectToWrite(path: string): Database.Database {
  return onFile(path, () => {
    mayWrite(path)
    const database = new Database(path, { fileMustExist: true })
    try {
      // What was stored survives the end of this process; of the last imports before a power cut some may be
      // gone, each of them whole.
      database.pragma('synchronous = normal')
      database.pragma(`wal_autocheckpoint = ${logPages}`)
    } catch (error) {
      database.close()
      throw error
    }
    return database
  })
}

function mayWrite(path: string): void {
  try {
    accessSync(path, constants.W_OK)
  } catch {
    throw new Failure('read-only', `${path} cannot be written to; check its permissions, or open it to read`)
  }
}

/**
 * A connection that could write, since only such a one clears up the files that a crash left beside the store,
 * but that refuses to. Where none can be written beside it, SQLite cannot read the file in place: it is read
 * from memory.
 */
export function connectToRead(path: string): Database.Database {
  return onFile(path, () => {
    const database = new Database(path, { fileMustExist: true })
    try {
      database.pragma('query_only = on')
      database.pragma('user_version')
      return database
    } catch (error) {
      database.close()
      if (!isUnwritable(error)) throw error
      return copyInMemory(path)
    }
  })
}

function isUnwritable(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(CANTOPEN|READONLY)/.test(error.code)
}

function copyInMemory(path: string): Database.Database {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false })
  const { size } = statSync(path)
  if ((log?.isFile() && log.size > 0) || size > mostBytesInMemory)
    throw new Failure(
      'read-only',
      `${path} cannot be read where it is, since files would have to be written beside it; ` +
        'copy it and its -wal file to a folder that can be written to',
    )
  const bytes = readFileSync(path)
  // The two bytes that say how it is written: a database in memory has no write-ahead log.
  bytes.fill(1, 18, 20)
  const database = new Database(bytes)
  database.pragma('query_only = on')
  return database
}
