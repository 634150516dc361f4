import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { Failure } from '#shared/protocol/failure.ts'
import { schemaVersion } from './migrations/index.ts'
import { damagedStore } from './store-failure.ts'

/** "TAPE": what the SQLite header of every store says about the program it belongs to. */
export const applicationId = 0x54415045

const headerBytes = 100
const magic = 'SQLite format 3\0'

/**
 * Looks at the first bytes of a file before SQLite does, which would leave files beside some that are no stores.
 * Returns the version of its schema. Throws a Failure with code 'no-store', 'not-a-store', 'damaged-store' or
 * 'newer-store'; the file is only ever read.
 */
export function checkHeader(path: string): number {
  const status = onDisk(path, () => statSync(path, { throwIfNoEntry: false }))
  if (!status) throw new Failure('no-store', `There is no store at ${path}; import bars into it to make one`)
  if (!status.isFile()) throw notAStore(path, 'not a file')
  const { header, size } = onDisk(path, () => readHeader(path))
  if (size === 0) throw notAStore(path, 'an empty file')
  if (header.toString('latin1', 0, magic.length) !== magic) throw notAStore(path, 'a file of another kind')
  if (header.length < headerBytes) throw damagedStore(path, `it ends after ${size} bytes`)
  if (header.readUInt32BE(68) !== applicationId) throw notAStore(path, 'a database of another program')
  const version = header.readUInt32BE(60)
  checkVersion(path, version)
  checkLength(path, header, size)
  return version
}

/** Throws a Failure when this program cannot know what a store of this schema means. */
export function checkVersion(path: string, version: number): void {
  if (version > schemaVersion)
    throw new Failure(
      'newer-store',
      `${path} was written by a newer version of Tapedeck (schema ${version}, this one knows ${schemaVersion}); ` +
        'open it with that version',
    )
  if (version < 1) throw damagedStore(path, 'it has no schema')
}

function notAStore(path: string, what: string): Failure {
  return new Failure('not-a-store', `${path} is not a Tapedeck store but ${what}; choose another file`)
}

function onDisk<T>(path: string, look: () => T): T {
  try {
    return look()
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    throw new Failure('internal', `${path} cannot be read (${cause}); check its permissions and the disk`)
  }
}

/** Compares the length with the number of pages that the header names. */
function checkLength(path: string, header: Buffer, size: number): void {
  const namedSize = header.readUInt16BE(16)
  const pageSize = namedSize === 1 ? 65_536 : namedSize
  const isCurrent = header.readUInt32BE(24) === header.readUInt32BE(92)
  const expected = header.readUInt32BE(28) * pageSize
  // With a write-ahead log beside it the file may lag behind its header; SQLite then reads both.
  if (!isCurrent || size >= expected || hasLog(path)) return
  throw damagedStore(path, `it has ${size} of ${expected} bytes`)
}

function hasLog(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
}

/**
 * Closing a file drops all locks that the process has on it (POSIX), those of SQLite's connections to the same
 * store too. SQLite withstands that in WAL mode by its locks on the -shm file, which nothing here ever opens.
 */
function readHeader(path: string): { readonly header: Buffer; readonly size: number } {
  const descriptor = openSync(path, 'r')
  try {
    const header = Buffer.alloc(headerBytes)
    const length = readSync(descriptor, header, 0, headerBytes, 0)
    return { header: header.subarray(0, length), size: fstatSync(descriptor).size }
  } finally {
    closeSync(descriptor)
  }
}
