import Database from 'better-sqlite3'
import { Failure } from '#shared/protocol/failure.ts'

/** Runs what touches a store's file; whatever SQLite has against it becomes a Failure that names the file. */
export function onFile<T>(path: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw error instanceof Database.SqliteError ? sqliteFailure(path, error) : error
  }
}

function sqliteFailure(path: string, { code, message }: { code: string; message: string }): Failure {
  const [, cause = ''] = code.split('_')
  switch (cause) {
    case 'BUSY':
    case 'LOCKED':
      return new Failure('store-busy', `${path} is being written to by another process; try again later`)
    case 'CORRUPT':
    case 'NOTADB':
      return damagedStore(path, message)
    case 'READONLY':
    case 'CANTOPEN':
    case 'PERM':
      return new Failure(
        'read-only',
        `${path} cannot be written to (${message}); check the permissions of the file and its folder`,
      )
    case 'FULL':
      return new Failure(
        'internal',
        `${path}: the disk is full, nothing was stored; free some space and try again`,
      )
    case 'IOERR':
      return new Failure('internal', `${path} could not be read or written (${message}); check the disk`)
    default:
      return new Failure('internal', `${path}: ${message} (${code})`)
  }
}

/** A store in which something is not as it was written. */
export function damagedStore(path: string, cause: string): Failure {
  return new Failure(
    'damaged-store',
    `${path} is damaged: ${cause}; restore a copy, or import its files into a new store`,
  )
}
