import type { Page } from '@playwright/test'
import { enginePid, killEngine } from './engine-process.ts'
import { callOver, countPorts, notePorts } from './ports.ts'
import { expect, test } from './workstation.ts'

async function engineState(page: Page): Promise<unknown> {
  const answer = (await callOver(page, 'desktop', 'engine.state')) as { value: { state: string } }
  return answer.value.state
}

test('an engine that is killed comes back, and the window gets a port to the new one', async ({ start }) => {
  const { app, page } = await start()
  await notePorts(page)
  await expect.poll(() => countPorts(page, 'engine')).toBe(1)
  const killed = await killEngine(app)
  await expect.poll(() => countPorts(page, 'engine')).toBe(2)
  expect(await engineState(page)).toBe('ready')
  const hello = (await callOver(page, 'engine', 'engine.hello')) as { value: { pid: number } }
  expect(hello.value.pid).not.toBe(killed)
  expect(hello.value.pid).toBe(await enginePid(app))
  const told = await page.evaluate(() => window.handed.find(({ to }) => to === 'desktop')?.messages)
  expect(told).toContainEqual({
    type: 'event',
    name: 'engine.state',
    payload: {
      state: 'backing-off',
      attempt: 1,
      retryInMs: 250,
      cause: expect.stringContaining('exit code'),
    },
  })
})

test('an engine that is killed five times has failed, until the user starts it again', async ({ start }) => {
  const { app, page } = await start()
  await notePorts(page)
  for (let kills = 1; kills <= 5; kills++) {
    await expect.poll(() => countPorts(page, 'engine')).toBe(kills)
    await killEngine(app)
  }
  await expect.poll(() => engineState(page)).toBe('failed')
  const { value } = (await callOver(page, 'desktop', 'engine.state')) as { value: { cause: string } }
  expect(value.cause).toContain('crash 5 within 5 minutes')
  expect(await enginePid(app)).toBeUndefined()
  await callOver(page, 'desktop', 'engine.restart')
  await expect.poll(() => countPorts(page, 'engine')).toBe(6)
  expect(await callOver(page, 'engine', 'engine.hello')).toMatchObject({ ok: true })
})

test('the engine ends with the workstation', async ({ start }) => {
  const { app, close } = await start()
  await expect.poll(() => enginePid(app)).toBeDefined()
  const pid = (await enginePid(app)) ?? 0
  await close()
  // A process that has ended is there until the system has taken note of it.
  await expect.poll(() => isThere(pid)).toBe(false)
})

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
