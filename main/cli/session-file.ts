import { readFileSync } from 'node:fs'
import { Failure } from '#shared/protocol/failure.ts'
import type { ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import { parseSessionFile, trailingOf } from '#shared/session-file/session-file.ts'
import type { ReplayedSession } from './load-replay.ts'

/** What a session file asks of a replay without a window. */
export interface ReplayFile extends ReplayedSession {
  readonly speed: ReplaySpeed
}

/** Keys that say nothing to a replay without a window: it counts bars and runs no strategy. */
const forBacktests = ['intervals', 'indicators', 'strategy', 'costs'] as const

/**
 * Reads a session file for a replay. Throws a Failure of code 'bad-file' that names the file and what is wrong in
 * it, also where it asks for what a replay does not do: nothing in a file is without effect (L4).
 */
export function readReplayFile(path: string): ReplayFile {
  const file = parseSessionFile(readText(path), path)
  const refuse = (key: string, cause: string) => new Failure('bad-file', `${path}: "${key}": ${cause}`)
  for (const key of forBacktests)
    if (file[key] !== undefined) throw refuse(key, 'a replay has no use for it; take it out')
  const { session, symbols, exchange, hours = 'regular', adjustment = 'raw', speed = 'max' } = file
  if (session === undefined) throw refuse('from', 'a replay plays one session; give "session" instead')
  return {
    session,
    symbols: [...new Set(symbols)],
    exchange: exchange?.toUpperCase(),
    hours,
    adjustment,
    windows: trailingOf(file),
    speed,
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const cause = missing ? 'does not exist; name a session file' : `cannot be read (${String(error)})`
    throw new Failure('bad-file', `${path}: ${cause}`)
  }
}
