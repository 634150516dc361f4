import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { tapedeck } from './command.ts'
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

/** Moves the pointer along the chart until it is over the bar of a time. */
async function hoverBar(page: Page, time: string): Promise<void> {
  const chart = await page.getByRole('img', { name: 'Chart of SPY' }).boundingBox()
  if (!chart) throw new Error('there is no chart')
  for (let x = 2; x < chart.width; x += 2) {
    await page.mouse.move(chart.x + x, chart.y + 40)
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    )
    if ((await page.getByTestId('bar-numbers').textContent())?.includes(time)) return
  }
  throw new Error(`no bar of ${time} is on the chart`)
}

test('a session as traded and as repaired: what is there when, in which version, and where it came from', async ({
  start,
}) => {
  const { app, page, screenshot, userData, close } = await start({
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
  const words = 'Versions of this bar: corrected by us-equities, known 2024-07-08 09:41:30, version 2 of 2'
  await expect(page.getByTestId('bar-versions')).toHaveAccessibleName(words)
  expect(await page.getByTestId('bar-numbers').textContent()).not.toBe(traded)
  // The chart is there first; keys are heard once the rest of the window has followed.
  await expect(page.getByTestId('arrival')).toHaveCount(0)
  await page.keyboard.press('b')
  const list = page.getByTestId('version-list').getByRole('listitem')
  await expect(list).toHaveCount(2)
  await expect(list.nth(0)).toContainText('known at its end (assumed)')
  await expect(list.nth(1)).toContainText('shown now')
  await screenshot('81-versions-of-a-bar')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await page.keyboard.press('t')
  await expect(page.getByTestId('bar-versions')).toHaveAccessibleName('Versions of this bar: recorded')
  await expect(page.getByTestId('arrival')).toHaveText('arrival assumed')
  await page.keyboard.press('b')
  await expect(list.nth(0)).toContainText('shown now')
  await expect(list.nth(1)).toContainText('later than the clock')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await page.keyboard.press('t')
  await expect(page.getByTestId('bar-versions')).toHaveAccessibleName(words)
  await expect(page.getByTestId('arrival')).toHaveCount(0)
  await goTo(page, '09:51')
  await expect(page.getByTestId('bar-versions')).toHaveAccessibleName(
    'Versions of this bar: filled from warehouse, known 2026-11-21 10:02, version 1 of 1',
  )
  await screenshot('82-as-repaired-filled')

  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800))
  await goTo(page, '10:00')
  await page.getByRole('radio', { name: '5m', exact: true }).click()
  await expect(page.getByTestId('bar-versions')).toHaveCount(0)
  await page.keyboard.press('1')
  await expect(page.getByTestId('session-bars')).toHaveText('29 of this session')
  await hoverBar(page, '09:40')
  await page.mouse.down()
  await page.mouse.up()
  await expect(list).toHaveCount(2)
  await screenshot('83-clicked-bar-1280')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.mouse.move(1, 1)

  await page.getByTestId('play').click()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.keyboard.press('t')
  await expect(view(page, 'As traded')).toBeChecked()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await close()

  const again = await start({ store: storePath(), userData })
  await expect(view(again.page, 'As traded')).toBeChecked()
})

test('the top bar has room for it beside a made-up store in a small window', async ({ start }) => {
  const store = join(folder, 'demo.tapedeck')
  tapedeck('demo', '--store', store)
  const { app, page, screenshot } = await start({ store })
  await expect(page.getByTestId('chart-bars')).toBeVisible()
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800))
  await page.mouse.move(1, 1)
  await page.keyboard.press('1')
  await expect(page.getByRole('radio', { name: '1m', exact: true })).toBeChecked()
  await screenshot('84-top-bar-1280')
  const overflow = () =>
    page
      .locator('header')
      .first()
      .evaluate((bar) => bar.scrollWidth - bar.clientWidth)
  await expect.poll(overflow).toBeLessThanOrEqual(0)
})
