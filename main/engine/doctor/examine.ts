import type Database from 'better-sqlite3'
import { Failure } from '#shared/protocol/failure.ts'
import { Calendars } from '../calendars/calendars.ts'
import { connectToRead } from '../store/connect.ts'
import { checkHeader } from '../store/header.ts'
import { onFile } from '../store/store-failure.ts'
import { nextTurn, type Ticker } from '../time/ticker.ts'
import { BlockReading } from './block-survey.ts'
import { CalendarChecks } from './calendar-checks.ts'
import { checkFeeds } from './feed-checks.ts'
import { error, failed, guarded, type HealthCheck, healthy } from './health-check.ts'
import { checkOverlays, overlaysAt } from './overlay-checks.ts'
import { checkSettings } from './settings-checks.ts'
import { checkAccess, checkBlocks, checkIntegrity, checkSchema, checkSpace } from './store-checks.ts'
import { checkWatchlists } from './watchlist-checks.ts'

/** The oldest Node the program runs on. */
const oldestNode = 20

/** How far an examination is: series of bars that are read, of all. */
export interface ExamineProgress {
  readonly done: number
  readonly total: number
  readonly symbol: string
}

export interface ExamineOptions {
  /** File of the settings, which need not exist. */
  readonly settings: string
  /** File of the user's changes to calendars, which need not exist; undefined for none. */
  readonly overlay: string | undefined
  /** Version of Node, e.g. "v24.1.0". */
  readonly node: string
  /** Bytes that are free on the disk of a folder. */
  readonly freeBytes: (folder: string) => number
  readonly ticker: Ticker
  readonly signal: AbortSignal
  readonly onProgress: (progress: ExamineProgress) => void
}

/**
 * Looks at every part that Tapedeck needs and changes none: the program, the store at `path` with all its bars,
 * calendars, feeds, watchlists and settings. What cannot be looked at is an error among the checks. Throws a
 * Failure of code 'cancelled' only.
 */
export async function examine(path: string, options: ExamineOptions): Promise<readonly HealthCheck[]> {
  return [
    checkNode(options.node),
    ...(await examineStore(path, options)),
    ...guarded('calendar', 'overlay', () => checkOverlays(options.overlay)),
    ...guarded('settings', 'file', () => checkSettings(options.settings)),
  ]
}

function checkNode(version: string): HealthCheck {
  const major = Number.parseInt(version.replace(/^v/, ''), 10)
  if (major >= oldestNode) return healthy('program', 'node', version)
  return error('program', 'node', `${version} is too old`, `install Node ${oldestNode} or later`)
}

async function examineStore(path: string, options: ExamineOptions): Promise<readonly HealthCheck[]> {
  let database: Database.Database
  try {
    checkHeader(path)
    database = connectToRead(path)
  } catch (cause) {
    return [failed('store', 'opens', cause)]
  }
  return examineOpened(path, database, options).finally(() => database.close())
}

async function examineOpened(
  path: string,
  database: Database.Database,
  options: ExamineOptions,
): Promise<readonly HealthCheck[]> {
  const store = (name: string, check: () => readonly HealthCheck[]) => guarded('store', name, check)
  return [
    ...guarded('program', 'sqlite', () => [healthy('program', 'sqlite', sqliteVersion(path, database))]),
    healthy('store', 'opens', path),
    ...store('schema', () => checkSchema(path, database)),
    ...store('owner', () => checkAccess(path)),
    ...store('size', () => checkSpace(path, options.freeBytes)),
    ...store('integrity', () => checkIntegrity(path, database)),
    ...(await examineBars(path, database, options)),
    ...guarded('feed', 'all', () => checkFeeds(path, database)),
    ...guarded('watchlist', 'all', () => (hasWatchlists(database) ? checkWatchlists(path, database) : [])),
  ]
}

/** Reads every block once, for its own sake and for the calendars. */
async function examineBars(
  path: string,
  database: Database.Database,
  { overlay, ticker, signal, onProgress }: ExamineOptions,
): Promise<readonly HealthCheck[]> {
  const calendars = new Calendars(overlaysAt(overlay))
  const checked = new Map<string, CalendarChecks>()
  try {
    const reading = new BlockReading(path, database, (exchange, session) => {
      const checks = checked.get(exchange) ?? new CalendarChecks(exchange, calendars)
      checked.set(exchange, checks)
      checks.add(session)
    })
    for (let symbol = reading.step(); symbol !== undefined; symbol = reading.step()) {
      onProgress({ done: reading.done, total: reading.series, symbol })
      await nextTurn(ticker)
      if (signal.aborted) throw new Failure('cancelled', `${path}: cancelled; not every part was looked at.`)
    }
    return [...checkBlocks(reading.finish()), ...[...checked.values()].flatMap((checks) => checks.finish())]
  } catch (cause) {
    if (cause instanceof Failure && cause.code === 'cancelled') throw cause
    return [failed('store', 'blocks', cause)]
  }
}

function sqliteVersion(path: string, database: Database.Database): string {
  return onFile(path, () => String(database.prepare('SELECT sqlite_version()').pluck().get()))
}

/** Stores of the first versions had none. */
function hasWatchlists(database: Database.Database): boolean {
  const found = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'watchlists'").get()
  return found !== undefined
}
