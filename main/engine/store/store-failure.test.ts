import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { asFailure } from '#shared/protocol/failure.ts'
import { onFile } from './store-failure.ts'

function failureOf(error: Error) {
  try {
    return onFile('/bars.tapedeck', () => {
      throw error
    })
  } catch (thrown) {
    return thrown
  }
}

test.each([
  ['SQLITE_BUSY_SNAPSHOT', 'store-busy', /is being written to by another process/],
  ['SQLITE_LOCKED', 'store-busy', /is being written to by another process/],
  ['SQLITE_CORRUPT_INDEX', 'damaged-store', /is damaged: said SQLite; restore a copy/],
  ['SQLITE_NOTADB', 'damaged-store', /is damaged/],
  ['SQLITE_READONLY_DBMOVED', 'read-only', /cannot be written to \(said SQLite\)/],
  ['SQLITE_CANTOPEN', 'read-only', /check the permissions/],
  ['SQLITE_FULL', 'internal', /the disk is full, nothing was stored/],
  ['SQLITE_IOERR_READ', 'internal', /could not be read or written \(said SQLite\); check the disk/],
  ['SQLITE_TOOBIG', 'internal', /said SQLite \(SQLITE_TOOBIG\)/],
])('%s becomes a failure of one line that names the file', (code, expected, message) => {
  const failure = asFailure(failureOf(new Database.SqliteError('said SQLite', code)))
  expect(failure.code).toBe(expected)
  expect(failure.message).toMatch(message)
  expect(failure.message).toContain('/bars.tapedeck')
})

test('what is not of SQLite stays what it is', () => {
  const error = new Error('A mistake in the program')
  expect(failureOf(error)).toBe(error)
  expect(onFile('/bars.tapedeck', () => 7)).toBe(7)
})
