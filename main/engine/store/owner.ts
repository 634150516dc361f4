import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { Failure } from '#shared/protocol/failure.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { onFile } from './store-failure.ts'

/** How long to wait for another process that is just taking or asking for the ownership. */
const patienceMs = 250
/** How often the name is written again where others write theirs at the same time. */
const mostTries = 100

/** File beside a store in which its owner writes its name and on which it holds a lock. */
export function ownerFile(path: string): string {
  return `${path}-owner`
}

/** The right to write to a store. The operating system takes it back when the process ends, however it ends. */
export interface Ownership {
  release(): void
}

/**
 * Makes `owner`, e.g. "tapedeck import (process 4711)", the one that may write to the store at `path`. Throws a
 * Failure with code 'store-busy', its detail the present owner's name, when another one is.
 */
export function takeOwnership(path: string, owner: string, time: TimeProvider): Ownership {
  const file = ownerFile(path)
  return onFile(file, () => {
    const lock = new Database(file, { timeout: patienceMs })
    try {
      takeLock(lock, owner, time)
    } catch (error) {
      const present = isBusy(error) ? nameIn(lock) : undefined
      lock.close()
      if (present === undefined) throw error
      throw new Failure('store-busy', `${path} belongs to ${present}; close it there first`, present)
    }
    return { release: () => lock.close() }
  })
}

/** Who owns the store at `path`; undefined when nobody does. */
export function ownerOf(path: string): string | undefined {
  const file = ownerFile(path)
  if (!existsSync(file)) return undefined
  return onFile(file, () => {
    const lock = new Database(file, { timeout: 0 })
    try {
      lock.exec('BEGIN IMMEDIATE')
      return undefined
    } catch (error) {
      if (isBusy(error)) return nameIn(lock)
      throw error
    } finally {
      lock.close()
    }
  })
}

/**
 * Writes the name, so that others can read it, then opens a transaction and keeps it open: that is the lock. Whoever
 * comes between the two waits for longer than they take; where one wrote its own name there, it is written again.
 */
function takeLock(lock: Database.Database, owner: string, time: TimeProvider): void {
  lock.pragma('synchronous = off')
  for (let tries = 0; tries < mostTries; tries++) {
    lock.exec('BEGIN IMMEDIATE')
    lock.exec('CREATE TABLE IF NOT EXISTS owner (id INTEGER PRIMARY KEY, name TEXT, since REAL) STRICT')
    lock.prepare('INSERT OR REPLACE INTO owner VALUES (1, ?, ?)').run(owner, time.now())
    lock.exec('COMMIT')
    lock.exec('BEGIN IMMEDIATE')
    if (writtenName(lock) === owner) return
    lock.exec('ROLLBACK')
  }
  const present = writtenName(lock)
  throw new Failure('store-busy', `${lock.name}: ${present} and others take it at once; try again`, present)
}

function nameIn(lock: Database.Database): string {
  lock.pragma(`busy_timeout = ${patienceMs}`)
  if (lock.inTransaction) lock.exec('ROLLBACK')
  return writtenName(lock)
}

function writtenName(lock: Database.Database): string {
  return String(lock.prepare('SELECT name FROM owner WHERE id = 1').pluck().get())
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
}
