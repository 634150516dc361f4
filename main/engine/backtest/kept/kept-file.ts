import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { Failure } from '#shared/protocol/failure.ts'

/** "TAPB": what the SQLite header of the file says about the program it belongs to. */
const applicationId = 0x54415042
const schemaVersion = 1

/**
 * Runs that were kept.
 *
 * numbers: the last number that a run was given; it is never given again.
 * runs: what lists of them show, `measures` and `request` as JSON, the request without the text of its strategy.
 *   `store` is the path of the store that it read, `named` whether the user gave it its name.
 * parts: what one run is made of, by the name of the part, serialized and deflated.
 * orders: what happened to the orders of one symbol in one session.
 */
const schema = `
  CREATE TABLE numbers (last INTEGER NOT NULL) STRICT;
  INSERT INTO numbers VALUES (0);

  CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    store TEXT NOT NULL,
    name TEXT NOT NULL,
    named INTEGER NOT NULL,
    strategy TEXT NOT NULL,
    request TEXT NOT NULL,
    exchange TEXT NOT NULL,
    zone TEXT NOT NULL,
    ran_at REAL NOT NULL,
    bars INTEGER NOT NULL,
    sessions INTEGER NOT NULL,
    trades INTEGER NOT NULL,
    measures TEXT NOT NULL
  ) STRICT;
  CREATE INDEX runs_of_store ON runs (store, named, id);

  CREATE TABLE parts (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    part TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (run, part)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE orders (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    symbol TEXT NOT NULL,
    session TEXT NOT NULL,
    events BLOB NOT NULL,
    PRIMARY KEY (run, symbol, session)
  ) STRICT, WITHOUT ROWID;
`

/** The file of kept runs: it lies beside the settings file. */
export function keptBeside(settingsPath: string): string {
  return join(dirname(settingsPath), 'backtests.tapedeck-runs')
}

/**
 * Opens the file of kept runs, which is made where there is none. Throws a Failure of code 'newer-store' for one that a
 * later version of the program wrote, and 'damaged-store' for what is no such file; neither is touched.
 */
export function openKept(path: string): Database.Database {
  return onKept(path, () => {
    const isNew = !existsSync(path) || statSync(path).size === 0
    const database = new Database(path)
    try {
      if (!isNew) checkKept(path, database)
      // What was kept survives the end of this process.
      database.pragma('synchronous = normal')
      database.pragma('foreign_keys = on')
      if (versionOf(database) === 0) makeTables(database)
      return database
    } catch (error) {
      database.close()
      throw error
    }
  })
}

/** Runs what touches the file; whatever SQLite has against it becomes a Failure that names the file. */
export function onKept<T>(path: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw error instanceof Database.SqliteError ? failureOf(path, error) : error
  }
}

function makeTables(database: Database.Database): void {
  database.pragma('auto_vacuum = incremental')
  database.pragma('journal_mode = wal')
  const make = database.transaction(() => {
    // Another thread may have been faster.
    if (versionOf(database) !== 0) return
    database.exec(schema)
    database.pragma(`application_id = ${applicationId}`)
    database.pragma(`user_version = ${schemaVersion}`)
  })
  make.immediate()
}

function checkKept(path: string, database: Database.Database): void {
  const version = versionOf(database)
  const application = Number(database.pragma('application_id', { simple: true }))
  const tables = Number(database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get())
  // One whose making was cut short has neither.
  if (version === 0 && application === 0 && tables === 0) return
  if (application !== applicationId) throw unreadable(path, 'it is a file of another kind')
  if (version > schemaVersion)
    throw new Failure(
      'newer-store',
      `${path} holds backtests of a newer version of Tapedeck (schema ${version}, this one knows ${schemaVersion}); open them with that version`,
    )
}

function versionOf(database: Database.Database): number {
  return Number(database.pragma('user_version', { simple: true }))
}

function failureOf(path: string, { code, message }: { code: string; message: string }): Failure {
  const [, cause = ''] = code.split('_')
  switch (cause) {
    case 'CORRUPT':
    case 'NOTADB':
      return unreadable(path, message)
    case 'FULL':
      return new Failure('internal', `${path}: the disk is full, the run was not kept; free some space`)
    case 'BUSY':
    case 'LOCKED':
      return new Failure('store-busy', `${path} is being written to by another process; try again later`)
    default:
      return new Failure(
        'internal',
        `${path}: backtests cannot be kept there (${message}); check the folder and the disk`,
      )
  }
}

/** A file in which something is not as it was written. */
export function unreadable(path: string, cause: string): Failure {
  return new Failure(
    'damaged-store',
    `${path} should hold the kept backtests, but ${cause}; move it away to begin a new one`,
  )
}
