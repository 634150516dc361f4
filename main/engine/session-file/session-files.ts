import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import { formatSessionFile, parseSessionFile, type SessionFile } from '#shared/session-file/session-file.ts'
import { writeAtomically } from '../files/atomic-file.ts'

/** No description of a run is as long; whatever is longer is another kind of file. */
const mostBytes = 1024 * 1024

/**
 * Reads a session file. Throws a Failure with code 'bad-file' that names the file and what is wrong in it, for an
 * unknown key also the nearest one that there is.
 */
export function readSessionFile(path: string): SessionFile {
  return parseSessionFile(readText(path), path)
}

/** Writes a session file as a whole. Throws a Failure with code 'bad-file' where it cannot be written. */
export function saveSessionFile(path: string, file: SessionFile): void {
  try {
    writeAtomically(path, formatSessionFile(file))
  } catch (error) {
    throw new Failure(
      'bad-file',
      `${path}: the session file could not be written (${asFailure(error).message}); check the folder and the disk`,
    )
  }
}

function readText(path: string): string {
  const descriptor = openFile(path)
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) throw new Failure('bad-file', `${path}: is no file; name a session file`)
    if (stat.size > mostBytes)
      throw new Failure('bad-file', `${path}: is too large to be a session file; name another one`)
    return readFileSync(descriptor, 'utf8')
  } finally {
    closeSync(descriptor)
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, 'r')
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const cause = missing
      ? 'does not exist; name a session file'
      : `cannot be read (${asFailure(error).message})`
    throw new Failure('bad-file', `${path}: ${cause}`)
  }
}
