import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { expect, test } from './workstation.ts'

let folder = ''

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-settings-'))
})

test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The row of a setting. */
function row(page: Page, name: string): Locator {
  return page.locator(`[data-setting="${name}"]`)
}

async function openSettings(page: Page): Promise<void> {
  await expect(page.getByTestId('engine-state')).toHaveText('Engine ready')
  await page.keyboard.press('Control+,')
  await expect(page.getByRole('searchbox', { name: 'Search settings' })).toBeFocused()
}

/** What the settings file of a user says is set. */
function fileOf(userData: string): unknown {
  return JSON.parse(readFileSync(join(userData, 'settings.json'), 'utf8')).settings
}

test('settings are changed by keyboard, explained, kept over a restart and reset', async ({ start }) => {
  const first = await start()
  const { page } = first
  await openSettings(page)
  await expect(page.locator('[data-setting]')).toHaveCount(19)

  await page.keyboard.type('between checks')
  await expect(page.locator('[data-setting]')).toHaveCount(1)
  const checks = row(page, 'dataUpkeepCheckIntervalSeconds')
  const seconds = checks.getByLabel('Time between checks')
  await expect(checks).toContainText('Default: 60 seconds')
  await expect(checks.getByRole('button', { name: 'Reset' })).toBeHidden()
  await seconds.fill('soon')
  await page.keyboard.press('Enter')
  await expect(checks.getByRole('alert')).toContainText(
    'a whole number of seconds from 1 to 1000000, not "soon"',
  )
  await expect(seconds).toHaveValue('soon')
  await page.keyboard.press('Escape')
  await expect(seconds).toHaveValue('60')
  await expect(checks.getByRole('alert')).toBeHidden()
  await seconds.fill('7')
  await page.keyboard.press('Enter')
  await expect(checks.getByRole('status')).toContainText('is 7 seconds; 30 to 300 makes sense')
  expect(fileOf(first.userData)).toEqual({ dataUpkeepCheckIntervalSeconds: 7 })

  await page.getByRole('searchbox').fill('')
  const intervals = row(page, 'dataUpkeepDerivedIntervals')
  await intervals.getByRole('button', { name: '1h', exact: true }).press('Space')
  await expect(intervals.getByRole('button', { name: '1h', exact: true, pressed: true })).toBeVisible()
  await intervals.getByLabel('Another interval').fill('7x')
  await page.keyboard.press('Enter')
  await expect(intervals.getByRole('alert')).toContainText('a list of up to 20 intervals')
  await intervals.getByLabel('Another interval').fill('30m')
  await page.keyboard.press('Enter')
  await expect(intervals.getByRole('button', { pressed: true })).toHaveText(['5m', '15m', '30m', '1h'])
  await expect(intervals.getByRole('alert')).toBeHidden()
  await row(page, 'sessionAutoRoll').getByRole('switch').press('Space')
  await expect(row(page, 'sessionAutoRoll').getByRole('switch')).not.toBeChecked()
  expect(first.lines).toEqual([])
  await first.close()

  const { page: again, lines } = await start({ userData: first.userData })
  await openSettings(again)
  const kept = row(again, 'dataUpkeepCheckIntervalSeconds')
  await expect(kept.getByLabel('Time between checks')).toHaveValue('7')
  await expect(kept.getByRole('status')).toContainText('30 to 300 makes sense')
  await expect(row(again, 'sessionAutoRoll').getByRole('switch')).not.toBeChecked()
  await kept.getByRole('button', { name: 'Reset' }).press('Enter')
  await expect(kept.getByLabel('Time between checks')).toHaveValue('60')
  await expect(kept.getByLabel('Time between checks')).toBeFocused()
  await expect(kept.getByRole('status')).toBeHidden()
  expect(Object.keys(fileOf(first.userData) as object)).toEqual([
    'dataUpkeepDerivedIntervals',
    'sessionAutoRoll',
  ])

  const resetAll = again.getByRole('button', { name: 'Reset all …' })
  await resetAll.press('Enter')
  await expect(again.getByRole('dialog')).toContainText('2 are set by you')
  await again.keyboard.press('Escape')
  await expect(row(again, 'sessionAutoRoll').getByRole('switch')).not.toBeChecked()
  await resetAll.press('Enter')
  await again.getByRole('dialog').getByRole('button', { name: 'Reset all' }).press('Enter')
  await expect(row(again, 'sessionAutoRoll').getByRole('switch')).toBeChecked()
  await expect(resetAll).toBeDisabled()
  expect(fileOf(first.userData)).toEqual({})

  await again.getByRole('searchbox').press('Escape')
  await expect(again.getByRole('button', { name: 'Open a store' })).toBeVisible()
  expect(lines).toEqual([])
})

test('a damaged settings file is named and put aside', async ({ start }) => {
  const userData = mkdtempSync(join(folder, 'damaged-'))
  writeFileSync(join(userData, 'settings.json'), '{"version": 1, "settings": {')
  const { page, lines } = await start({ userData })
  await openSettings(page)
  const problems = page.getByRole('alert')
  await expect(problems).toContainText(`${join(userData, 'settings.json')} is damaged`)
  const aside = readdirSync(userData).find((name) => name.startsWith('settings.json.damaged-'))
  await expect(problems).toContainText(`it was kept as ${join(userData, aside ?? 'nothing')}`)
  await expect(row(page, 'historicalBarsTrailingDays').getByLabel('Trailing sessions')).toHaveValue('5')
  expect(lines).toEqual([])
})

test('the chart shows as many trailing sessions as are set', async ({ start }) => {
  const store = join(folder, 'demo.tapedeck')
  tapedeck('demo', '--store', store)
  const { page, lines } = await start({ store })
  await expect(page.getByTestId('play')).toBeEnabled()
  const trailing = page.getByRole('region', { name: 'Session', exact: true })
  await expect(trailing).toContainText('5 of 5 shown')

  await openSettings(page)
  const days = row(page, 'historicalBarsTrailingDays')
  await expect(days).toContainText('Applies at the next session')
  for (const { entered, key, shown } of [
    { entered: '2', key: '[', shown: '2 of 2 shown' },
    { entered: '25', key: ']', shown: '20 of 20 shown' },
  ]) {
    await days.getByLabel('Trailing sessions').fill(entered)
    await page.keyboard.press('Enter')
    await expect(days.getByRole('button', { name: 'Reset' })).toBeVisible()
    await page.keyboard.press('Control+1')
    await page.keyboard.press(key)
    await expect(trailing).toContainText(shown)
    await page.keyboard.press('Control+,')
  }
  await expect(days.getByRole('status')).toContainText('25 sessions; 1 to 20 makes sense')
  await row(page, 'historicalBarsEnabled').getByRole('switch').press('Space')
  await expect(row(page, 'historicalBarsEnabled').getByRole('switch')).not.toBeChecked()
  await page.keyboard.press('Escape')
  await page.keyboard.press('[')
  await expect(trailing).toContainText('0 of 0 shown')
  expect(lines).toEqual([])
})
