import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { at, type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import { filled } from '#shared/bars/state.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { randomOf } from '../../random/random.ts'
import { joinColumns } from '../../replay/hours.ts'
import type { SessionBatch, StoreReader } from '../../store/store.ts'
import { largeFile, minutesOfSession, sessionsOfFile, symbolsOf } from '../../store/testing/large-file.ts'
import { openReader, openWriter, temporaryPath } from '../../store/testing/temporary-store.ts'
import { WriterChild } from '../../store/testing/writer-child.ts'
import type { RequestEvidence } from '../evidence/evidence.ts'

const crashes = 20
const longestWaitMs = 400
/** Farther from each other than gaps that are asked for together. */
const holeEvery = 78
const holes = minutesOfSession / holeEvery
const script = join(import.meta.dirname, '../testing/fill-process.ts')
const sessions = sessionsOfFile as readonly string[] as readonly SessionDate[]
const [first, last] = [sessions[0] as SessionDate, sessions.at(-1) as SessionDate]

function withHoles(batch: SessionBatch): SessionBatch {
  if (batch.kind !== 'trade') throw new TypeError('trades')
  const parts: BarColumns[] = []
  for (let from = 0; from < minutesOfSession; from += holeEvery)
    parts.push(sliceColumns(batch.columns, from + 1, from + holeEvery))
  return { ...batch, columns: joinColumns(parts) }
}

/** What one session must be at any moment: bars of the whole one, each once, and each filled one accounted for. */
function checkSession(store: StoreReader, symbol: string, session: SessionDate, whole: BarColumns): number {
  const columns = store.readSession(symbol, oneMinute, session)?.columns
  if (!columns) throw new Error(`${symbol} ${session} is gone`)
  const expected = new Map(Array.from(whole.start, (start, index) => [start, at(whole.close, index)]))
  expect(new Set(columns.start).size).toBe(columns.start.length)
  expect([...columns.close]).toEqual(Array.from(columns.start, (start) => expected.get(start)))
  const filledStarts = [...columns.start].filter((_, index) => columns.state[index] === filled)
  expect(filledStarts).toHaveLength(columns.start.length - (minutesOfSession - holes))
  const fills = store.fillsOf(symbol, oneMinute, session)
  expect(fills.map(({ start }) => start)).toEqual(filledStarts)
  const asked = store.ledger
    .recorded(symbol, at(whole.start, 0), at(whole.start, minutesOfSession - 1) + 60_000)
    .filter((entry): entry is RequestEvidence => entry.kind === 'request')
  expect(asked.map(({ outcome, try: tried, from }) => [outcome, tried, from])).toEqual(
    fills.map(({ start }) => ['bars', 1, start]),
  )
  expect(asked.map(({ id }) => id)).toEqual(fills.map(({ request }) => request))
  return fills.length
}

test('a process killed at any moment of filling loses and doubles no bar, and the next one goes on where it was', async () => {
  const path = temporaryPath()
  const { file, batches } = largeFile(1)
  const store = openWriter(path)
  store.importFile(file, batches.map(withHoles))
  store.importFile({ ...file, feed: 'two' }, batches)
  store.close()

  let before = 0
  const check = (): number => {
    const reader = openReader(path)
    let done = 0
    for (const batch of batches)
      if (batch.kind === 'trade') done += checkSession(reader, batch.symbol, batch.session, batch.columns)
    reader.close()
    expect(done).toBeGreaterThanOrEqual(before)
    before = done
    return done
  }
  let cutOff = 0
  for (let crash = 0; crash < crashes; crash++) {
    const child = new WriterChild(path, `filler ${crash}`, 0, script)
    await child.line('begin')
    await wait(randomOf('kill of a filling', crash).uniform() * longestWaitMs)
    await child.kill()
    if (check() < batches.length * holes) cutOff++
  }
  expect(cutOff).toBeGreaterThan(0)
  const child = new WriterChild(path, 'the last filler', 0, script)
  await child.line('done')
  expect(check()).toBe(batches.length * holes)
  await child.kill()

  const reader = openReader(path)
  const read = (feed: string) =>
    symbolsOf(1).flatMap((symbol) =>
      reader
        .readFeedSessions(feed, symbol, oneMinute, first, last)
        .map(({ columns: { state: _, ...rest } }) => rest),
    )
  expect(read('one')).toEqual(read('two'))
  const database = new Database(path, { readonly: true })
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(database.pragma('foreign_key_check')).toEqual([])
  database.close()
})
