import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventsOf, startTestEngine, type TestEngine } from '../system/testing/test-engine.ts'

let engine: TestEngine
beforeEach(() => {
  engine = startTestEngine()
})
afterEach(() => engine.close())

test('a window reads, sets and resets settings, and hears of every change', async () => {
  const { client } = engine
  const changes = eventsOf(engine, 'settings.changed')
  expect((await client.call('settings.get', undefined)).values.sessionTimeoutSeconds).toBe(300)
  const set = await client.call('settings.set', { changes: { sessionTimeoutSeconds: 30 } })
  expect(set.set).toEqual(['sessionTimeoutSeconds'])
  expect(set.warnings).toEqual([{ name: 'sessionTimeoutSeconds', text: expect.stringContaining('quiet') }])
  await expect(client.call('settings.set', { changes: { sessionTimeoutSecond: 30 } })).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('sessionTimeoutSeconds'),
  })
  const reset = await client.call('settings.reset', {})
  expect(reset.values.sessionTimeoutSeconds).toBe(300)
  expect(changes.seen).toMatchObject([
    { values: { sessionTimeoutSeconds: 30 } },
    { values: { sessionTimeoutSeconds: 300 } },
  ])
})
