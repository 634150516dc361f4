import { mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { migrate, schemaVersion } from './migrations/index.ts'
import { openStore, removeStore } from './open.ts'
import type { SessionBatch } from './store.ts'
import { minuteBatch } from './testing/batches.ts'
import {
  file,
  folderContent,
  openReader,
  openWriter,
  temporaryFolder,
  temporaryPath,
  time,
} from './testing/temporary-store.ts'

const monday = '2024-07-08' as SessionDate
const batch = minuteBatch([[0, 1, 2, 0.5, 1.5, 10]])

/** Path of a store with one bar, closed. */
function storeWithBar(): string {
  const store = openWriter()
  store.importFile(file(), [batch])
  store.close()
  rmSync(`${store.path}-owner`)
  return store.path
}

function failureOf(action: () => unknown): Failure {
  try {
    action()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('It did not fail')
}

const toRead = (path: string) => openStore(path, { access: 'read' })
const toWrite = (path: string) => openStore(path, { access: 'write', create: true, owner: 'a test', time })

/** Opens a file both ways; both must fail with the code and leave the folder as it was. */
function expectRefused(path: string, code: string, message: RegExp): void {
  const before = folderContent(dirname(path))
  for (const open of [toRead, toWrite]) {
    const failure = failureOf(() => open(path))
    expect(failure).toMatchObject({ code })
    expect(failure.message).toMatch(message)
    expect(failure.message).toContain(path)
    expect(failure.message).not.toContain('\n')
  }
  expect(folderContent(dirname(path))).toEqual(before)
}

/** A store's file changed where it lies, without SQLite. */
function changeBytes(path: string, change: (bytes: Buffer) => void): void {
  const bytes = folderContent(dirname(path))['bars.tapedeck']
  if (!bytes) throw new Error('There is no store')
  change(bytes)
  writeFileSync(path, bytes)
}

function inFile(path: string, sql: string): void {
  const database = new Database(path)
  database.exec(sql)
  database.close()
}

describe('what is refused stays as it is', () => {
  test.each([
    ['an empty file', '', /an empty file/],
    ['text', 'symbol,start,open\n'.repeat(100), /a file of another kind/],
    ['a few bytes', 'SQL', /a file of another kind/],
  ])('%s', (_name, content, message) => {
    const path = temporaryPath()
    writeFileSync(path, content)
    expectRefused(path, 'not-a-store', message)
  })

  test('a folder', () => {
    const path = temporaryPath()
    mkdirSync(path)
    for (const open of [toRead, toWrite]) expect(failureOf(() => open(path)).code).toBe('not-a-store')
    expect(readdirSync(dirname(path))).toEqual(['bars.tapedeck'])
  })

  test.each(['delete', 'wal'])('a database of another program, in journal mode %s', (mode) => {
    const path = temporaryPath()
    inFile(path, `PRAGMA journal_mode = ${mode}; CREATE TABLE notes (text)`)
    expectRefused(path, 'not-a-store', /a database of another program/)
  })

  test('a store that was cut off', () => {
    const path = storeWithBar()
    truncateSync(path, 5000)
    expectRefused(path, 'damaged-store', /it has 5000 of \d+ bytes/)
  })

  test('a store of which only the beginning is left', () => {
    const path = storeWithBar()
    truncateSync(path, 60)
    expectRefused(path, 'damaged-store', /it ends after 60 bytes/)
  })

  test('a store whose schema was never written', () => {
    const path = storeWithBar()
    changeBytes(path, (bytes) => bytes.writeUInt32BE(0, 60))
    expectRefused(path, 'damaged-store', /no schema/)
  })

  test('a store of a newer version', () => {
    const path = storeWithBar()
    changeBytes(path, (bytes) => bytes.writeUInt32BE(schemaVersion + 1, 60))
    expectRefused(path, 'newer-store', /newer version of Tapedeck/)
  })

  test('a store whose pages are garbage', () => {
    const path = storeWithBar()
    changeBytes(path, (bytes) => bytes.fill(0xa5, 1024))
    const before = folderContent(dirname(path))
    const failure = failureOf(() => toWrite(path))
    expect(failure).toMatchObject({ code: 'damaged-store' })
    expect(folderContent(dirname(path))).toEqual(before)
    expect(failureOf(() => toRead(path).symbols()).code).toBe('damaged-store')
  })

  test('a path at which nothing is', () => {
    const path = temporaryPath()
    expect(failureOf(() => toRead(path))).toMatchObject({ code: 'no-store' })
    const access = { access: 'write', owner: 'a test', time } as const
    expect(failureOf(() => openStore(path, access))).toMatchObject({ code: 'no-store' })
    expect(readdirSync(dirname(path))).toEqual([])
  })

  test('a folder that does not exist', () => {
    const path = join(temporaryFolder(), 'no', 'bars.tapedeck')
    expect(failureOf(() => toWrite(path))).toMatchObject({ code: 'no-store' })
    expect(failureOf(() => toRead(path))).toMatchObject({ code: 'no-store' })
  })
})

test('bars that were changed in the file are refused by name, the others can be read', () => {
  const path = storeWithBar()
  const other = openWriter(path)
  other.importFile(file(), [minuteBatch([[0, 1, 2, 0.5, 1.5, 10]], { session: '2024-07-09' })])
  other.close()
  inFile(path, "UPDATE blocks SET bars = CAST(bars || X'00' AS BLOB) WHERE id = 1")
  const store = openReader(path)
  const failure = failureOf(() => store.readSession('SPY', oneMinute, monday))
  expect(failure.code).toBe('damaged-store')
  expect(failure.message).toMatch(/1m bars of SPY in session 2024-07-08 do not match their checksum/)
  expect(store.readSession('SPY', oneMinute, '2024-07-09' as SessionDate)?.bars).toBe(1)
})

test('bars that match their checksum but make no sense are refused by name', () => {
  const path = storeWithBar()
  const nonsense = Buffer.from([1, 1, 1, 0, 7])
  const database = new Database(path)
  database.prepare('UPDATE blocks SET bars = ?').run(nonsense)
  database.prepare('UPDATE sessions SET checksum = ?').run(crc32(nonsense))
  database.close()
  const failure = failureOf(() => openReader(path).readSession('SPY', oneMinute, monday))
  expect(failure.code).toBe('damaged-store')
  expect(failure.message).toMatch(/1m bars of SPY in session 2024-07-08 cannot be read/)
})

test('a version of a bar that was changed in the file is refused', () => {
  const path = storeWithBar()
  const writer = openWriter(path)
  writer.importFile(file(), [minuteBatch([[0, 9, 9, 9, 9, 9]])])
  writer.close()
  inFile(path, "UPDATE revisions SET bar = X'00'")
  const failure = failureOf(() => openReader(path).versions('SPY', oneMinute, monday))
  expect(failure).toMatchObject({ code: 'damaged-store' })
})

test('a crash while a store is made leaves nothing in its place, and the next attempt makes it', () => {
  const path = temporaryPath()
  writeFileSync(`${path}-new`, 'half of a store')
  writeFileSync(`${path}-new-wal`, 'and more')
  expect(failureOf(() => toRead(path)).code).toBe('no-store')
  const store = openWriter(path)
  expect(store.summary().symbols).toBe(0)
  expect(readdirSync(dirname(path)).filter((name) => name.includes('-new'))).toEqual([])
})

test('a closed store is one file and the name of who owned it last', () => {
  const path = storeWithBar()
  openReader(path).close()
  expect(readdirSync(dirname(path))).toEqual(['bars.tapedeck'])
  openWriter(path).close()
  expect(readdirSync(dirname(path))).toEqual(['bars.tapedeck', 'bars.tapedeck-owner'])
  removeStore(path)
  expect(readdirSync(dirname(path))).toEqual([])
})

test('a failing import leaves the store as it was', () => {
  const store = openWriter()
  store.importFile(file(), [batch])
  function* failing(): Generator<SessionBatch> {
    yield minuteBatch([[5, 1, 2, 0.5, 1.5, 10]])
    yield minuteBatch([[5, 1, 2, 0.5, 1.5, 10]], { symbol: 'NEW' })
    throw new Failure('cancelled', 'Cancelled')
  }
  expect(failureOf(() => store.importFile(file({ feed: 'new' }), failing())).code).toBe('cancelled')
  expect(store.readSession('SPY', oneMinute, monday)?.bars).toBe(1)
  expect(store.symbol('NEW')).toBeUndefined()
  expect(store.importFile(file(), [minuteBatch([[5, 1, 2, 0.5, 1.5, 10]])]).added).toBe(1)
})

test('a symbol of two exchanges, a feed that is made up and not, and an unknown exchange are refused by name', () => {
  const store = openWriter()
  store.importFile(file(), [batch])
  const other = minuteBatch([[0, 1, 2, 0.5, 1.5, 10]], { exchange: '24/7' })
  expect(failureOf(() => store.importFile(file(), [other])).message).toMatch(
    /SPY .* XNYS .* 24\/7 .*bars.csv/,
  )
  const madeUp = file({ synthetic: true })
  expect(failureOf(() => store.importFile(madeUp, [batch])).message).toMatch(/Feed one .* bars.csv/)
  const nowhere = minuteBatch([[0, 1, 2, 0.5, 1.5, 10]], { symbol: 'X', exchange: 'XXXX' })
  expect(failureOf(() => store.importFile(file(), [nowhere])).code).toBe('unknown-exchange')
})

describe('an older store', () => {
  /** A store as the first version wrote it, with bars. */
  function firstVersion(): string {
    const path = storeWithBar()
    inFile(
      path,
      'DROP TABLE run_errors; DROP TABLE runs; DROP TABLE plans; DROP TABLE used_symbols; ' +
        'ALTER TABLE revisions DROP COLUMN request; DROP TABLE sources; DROP TABLE requests; DROP TABLE halts; DROP TABLE marks; DROP TABLE stand_ins; DROP TABLE ledger_changes; DROP TABLE grades; ' +
        'DROP TABLE adjustment_factors; DROP TABLE adjustments; DROP TABLE watchlist_symbols; DROP TABLE watchlists; ' +
        'PRAGMA user_version = 1',
    )
    return path
  }

  test('is brought up to date by a writer and keeps its bars', () => {
    const path = firstVersion()
    const store = openWriter(path)
    expect(store.summary()).toMatchObject({ schemaVersion, bars: 1 })
    expect(store.saveWatchlist({ name: 'Mine', symbols: ['SPY'] }).id).toBe(1)
    const factors = [{ until: monday, price: 1, split: 0.5, referencePrice: 10 }]
    expect(store.importFactors(file(), 'SPY', factors)).toBe('stored')
    const halt = {
      kind: 'halt',
      from: epochMs(0),
      to: epochMs(1),
      code: 'T1',
      source: 'a test',
      knownAt: epochMs(2),
    } as const
    expect(store.ledger.record('SPY', [halt])).toBe(1)
    store.prefetch.noteUse(['SPY'], 'chart', epochMs(0))
    expect(store.prefetch.usedSymbols()).toHaveLength(1)
    store.close()
    expect(openReader(path).readSession('SPY', oneMinute, monday)?.columns.close[0]).toBe(1.5)
  })

  test('is refused to a reader, with what to do, and stays as it is', () => {
    const path = firstVersion()
    const before = folderContent(dirname(path))
    const failure = failureOf(() => toRead(path))
    expect(failure.code).toBe('read-only')
    expect(failure.message).toContain(`older version of Tapedeck (schema 1, now ${schemaVersion})`)
    expect(folderContent(dirname(path))).toEqual(before)
  })

  test('has the schema of a new one once it is up to date', () => {
    const schemaOf = (path: string) => {
      const database = new Database(path)
      const schema = database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()
      database.close()
      return schema
    }
    const oldest = temporaryPath()
    const database = new Database(oldest)
    migrate(database, 1)
    expect(database.pragma('user_version', { simple: true })).toBe(1)
    migrate(database)
    database.close()
    expect(schemaOf(oldest)).toEqual(schemaOf(storeWithBar()))
  })
})
