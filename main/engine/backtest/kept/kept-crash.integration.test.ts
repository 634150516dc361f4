import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { randomOf } from '../../random/random.ts'
import { WriterChild } from '../../store/testing/writer-child.ts'
import { KeptRuns, mostUnnamed } from './kept-runs.ts'
import { madeRecord } from './testing/made-record.ts'

const crashes = 8
const longestWaitMs = 200
const script = join(import.meta.dirname, 'testing/keep-process.ts')

test('a process that is killed at any moment leaves every run as a whole, and each it said was kept', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-kept-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'backtests.tapedeck-runs')
  const record = madeRecord()
  const [first] = record.sessions
  const ordersOfFirst = record.events.filter(({ at }) => at <= (first?.end ?? 0))
  const told: number[] = []
  for (let crash = 0; crash < crashes; crash += 1) {
    const child = new WriterChild(path, `run ${crash}`, 0, script)
    await child.line('begin')
    await wait(randomOf('kill of a keeper', crash).uniform() * longestWaitMs)
    await child.kill()
    told.push(...child.lines.flatMap((line) => (line.startsWith('kept ') ? [Number(line.slice(5))] : [])))
  }
  const kept = new KeptRuns(path)
  onTestFinished(() => kept.close())
  const ids = kept.list('bars').map(({ id }) => id)
  expect(ids).toEqual(expect.arrayContaining(told.slice(crashes - mostUnnamed)))
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) {
    expect(kept.file('bars', id)).toEqual(record.file)
    expect(kept.measured('bars', id).equity).toEqual(record.equity)
    expect(kept.results('bars', id).trades.pnl).toHaveLength(record.trades.length)
    expect(kept.orders('bars', id, 'ONE', first?.date as never)).toEqual(ordersOfFirst)
  }
  expect(kept.number()).toBeGreaterThan(Math.max(0, ...ids))
})
