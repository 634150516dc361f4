import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import { openStore } from './open.ts'
import { ownerOf } from './owner.ts'
import { minuteBatch } from './testing/batches.ts'
import { minutesOfSession, symbolsOf } from './testing/large-file.ts'
import { file, openReader, openWriter, temporaryPath, time } from './testing/temporary-store.ts'
import { WriterChild } from './testing/writer-child.ts'

function refusal(path: string) {
  try {
    openStore(path, { access: 'write', owner: 'a second one', time }).close()
  } catch (error) {
    return asFailure(error)
  }
  return undefined
}

test('while one process owns a store another reads it, may not write, and is told who does', async () => {
  const path = temporaryPath()
  expect(ownerOf(path)).toBeUndefined()
  const child = new WriterChild(path, 'tapedeck import (process 4711)')
  await child.line('open')
  const reader = openReader(path)
  await child.line('end 0')
  expect(ownerOf(path)).toBe('tapedeck import (process 4711)')
  expect(refusal(path)).toMatchObject({
    code: 'store-busy',
    message: `${path} belongs to tapedeck import (process 4711); close it there first`,
    detail: 'tapedeck import (process 4711)',
  })
  const session = reader.readSession(symbolsOf(0)[0] ?? '', oneMinute, '2024-07-08' as SessionDate)
  expect(session?.bars).toBe(minutesOfSession)
})

test('a store is free once its owner has ended, by itself or by kill -9', async () => {
  const path = temporaryPath()
  const orderly = new WriterChild(path, 'orderly')
  await orderly.line('open')
  await orderly.end()
  expect(ownerOf(path)).toBeUndefined()

  const killed = new WriterChild(path, 'killed', 1000)
  await killed.line('begin')
  await killed.kill()
  expect(ownerOf(path)).toBeUndefined()
  const store = openWriter(path, 'the next')
  expect(ownerOf(path)).toBe('the next')
  store.saveWatchlist({ name: 'Mine', symbols: [] })
})

test('of many processes that want a store at once one gets it and the others name it', async () => {
  const path = temporaryPath()
  const names = ['ann', 'bob', 'cyd', 'dan']
  const children = names.map((name) => new WriterChild(path, name))
  const lines = await Promise.all(children.map((child) => child.line('open', 'refused')))
  const winner = names[lines.indexOf('open')]
  expect(lines.toSorted()).toEqual(['open', ...Array(3).fill(`refused store-busy ${winner}`)])
})

test('a reader that comes and goes in the process of the owner takes none of its locks along', () => {
  const path = temporaryPath()
  const store = openWriter(path)
  store.importFile(file(), [minuteBatch([[0, 1, 2, 0.5, 1.5, 10]])])
  openReader(path).close()
  // Another process that found no locks would think itself the last one and delete the write-ahead log.
  const visit = `const store = new (require('better-sqlite3'))(${JSON.stringify(path)})
    store.pragma('user_version')
    store.close()`
  execFileSync(process.execPath, ['--input-type=commonjs', '-e', visit], { cwd: import.meta.dirname })
  expect(existsSync(`${path}-wal`)).toBe(true)
  store.importFile(file(), [minuteBatch([[1, 1, 2, 0.5, 1.5, 10]])])
  expect(openReader(path).readSession('SPY', oneMinute, '2024-07-08' as SessionDate)?.bars).toBe(2)
})

test('a second owner in the same process is refused as well', () => {
  const store = openWriter(temporaryPath(), 'the first')
  expect(refusal(store.path)?.detail).toBe('the first')
  store.close()
  expect(refusal(store.path)).toBeUndefined()
})
