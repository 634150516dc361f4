import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { runRecordShape } from '#shared/prefetch/run.ts'
import { planOf } from '../../engine/prefetch/testing/plans.ts'
import { addVendor, saturday, target, week } from '../../engine/prefetch/testing/run-stage.ts'
import { startVendor, type VendorHabits, vendorKeys } from '../../engine/prefetch/testing/vendor.ts'
import { keyServersVariable } from '../../engine/sources/secrets/key-account.ts'
import { openStore } from '../../engine/store/open.ts'
import { openReader } from '../../engine/store/testing/temporary-store.ts'
import { capture } from '../testing/captured-io.ts'

let folder: string
let path: string
const time = { now: () => saturday }
let variables: Record<string, string>

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-prefetch-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  path = join(folder, 's.tapedeck')
  variables = {}
})

/** A store with a plan "night" of these symbols, and a vendor as its source. */
async function withPlan(habits: VendorHabits, symbols = ['SPY', 'NEW']): Promise<void> {
  const vendor = await startVendor(habits)
  const store = openStore(path, { access: 'write', create: true, owner: 'a test', time })
  addVendor(store, 'vendor', vendor.url)
  store.prefetch.savePlan(planOf({ name: 'night', symbols: { kind: 'list', symbols } }), undefined, saturday)
  store.close()
  variables = { ...vendorKeys, [keyServersVariable]: `alpaca=${vendor.url}` }
}

function run(...words: string[]) {
  return capture(['prefetch', 'run', ...words, '--store', 's.tapedeck'], { folder, time, variables })
}

describe('prefetch run', () => {
  test('makes the next session ready and prints the record that it keeps', async () => {
    await withPlan({ symbols: ['SPY', 'NEW'] })
    const { exit, stdout, stderr } = await run('night', '--json')
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    const record = runRecordShape.parse(JSON.parse(stdout))
    expect(record).toMatchObject({
      plan: 'night',
      exchange: 'XNYS',
      session: target,
      trigger: 'command',
      outcome: 'done',
      symbols: 2,
      ready: 10,
      of: 10,
      bars: 3900,
      requests: 10,
    })
    const reader = openReader(path)
    expect(reader.prefetch.lastRun('night')).toEqual(record)
    expect(reader.readSession('NEW', oneMinute, week[0] as SessionDate)).toMatchObject({ bars: 390 })
    const again = await run('night')
    expect(again.exit).toBe(2)
    expect(again.stderr).toMatch(/had its run of 2024-07-13T12:00:00Z already/)
  })

  test('ends with what could be had, and says what could not', async () => {
    await withPlan({ symbols: ['SPY'] })
    const { exit, stdout, stderr } = await run('night')
    expect(exit).toBe(0)
    expect(stdout).toMatch(/^night: 5 of 10 sessions of symbols are ready for 2024-07-15; 1950 bars/)
    expect(stderr).toMatch(/^NEW: No source has a bar of NEW/)
  })

  test('fails where nothing could be had, with its record on stdout all the same', async () => {
    await withPlan({ symbols: [] })
    const { exit, stdout, stderr } = await run('night', '--json')
    expect(exit).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'failed', ready: 0 })
    expect(stderr).toMatch(/The run of night for 2024-07-15 had nothing/)
  })

  test('shows how far it is on a terminal, on stderr', async () => {
    await withPlan({ symbols: ['SPY'] }, ['SPY'])
    const { exit, stderr } = await capture(['prefetch', 'run', 'night', '--store', 's.tapedeck'], {
      folder,
      time,
      variables,
      terminal: true,
    })
    expect(exit).toBe(0)
    expect(stderr).toMatch(/\d of 5 for 2024-07-15/)
  })

  test.each([
    [['run'], 2, /name of the plan is missing/],
    [['run', 'dawn'], 2, /There is no plan "dawn"/],
    [['run', 'night', 'now'], 2, /"now" is not expected/],
    [['run', 'night', '--trailing', '3'], 2, /--trailing belongs to/],
  ])('%j is refused', async (words, exit, cause) => {
    await withPlan({ symbols: ['SPY'] })
    const [, ...rest] = words
    const result = await run(...rest)
    expect(result.stderr).toMatch(cause)
    expect(result.exit).toBe(exit)
  })

  test('a store that another process owns is left to it', async () => {
    await withPlan({ symbols: ['SPY'] })
    const owner = openStore(path, { access: 'write', owner: 'Tapedeck (process 1)', time })
    const { exit, stderr } = await run('night')
    owner.close()
    expect(exit).toBe(1)
    expect(stderr).toMatch(/belongs to Tapedeck \(process 1\)/)
  })
})
