import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './workstation.ts'

let folder = ''

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-views-'))
  const node = process.env.TAPEDECK_NODE ?? process.execPath
  execFileSync(node, [join(import.meta.dirname, '../main/engine/store/testing/late-store.ts'), storePath()], {
    stdio: 'inherit',
  })
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

function storePath(): string {
  return join(folder, 'late.tapedeck')
}

function view(page: Page, name: string) {
  return page.getByRole('radio', { name })
}

async function goTo(page: Page, time: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Symbol, time/).fill(`@${time}`)
  await expect(page.getByRole('option', { selected: true })).toContainText(time)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('clock')).toHaveText(`${time}:00`)
}

test('a session as traded and as repaired: what is there when, in which version, and where it came from', async ({
  start,
}) => {
  const { page, screenshot, userData, close } = await start({
    store: storePath(),
    userData: join(folder, 'user'),
  })
  await expect(page.getByTestId('chart-bars')).toBeVisible()
  await page.mouse.move(1, 1)
  await page.keyboard.press('1')
  await goTo(page, '10:00')
  await expect(view(page, 'As repaired')).toBeChecked()
  await expect(page.getByTestId('session-bars')).toHaveText('29 of this session')
  await expect(page.getByTestId('arrival')).toHaveCount(0)

  await view(page, 'As traded').click()
  await expect(page.getByTestId('session-bars')).toHaveText('27 of this session')
  await expect(page.getByTestId('clock')).toHaveText('10:00:00')
  await expect(page.getByTestId('arrival')).toHaveText('arrival assumed')
  await screenshot('80-as-traded')

  await goTo(page, '09:41')
  const traded = await page.getByTestId('bar-numbers').textContent()
  await page.keyboard.press('t')
  await expect(view(page, 'As repaired')).toBeChecked()
  const words = 'corrected by us-equities, known 2024-07-08 09:41:30, version 2 of 2'
  await expect(page.getByTestId('bar-versions')).toHaveText(words)
  expect(await page.getByTestId('bar-numbers').textContent()).not.toBe(traded)
  await page.keyboard.press('b')
  const list = page.getByTestId('version-list').getByRole('listitem')
  await expect(list).toHaveCount(2)
  await expect(list.nth(0)).toContainText('known at its end (assumed)')
  await expect(list.nth(1)).toContainText('shown now')
  await screenshot('81-versions-of-a-bar')
  await page.keyboard.press('Escape')
  await expect(list).toHaveCount(0)

  await page.keyboard.press('t')
  await expect(view(page, 'As traded')).toBeChecked()
  await page.keyboard.press('b')
  await expect(list.nth(0)).toContainText('shown now')
  await page.keyboard.press('Escape')

  await page.keyboard.press('t')
  await goTo(page, '09:51')
  await expect(page.getByTestId('bar-versions')).toHaveText(
    'filled from warehouse, known 2026-11-21 10:02, version 1 of 1',
  )
  await screenshot('82-as-repaired-filled')

  await page.getByTestId('play').click()
  await page.keyboard.press('t')
  await expect(view(page, 'As traded')).toBeChecked()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await close()

  const again = await start({ store: storePath(), userData })
  await expect(view(again.page, 'As traded')).toBeChecked()
})
