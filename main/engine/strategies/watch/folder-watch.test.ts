import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ManualTicker } from '../../time/manual-ticker.ts'
import { processTicker } from '../../time/ticker.ts'
import { FolderWatch } from './folder-watch.ts'

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-watch-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('a folder that cannot be watched is looked at now and then, until the watch is closed', () => {
  const ticker = new ManualTicker()
  let looks = 0
  const watch = new FolderWatch(ticker, () => looks++)
  ticker.pass(10_000)
  expect(looks).toBe(0)
  watch.follow([join(newFolder(), 'missing')])
  watch.follow([join(newFolder(), 'missing')])
  ticker.pass(10_000)
  expect(looks).toBe(5)
  watch.close()
  ticker.pass(10_000)
  expect(looks).toBe(5)
})

test('a change in a folder is looked at before the next look is due', async () => {
  const folder = newFolder()
  let count = 0
  // The look that comes in any case never comes: only what the system tells makes it look.
  const ticker = {
    ...processTicker,
    after: (ms: number, run: () => void) => (ms >= 2000 ? () => undefined : processTicker.after(ms, run)),
  }
  const looked = new Promise<void>((resolve) => {
    const watch = new FolderWatch(ticker, () => {
      watch.close()
      resolve()
    })
    watch.follow([folder])
  })
  const again = setInterval(() => writeFileSync(join(folder, 'a.ts'), String(count++)), 400)
  await looked
  clearInterval(again)
  expect(count).toBeGreaterThan(0)
})
