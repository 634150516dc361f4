import { existsSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type Database from 'better-sqlite3'
import { Failure } from '#shared/protocol/failure.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { connectToRead, connectToWrite } from './connect.ts'
import { createStoreFile } from './create.ts'
import { checkHeader, checkVersion } from './header.ts'
import { migrate, schemaOf, schemaVersion } from './migrations/index.ts'
import { ownerFile, takeOwnership } from './owner.ts'
import type { StoreReader, StoreWriter } from './store.ts'
import { damagedStore, onFile } from './store-failure.ts'
import { StoreFileReader } from './store-reader.ts'
import { StoreFileWriter } from './store-writer.ts'

export interface ReadAccess {
  readonly access: 'read'
}

export interface WriteAccess {
  readonly access: 'write'
  /** Whether to make the store when there is none. */
  readonly create?: boolean
  /** Who asks, as others are told, e.g. "tapedeck import (process 4711)". */
  readonly owner: string
  readonly time: TimeProvider
}

/**
 * Opens the store at `path`. Throws a Failure with code 'no-store', 'not-a-store', 'damaged-store',
 * 'newer-store', 'read-only', or for writing 'store-busy' with the present owner's name as its detail; then the
 * file is as it was and has no others beside it.
 */
export function openStore(path: string, options: ReadAccess): StoreReader
export function openStore(path: string, options: WriteAccess): StoreWriter
export function openStore(path: string, options: ReadAccess | WriteAccess): StoreReader {
  return options.access === 'read' ? openToRead(path) : openToWrite(path, options)
}

/** Deletes a store and the files beside it, as far as they exist. */
export function removeStore(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`, ownerFile(path)]) rmSync(file, { force: true })
}

function openToRead(path: string): StoreReader {
  checkHeader(path)
  const database = connectToRead(path)
  return closedOnFailure(database, () => {
    const version = onFile(path, () => schemaOf(database))
    checkVersion(path, version)
    if (version < schemaVersion) throw olderStore(path, version)
    return new StoreFileReader(path, database)
  })
}

function openToWrite(path: string, { create = false, owner, time }: WriteAccess): StoreWriter {
  const wasOwned = existsSync(ownerFile(path))
  if (!create || existsSync(path)) checkHeader(path)
  else if (!existsSync(dirname(path)))
    throw new Failure('no-store', `${path}: its folder does not exist; make the folder or choose another`)
  const ownership = takeOwnership(path, owner, time)
  try {
    if (!existsSync(path)) createStoreFile(path)
    const database = connectToWrite(path)
    return closedOnFailure(database, () => {
      onFile(path, () => bringUpToDate(path, database))
      return new StoreFileWriter(path, database, ownership)
    })
  } catch (error) {
    ownership.release()
    if (!wasOwned) rmSync(ownerFile(path), { force: true })
    throw error
  }
}

function bringUpToDate(path: string, database: Database.Database): void {
  checkVersion(path, schemaOf(database))
  const found = database.pragma('quick_check(1)', { simple: true })
  if (found !== 'ok') throw damagedStore(path, String(found).replaceAll(/\s+/g, ' '))
  migrate(database)
}

function olderStore(path: string, version: number): Failure {
  return new Failure(
    'read-only',
    `${path} was written by an older version of Tapedeck (schema ${version}, now ${schemaVersion}) and must be ` +
      'brought up to date first; import into it, or open it in the window',
  )
}

function closedOnFailure<T>(database: Database.Database, action: () => T): T {
  try {
    return action()
  } catch (error) {
    database.close()
    throw error
  }
}
