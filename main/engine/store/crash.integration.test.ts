import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { randomOf } from '../random/random.ts'
import type { StoreReader } from './store.ts'
import { minutesOfSession, sessionsOfFile, symbolsOf, symbolsOfFile } from './testing/large-file.ts'
import { openReader, openWriter, temporaryPath } from './testing/temporary-store.ts'
import { WriterChild } from './testing/writer-child.ts'

const crashes = 20
const longestWaitMs = 200

/** Bars of a file that the store has. */
function barsOfFile(store: StoreReader, number: number): number {
  const [from, , , , to] = sessionsOfFile as readonly string[] as readonly SessionDate[]
  if (!from || !to) throw new Error('A file has five sessions')
  return store
    .readSessions(symbolsOf(number), oneMinute, from, to)
    .reduce((sum, { columns }) => sum + columns.start.length, 0)
}

function numbers(lines: readonly string[], word: string): number[] {
  return lines.filter((line) => line.startsWith(word)).map((line) => Number(line.split(' ')[1]))
}

test('a process killed at any moment of an import leaves all of a file or none of it', async () => {
  const path = temporaryPath()
  const whole = symbolsOfFile * sessionsOfFile.length * minutesOfSession
  const finished = new Set<number>()
  let nextFile = 0
  for (let crash = 0; crash < crashes; crash++) {
    const child = new WriterChild(path, `writer ${crash}`, nextFile)
    await child.line('begin')
    await wait(randomOf('kill of an import', crash).uniform() * longestWaitMs)
    await child.kill()
    const begun = numbers(child.lines, 'begin')
    for (const number of numbers(child.lines, 'end')) finished.add(number)

    const store = openReader(path)
    for (const number of begun) {
      const bars = barsOfFile(store, number)
      expect([0, whole]).toContain(bars)
      if (finished.has(number)) expect(bars).toBe(whole)
    }
    store.close()
    nextFile = Math.max(...begun) + 1
  }
  openWriter(path).close()
  const database = new Database(path, { readonly: true })
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(database.pragma('foreign_key_check')).toEqual([])
  database.close()
})
