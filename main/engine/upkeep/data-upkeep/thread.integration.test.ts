import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { oneMinute } from '#shared/bars/interval.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { parseDefinition } from '../../sources/registry/source-definition.ts'
import { addSource } from '../../sources/registry/source-registry.ts'
import { file, temporaryFolder } from '../../store/testing/temporary-store.ts'
import { everyMinute } from '../../system/testing/fill-store.ts'
import { barsBut, clockAt, halfDay, monday, tuesday } from '../testing/made-store.ts'
import { countsOf, storeOf, ThreadStage } from './testing/thread-stage.ts'

const question = {
  ...{ symbol: 'SPY', exchange: 'XNYS', session: monday },
  ...{ clock: clockAt(monday, 390), view: 'as-repaired' },
} as const

test('what is missing up to the clock is asked for and counts once it is kept', async () => {
  const stage = new ThreadStage(storeOf([barsBut([0, 5, 6, 300])], [barsBut([])]))
  stage.begin(monday)
  expect(countsOf(await stage.play(monday, 10))).toEqual({
    expected: 390,
    recorded: 7,
    filled: 3,
    noTrade: 0,
    halted: 0,
    missing: 0,
    pending: 380,
    late: 3,
  })
  const fills = stage.store.fillsOf('SPY', oneMinute, monday)
  expect(fills.map(({ start }) => (start - clockAt(monday, 0)) / minuteMs)).toEqual([0, 5, 6])
  expect(countsOf(await stage.play(monday, 390))).toMatchObject({
    recorded: 386,
    filled: 4,
    missing: 0,
    pending: 0,
    late: 4,
  })
  // What was filled before is there in time in another replay of it, and is late all the same.
  stage.begin(monday)
  expect(countsOf(await stage.play(monday, 6))).toMatchObject({ recorded: 4, filled: 2, late: 2 })
  expect(stage.troubles).toEqual([])
})

test('a symbol that is told anew while the clock stands counts up to it at once', async () => {
  const stage = new ThreadStage(storeOf([barsBut([5, 6])]))
  stage.begin(monday)
  expect(countsOf(await stage.play(monday, 10))).toMatchObject({ recorded: 8, missing: 2 })
  stage.store.importFile(file({ feed: 'one', name: 'more' }), [barsBut([6])])
  stage.tell(monday)
  expect(countsOf(await stage.next(() => true))).toMatchObject({ recorded: 9, missing: 1, pending: 380 })
})

test('G4: a symbol without a bar counts every minute as missing, and is filled', async () => {
  const stage = new ThreadStage(storeOf([barsBut([])]))
  const folder = temporaryFolder()
  const rows = everyMinute.map((minute) => `${new Date(clockAt(monday, minute)).toISOString()},1,2,1,2,7`)
  writeFileSync(join(folder, 'QUIET.csv'), ['timestamp,open,high,low,close,volume', ...rows, ''].join('\n'))
  const options = { exchange: 'XNYS', symbol: 'QUIET', zone: 'UTC' }
  addSource(stage.store, 'folder', parseDefinition(`files:${folder}`, options, {}))
  stage.begin(monday, ['SPY', 'QUIET'], { retries: false })
  expect(countsOf(await stage.play(monday, 60), 1)).toMatchObject({ recorded: 0, missing: 60 })
  expect(countsOf(await stage.play(monday, 61), 1)).toMatchObject({ recorded: 0, missing: 61 })
  stage.begin(monday, ['SPY', 'QUIET'])
  expect(countsOf(await stage.play(monday, 120), 1)).toMatchObject({ filled: 120, missing: 0 })
})

