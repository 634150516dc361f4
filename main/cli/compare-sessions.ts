import { readFileSync } from 'node:fs'
import { differencesOf, type SessionDifference } from '#shared/calendar/differences.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { parseSessionsCsv, type SessionRow, sessionRow } from '#shared/calendar/sessions-csv.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { Io } from './io.ts'

/** First and last session date, both included; where one is left out the file's own counts. */
interface Range {
  readonly from: SessionDate | undefined
  readonly to: SessionDate | undefined
}

/**
 * Prints where a calendar differs from the sessions of a CSV file, one line a difference and nothing when there is
 * none. Throws a Failure of code 'bad-file' where there are differences or the file cannot be read.
 */
export async function compareSessions(
  calendar: TradingCalendar,
  path: string,
  range: Range,
  io: Io,
): Promise<void> {
  const all = parseSessionsCsv(readText(path), path)
  const from = range.from ?? all.at(0)?.session
  const to = range.to ?? all.at(-1)?.session
  if (from === undefined || to === undefined)
    throw new Failure('bad-file', `${path}: has no session; name another`)
  const theirs = all.filter(({ session }) => session >= from && session <= to)
  const ours: readonly SessionRow[] = calendar.sessions(from, to).map(sessionRow)
  const differences = differencesOf(ours, theirs)
  const count = differences.length === 1 ? '1 difference' : `${differences.length} differences`
  const summary = `${count} from the ${calendar.exchange} calendar in ${theirs.length} sessions`
  if (differences.length === 0) return io.stderr.write(`${summary}\n`)
  await io.stdout.write(differencesCsv(differences))
  throw new Failure('bad-file', `${path}: ${summary}; see the list`)
}

function differencesCsv(differences: readonly SessionDifference[]): string {
  const lines = differences.map(
    ({ session, field, ours, theirs }) => `${session},${field},${ours},${theirs}\n`,
  )
  return `session,field,calendar,file\n${lines.join('')}`
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const cause = missing ? 'does not exist; name a CSV of sessions' : `cannot be read (${String(error)})`
    throw new Failure('bad-file', `${path}: ${cause}`)
  }
}
