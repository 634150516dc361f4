import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import { formatUtc } from '#shared/time/epoch.ts'
import { type Ownership, ownerOf, takeOwnership } from '../store/owner.ts'
import type { TimeProvider } from '../time/time-provider.ts'

/**
 * Makes this process the one that may add to the file of cells at `path`, until it ends or releases it. Throws a
 * Failure with code 'bad-file' that names the folder and who has it, since when, where another one is at work there.
 * Nobody is kept out, or guarded, where that cannot be known: on a disk that locks no files.
 */
export function ownCells(path: string, time: TimeProvider): Ownership {
  const owner = `process ${process.pid} of ${hostname()}, at work there since ${formatUtc(time.now())}`
  try {
    return takeOwnership(path, owner, time)
  } catch (error) {
    const { code, detail: present } = asFailure(error)
    // What else is wrong with the folder is told when the file is opened.
    if (code !== 'store-busy' || present === undefined) return { release: () => {} }
    throw new Failure(
      'bad-file',
      `${dirname(path)} belongs to ${present}; let that sweep end or stop it first`,
    )
  }
}

/** Whether a process is at work on the file of cells at `path`, as far as that can be known. */
export function hasOwner(path: string): boolean {
  try {
    return ownerOf(path) !== undefined
  } catch {
    return false
  }
}