test('G3, L6: tries stop at the limit and stay stopped, in this run and the next, until more are allowed', async () => {
  const stage = new ThreadStage(storeOf([barsBut([5])], [barsBut([], { session: tuesday })]))
  stage.begin(monday, ['SPY'], { maxRetries: 2 })
  for (let minute = 6; minute < 12; minute++) await stage.play(monday, minute)
  expect(stage.requests.map((request) => request.try)).toEqual([1, 2])
  const graded = await stage.play(monday, 390)
  expect(countsOf(graded)).toMatchObject({ missing: 1, noTrade: 0 })
  const { gaps } = await stage.client.call('ledger', question)
  expect(gaps).toMatchObject([{ minutes: 1, tries: 2 }])
  expect(gaps[0]?.next).toBeUndefined()
  stage.begin(monday, ['SPY'], { maxRetries: 2 })
  await stage.play(monday, 390)
  expect(stage.requests).toHaveLength(2)
  stage.client.signal('configure', { checkIntervalMs: 60_000, retries: true, maxRetries: 3 })
  await stage.play(monday, 390)
  expect(stage.requests.map((request) => request.try)).toEqual([1, 2, 3])
})

test('G3: where nothing can be stored, tries end all the same, and what came counts in this run', async () => {
  const stage = new ThreadStage(storeOf([barsBut([5])], [barsBut([])]))
  stage.keeps = false
  stage.begin(monday, ['SPY'], { maxRetries: 2 })
  for (let minute = 6; minute < 12; minute++) await stage.play(monday, minute)
  expect(stage.requests).toHaveLength(1)
  expect(countsOf(await stage.play(monday, 12))).toMatchObject({ recorded: 11, filled: 1, missing: 0 })
})

test('a clock that jumps back tells no gap of the future, and a fill of this run is known at its moment again', async () => {
  const stage = new ThreadStage(storeOf([barsBut([5, 50])], [barsBut([])]))
  stage.begin(monday, ['SPY'], { checkIntervalMs: 30 * minuteMs })
  await stage.play(monday, 0)
  expect(countsOf(await stage.play(monday, 10))).toMatchObject({ missing: 1, filled: 0 })
  expect(countsOf(await stage.play(monday, 31))).toMatchObject({ missing: 0, filled: 1 })
  expect(countsOf(await stage.play(monday, 4))).toMatchObject({ recorded: 4, missing: 0, pending: 386 })
  expect(countsOf(await stage.play(monday, 20))).toMatchObject({ recorded: 19, missing: 1, filled: 0 })
  expect(countsOf(await stage.play(monday, 31))).toMatchObject({ recorded: 30, missing: 0, filled: 1 })
  expect(stage.requests).toHaveLength(1)
})

test('sessions before the present one are kept complete too, after it', async () => {
  const holes = [barsBut([5]), barsBut([7, 8], { session: halfDay, to: 210 })]
  const whole = [barsBut([]), barsBut([], { session: halfDay, to: 210 })]
  const stage = new ThreadStage(storeOf(holes, whole))
  stage.begin(monday, ['SPY'], { trailing: [halfDay] })
  let left = 1
  for (let minute = 10; left > 0 && minute < 390; minute++) left = (await stage.play(monday, minute)).trailing
  expect(left).toBe(0)
  expect(stage.requests.map(({ session }) => session)).toEqual([monday, halfDay])
  expect(stage.store.fillsOf('SPY', oneMinute, halfDay)).toHaveLength(2)
})

test('L5: it runs until it is told to stop, whatever it is told before', async () => {
  const stage = new ThreadStage(storeOf([barsBut([5])], [barsBut([])]))
  stage.client.signal('clock', { run: 7, clock: clockAt(monday, 1) })
  stage.client.signal('kept', { run: 7, id: 1 })
  stage.client.signal('end', { run: 7 })
  const nowhere = { run: 3, path: '/nowhere/x.tape', overlays: new Map(), start: clockAt(monday, 0) }
  const settings = { checkIntervalMs: 1, retries: true, maxRetries: 1 }
  stage.client.signal('begin', { ...nowhere, end: clockAt(monday, 1), settings })
  await expect(stage.client.call('ledger', question)).rejects.toThrow('No session is open')
  expect(stage.troubles).toEqual([expect.stringContaining('/nowhere/x.tape')])
  stage.begin(monday)
  expect(countsOf(await stage.play(monday, 10))).toMatchObject({ filled: 1, missing: 0 })
  stage.end()
  expect(await stage.client.call('pulse', undefined)).toMatchObject({ cpuMs: expect.any(Number) })
  stage.begin(monday)
  expect(countsOf(await stage.play(monday, 11))).toMatchObject({ missing: 0 })
})
