import { closeSync, openSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { openStore } from '../store/open.ts'
import type { SessionBatch } from '../store/store.ts'
import { dayBatch, type MinuteRow, minuteBatch, quoteBatch } from '../store/testing/batches.ts'
import { file, folderContent, openWriter, temporaryPath, time } from '../store/testing/temporary-store.ts'
import { processTicker } from '../time/ticker.ts'
import { type ExamineOptions, examine } from './examine.ts'
import type { HealthCheck } from './health-check.ts'

const rows: readonly MinuteRow[] = [
  [0, 10, 11, 9, 10.5, 100],
  [1, 10.5, 12, 10, 11, 200],
]
const plenty = 1e12

function options(path: string, told: Partial<ExamineOptions> = {}): ExamineOptions {
  return {
    overlay: undefined,
    settings: join(dirname(path), 'settings.json'),
    node: 'v24.1.0',
    freeBytes: () => plenty,
    ticker: processTicker,
    signal: new AbortController().signal,
    onProgress: () => {},
    ...told,
  }
}

/** A store of those sessions that nobody has open. */
function storeOf(...batches: readonly SessionBatch[]): string {
  const path = temporaryPath()
  const store = openStore(path, { access: 'write', create: true, owner: 'a test', time })
  store.importFile(file(), batches)
  store.close()
  return path
}

const monday = minuteBatch(rows)

/** Changes a store past its own doors. */
function tamper(path: string, change: (database: Database.Database) => void): void {
  const database = new Database(path)
  database.pragma('foreign_keys = off')
  change(database)
  database.close()
}

function of(checks: readonly HealthCheck[], part: string, name?: string): HealthCheck[] {
  return checks.filter((check) => check.part === part && (name === undefined || check.name === name))
}

function notOk(checks: readonly HealthCheck[]): string[] {
  return checks
    .filter(({ status }) => status !== 'ok')
    .map(({ part, name, status }) => `${status} ${part} ${name}`)
}

describe('a store in good health', () => {
  test('every part is ok, and nothing of it is changed', async () => {
    const path = storeOf(
      monday,
      quoteBatch(rows, rows),
      dayBatch('2024-07-08', 10),
      dayBatch('2024-07-09', 11),
    )
    const writer = openStore(path, { access: 'write', owner: 'a test', time })
    writer.saveWatchlist({ name: 'Mine', symbols: ['SPY'] })
    writer.close()
    const before = folderContent(dirname(path))
    const checks = await examine(path, options(path))
    expect(notOk(checks)).toEqual([])
    expect(checks.every(({ remedy }) => remedy === '')).toBe(true)
    expect(new Set(checks.map(({ part }) => part))).toEqual(
      new Set(['program', 'store', 'calendar', 'feed', 'watchlist', 'settings']),
    )
    expect(of(checks, 'store', 'blocks')[0]?.detail).toBe('3 blocks with 6 bars match their checksums')
    expect(of(checks, 'calendar', 'XNYS')[0]?.detail).toMatch(/1990-01-01 to 2028-12-31; 2 sessions stored/)
    expect(of(checks, 'feed', 'one')[0]?.detail).toBe(
      '1 symbol, 3 blocks from 1 file, the last at 2024-07-20T00:00:00Z',
    )
    expect(of(checks, 'watchlist', 'Mine')[0]?.detail).toBe('1 symbol, all of them in the store')
    expect(of(checks, 'program').map(({ name, detail }) => [name, detail])).toEqual([
      ['node', 'v24.1.0'],
      ['sqlite', expect.stringMatching(/^3\.\d+/)],
    ])
    expect(folderContent(dirname(path))).toEqual(before)
  })

  test('it tells how far it is, and whose store it is', async () => {
    const path = temporaryPath()
    openWriter(path, 'tapedeck import (process 7)').importFile(file(), [monday, dayBatch('2024-07-08', 10)])
    const told: unknown[] = []
    const checks = await examine(path, options(path, { onProgress: (progress) => told.push(progress) }))
    expect(of(checks, 'store', 'owner')[0]?.detail).toBe('it belongs to tapedeck import (process 7)')
    expect(told).toEqual([
      { done: 1, total: 2, symbol: 'SPY' },
      { done: 2, total: 2, symbol: 'SPY' },
    ])
  })

  test('it can be cancelled', async () => {
    const path = storeOf(monday)
    const signal = AbortSignal.abort()
    await expect(examine(path, options(path, { signal }))).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('what is wrong with a store', () => {
  test('one that is not there, or is none, is an error; the other parts are looked at', async () => {
    const path = temporaryPath()
    const absent = await examine(path, options(path))
    expect(notOk(absent)).toEqual(['error store opens'])
    expect(of(absent, 'store')).toEqual([
      {
        part: 'store',
        name: 'opens',
        status: 'error',
        detail: `There is no store at ${path}`,
        remedy: 'import bars into it to make one',
      },
    ])
    expect(of(absent, 'settings')).toHaveLength(1)
    writeFileSync(path, 'bars')
    expect(of(await examine(path, options(path)), 'store')[0]?.detail).toMatch(/not a Tapedeck store/)
  })

  test('a block with a changed byte is named', async () => {
    const path = storeOf(monday, minuteBatch(rows, { session: '2024-07-09' }))
    tamper(path, (database) => {
      const bytes = database.prepare('SELECT bars FROM blocks WHERE id = 2').pluck().get() as Buffer
      const at = Math.floor(bytes.length / 2)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      database.prepare('UPDATE blocks SET bars = ? WHERE id = 2').run(bytes)
    })
    const checks = await examine(path, options(path))
    expect(notOk(checks)).toEqual(['error store blocks'])
    expect(of(checks, 'store', 'blocks')[0]).toMatchObject({
      detail: expect.stringMatching(/2024-07-09 do not match their checksum/),
      remedy: expect.stringContaining('restore a copy'),
    })
    expect(of(checks, 'store', 'blocks')[0]?.detail).toMatch(/^1 of 2 blocks are damaged: the 1m bars of SPY/)
  })

  test('a block that is gone is named, and that a row names it', async () => {
    const path = storeOf(monday)
    tamper(path, (database) => database.exec('DELETE FROM blocks'))
    const checks = await examine(path, options(path))
    expect(notOk(checks)).toEqual(['error store integrity', 'error store blocks'])
    expect(of(checks, 'store', 'integrity')[0]?.detail).toBe(
      'a row of sessions names one of blocks that is not there',
    )
    expect(of(checks, 'store', 'blocks')[0]?.detail).toMatch(
      /1m trade bars of SPY in session 2024-07-08 are not there/,
    )
  })

  test('counts that are not those of the block are named', async () => {
    const path = storeOf(monday)
    tamper(path, (database) => database.exec('UPDATE sessions SET last_start = last_start + 60000'))
    const [check] = of(await examine(path, options(path)), 'store', 'blocks')
    expect(check?.detail).toMatch(/are not those that are counted/)
  })

  test('damaged pages are an error, whichever of them', async () => {
    const batches = Array.from({ length: 40 }, (_, i) => minuteBatch(rows, { symbol: `S${i}` }))
    const clean = storeOf(...batches)
    const { size } = statSync(clean)
    for (let page = 1; page < size / 1024; page += 3) {
      const path = storeOf(...batches)
      const descriptor = openSync(path, 'r+')
      writeSync(descriptor, Buffer.alloc(1024, 0xff), 0, 1024, page * 1024)
      closeSync(descriptor)
      const checks = await examine(path, options(path))
      expect(notOk(checks).some((check) => check.startsWith('error store'))).toBe(true)
      expect(of(checks, 'settings')).toHaveLength(1)
    }
  })

  test('a file that was cut off is an error', async () => {
    const path = storeOf(monday)
    truncateSync(path, statSync(path).size - 1024)
    expect(of(await examine(path, options(path)), 'store')[0]).toMatchObject({
      name: 'opens',
      status: 'error',
    })
  })

  test('an older store is a warning, and its bars are read; a newer one is refused', async () => {
    const path = storeOf(monday)
    tamper(path, (database) => {
      database.exec('DROP TABLE watchlist_symbols; DROP TABLE watchlists')
      database.pragma('user_version = 1')
    })
    const checks = await examine(path, options(path))
    expect(notOk(checks)).toEqual(['warning store schema'])
    expect(of(checks, 'store', 'blocks')[0]?.status).toBe('ok')
    tamper(path, (database) => database.pragma('user_version = 99'))
    expect(of(await examine(path, options(path)), 'store')).toEqual([
      expect.objectContaining({ status: 'error', remedy: 'open it with that version' }),
    ])
  })

  test('little room on the disk is a warning', async () => {
    const path = storeOf(monday)
    const checks = await examine(path, options(path, { freeBytes: () => 1000 }))
    expect(notOk(checks)).toEqual(['warning store free-disk'])
    expect(of(checks, 'store', 'free-disk')[0]?.remedy).toMatch(/needs 268\.4 MB/)
  })

  test('a Node that is too old is an error', async () => {
    const path = storeOf(monday)
    expect(notOk(await examine(path, options(path, { node: 'v18.20.0' })))).toEqual(['error program node'])
  })
})

describe('calendars', () => {
  test('stray sessions are named with their symbols', async () => {
    const path = storeOf(
      monday,
      minuteBatch(rows, { session: '2024-07-04' }),
      minuteBatch(rows, { session: '2024-07-06', symbol: 'IBM' }),
      dayBatch('2024-07-07', 10),
    )
    const checks = await examine(path, options(path))
    expect(notOk(checks)).toEqual(['warning calendar XNYS'])
    const [check] = of(checks, 'calendar')
    expect(check?.detail).toBe(
      '3 stored sessions on days without trading: 2024-07-06 IBM, 2024-07-04 SPY, 2024-07-07 SPY',
    )
    expect(check?.remedy).toMatch(/--exchange and --zone/)
  })

  test('weeks are labelled by their first day, a holiday or not', async () => {
    const week = { ...dayBatch('2024-07-07', 10), interval: '1w' as SessionBatch['interval'] }
    const path = storeOf(monday, { ...week, session: '2024-07-08' as SessionDate })
    expect(notOk(await examine(path, options(path)))).toEqual([])
  })

  test('sessions outside the range, or of an exchange without calendar, are errors', async () => {
    const path = storeOf(
      monday,
      minuteBatch(rows, { symbol: 'OLD', exchange: '24/7', session: '2024-07-09' }),
    )
    tamper(path, (database) =>
      database.exec("UPDATE symbols SET exchange = 'XNYS'; UPDATE sessions SET day = 4000"),
    )
    expect(of(await examine(path, options(path)), 'calendar')[0]).toMatchObject({
      name: 'XNYS',
      status: 'error',
      detail: expect.stringMatching(/2 stored sessions outside its range .*1980-12-14 OLD, 1980-12-14 SPY/),
    })
    tamper(path, (database) => database.exec("UPDATE symbols SET exchange = 'XXXX'"))
    expect(of(await examine(path, options(path)), 'calendar')[0]).toMatchObject({
      name: 'XXXX',
      status: 'error',
    })
  })

  test('minutes that were counted by other hours are a warning (R7)', async () => {
    const path = storeOf(monday)
    tamper(path, (database) => database.exec('UPDATE sessions SET regular_bars = 1'))
    const checks = await examine(path, options(path))
    expect(notOk(checks)).toEqual(['warning calendar XNYS'])
    expect(of(checks, 'calendar')[0]?.detail).toMatch(
      /1 stored session counted by other hours.*2024-07-08 SPY/,
    )
  })
})

describe('feeds, watchlists and settings', () => {
  test('a store without bars', async () => {
    const path = temporaryPath()
    openWriter(path)
    expect(notOk(await examine(path, options(path)))).toEqual(['warning feed all'])
  })

  test('a feed without bars, and made-up bars beside those of a market', async () => {
    const path = storeOf(monday)
    const writer = openStore(path, { access: 'write', owner: 'a test', time })
    writer.importFile(file({ feed: 'demo', synthetic: true }), [minuteBatch(rows, { symbol: 'MADE' })])
    writer.close()
    tamper(path, (database) => database.exec("INSERT INTO feeds (name, synthetic) VALUES ('bare', 0)"))
    const checks = await examine(path, options(path))
    expect(notOk(checks)).toEqual(['warning feed bare', 'warning feed demo'])
    expect(of(checks, 'feed', 'demo')[0]?.detail).toMatch(/made up and lie beside/)
  })

  test('a watchlist that names symbols the store lacks', async () => {
    const path = temporaryPath()
    const writer = openWriter(path)
    writer.importFile(file(), [monday])
    writer.saveWatchlist({ name: 'Mixed', symbols: ['AAA', 'SPY', 'BBB', 'CCC', 'DDD'] })
    writer.saveWatchlist({ name: 'Empty', symbols: [] })
    const checks = await examine(path, options(path))
    expect(of(checks, 'watchlist')).toEqual([
      expect.objectContaining({
        name: 'Mixed',
        status: 'warning',
        detail: '4 of 5 symbols are not in the store: AAA, BBB, CCC and 1 more',
      }),
      expect.objectContaining({ name: 'Empty', status: 'ok' }),
    ])
  })

  test.each([
    [
      '{"version":1,"settings":{"sessionTimeoutSeconds":5,"sessionAutoRoll":false}}',
      ['warning settings sessionTimeoutSeconds'],
    ],
    ['{"version":1,"settings":{"sessionAutoRol":false}}', ['error settings file']],
    ['{"version":1,', ['error settings file']],
    ['{"version":2,"settings":{"later":1}}', []],
  ])('settings %s', async (text, expected) => {
    const path = storeOf(monday)
    const settings = join(dirname(path), 'settings.json')
    writeFileSync(settings, text)
    const before = folderContent(dirname(path))
    expect(notOk(await examine(path, options(path, { settings })))).toEqual(expected)
    expect(folderContent(dirname(path))).toEqual(before)
  })
})
