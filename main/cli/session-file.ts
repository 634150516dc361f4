import { intradayMs, oneDay } from '#shared/bars/interval.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { SessionFile } from '#shared/session-file/session-file.ts'
import { readSessionFile } from '../engine/session-file/session-files.ts'

/** Keys that say nothing to a replay: it runs no strategy. */
const forBacktests = ['strategy', 'costs'] as const

/**
 * Reads a session file for a replay without a window. Throws a Failure of code 'bad-file' that names the file and
 * what is wrong in it, also where it asks for what a replay does not do: nothing in a file is without effect (L4).
 */
export function readReplayFile(path: string): SessionFile {
  const file = readSessionFile(path)
  const refuse = (key: string, cause: string) => new Failure('bad-file', `${path}: "${key}": ${cause}`)
  for (const key of forBacktests)
    if (file[key] !== undefined)
      throw refuse(key, 'belongs to backtests, a replay has no use for it; take it out')
  const long = file.intervals?.find((interval) => intradayMs(interval) === undefined && interval !== oneDay)
  if (long !== undefined)
    throw refuse('intervals', `bars of ${long} are longer than a session; a replay makes bars of 1d at most`)
  return file
}
