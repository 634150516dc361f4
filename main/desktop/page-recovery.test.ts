import { EventEmitter } from 'node:events'
import type { WebContents } from 'electron'
import { expect, test } from 'vitest'
import { keepPageAlive, recover } from './page-recovery.ts'
import { settled } from './testing/manual-clock.ts'

test('three crashes within a minute are reloaded, the fourth is not', () => {
  let crashes: readonly number[] = []
  const actions = [0, 10_000, 20_000, 59_000].map((now) => {
    const recovery = recover(crashes, now)
    crashes = recovery.crashes
    return recovery.action
  })
  expect(actions).toEqual(['reload', 'reload', 'reload', 'give-up'])
})

test('crashes that lie further apart are always reloaded', () => {
  let crashes: readonly number[] = []
  for (let i = 0; i < 20; i++) {
    const recovery = recover(crashes, i * 20_000)
    crashes = recovery.crashes
    expect(recovery.action).toBe('reload')
  }
})

class Page extends EventEmitter {
  reloads = 0
  reload(): void {
    this.reloads++
  }
  isDestroyed(): boolean {
    return false
  }
}

test('a page is reloaded until it has crashed too often; its end with the window is no crash', async () => {
  const page = new Page()
  const told: string[] = []
  keepPageAlive(page as unknown as WebContents, () => 0, {
    crashed: (reason) => told.push(`crashed: ${reason}`),
    gaveUp: (reason) => told.push(`gave up: ${reason}`),
  })
  page.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 })
  await settled()
  expect(page.reloads).toBe(0)
  for (let i = 0; i < 4; i++) page.emit('render-process-gone', {}, { reason: 'oom', exitCode: 5 })
  await settled()
  expect(page.reloads).toBe(3)
  expect(told.filter((line) => line === 'crashed: oom, exit code 5')).toHaveLength(4)
  expect(told.at(-1)).toBe('gave up: oom')
})
