import { readFileSync } from 'node:fs'
import type { Hours } from '#shared/bars/derive-windows.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import { parseSessionFile, type SessionFile, trailingOf } from '#shared/session-file/session-file.ts'

/** What a session file asks of a replay without a window. */
export interface ReplayFile {
  readonly session: SessionDate
  readonly symbols: readonly string[]
  readonly exchange: string | undefined
  readonly hours: Hours
  /** 1m sessions for all symbols. */
  readonly trailing: number
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
  if (adjustment !== 'raw')
    throw refuse('adjustment', `a replay shows bars as traded; give "raw" instead of "${adjustment}"`)
  const trailing = minuteSessions(file)
  if (trailing === undefined)
    throw refuse('trailing', 'a replay keeps sessions of 1m for all symbols; give their number instead')
  return {
    session,
    symbols: [...new Set(symbols)],
    exchange: exchange?.toUpperCase(),
    hours,
    trailing,
    speed,
  }
}

/** The number of 1m sessions for all symbols; undefined when a window is for some or of other bars. */
function minuteSessions(file: SessionFile): number | undefined {
  const windows = trailingOf(file)
  if (windows.some(({ interval, symbols }) => interval !== oneMinute || symbols)) return undefined
  return Math.max(0, ...windows.map(({ sessions }) => sessions))
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
