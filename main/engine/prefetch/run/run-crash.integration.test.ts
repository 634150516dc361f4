import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { oneMinute } from '#shared/bars/interval.ts'
import { randomOf } from '../../random/random.ts'
import { openReader, openWriter, temporaryPath } from '../../store/testing/temporary-store.ts'
import { WriterChild } from '../../store/testing/writer-child.ts'
import { nightOrder } from '../testing/night.ts'
import { addVendor, week } from '../testing/run-stage.ts'
import { startVendor } from '../testing/vendor.ts'

const crashes = 8
const longestWaitMs = 500
/** As many as a run asks for at once. */
const onTheirWay = 4
const script = join(import.meta.dirname, '../testing/run-process.ts')
const { symbols } = nightOrder

test('a run that is killed at any moment goes on where it was: what is stored is not asked for again', async () => {
  const vendor = await startVendor({ symbols })
  const path = temporaryPath()
  const store = openWriter(path)
  addVendor(store, 'vendor', vendor.url)
  store.close()

  const whole = (): number => {
    const reader = openReader(path)
    let count = 0
    for (const symbol of symbols)
      for (const session of week) {
        const read = reader.readSession(symbol, oneMinute, session)
        if (read) expect(read.bars).toBe(390)
        if (read) count++
      }
    reader.close()
    return count
  }
  let before = 0
  for (let crash = 0; crash < crashes; crash++) {
    const child = new WriterChild(path, `run ${crash}`, 0, script)
    await child.line('begin')
    await wait(randomOf('kill of a run', crash).uniform() * longestWaitMs)
    await child.kill()
    const stored = whole()
    expect(stored).toBeGreaterThanOrEqual(before)
    before = stored
  }
  const child = new WriterChild(path, 'the last run', 0, script)
  expect(await child.line('done')).toBe('done done')
  await child.kill()
  const all = symbols.length * week.length
  expect(whole()).toBe(all)
  expect(vendor.requests.length).toBeGreaterThanOrEqual(all)
  expect(vendor.requests.length).toBeLessThanOrEqual(all + crashes * onTheirWay)
})
