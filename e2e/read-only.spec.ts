import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tapedeck } from './command.ts'
import { expect, test } from './workstation.ts'

let folder = ''

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-read-only-'))
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a store that another window owns says so wherever it would be changed, until that has ended', async ({
  start,
}) => {
  const store = join(folder, 'demo.tapedeck')
  tapedeck('demo', '--store', store)
  tapedeck('sources', 'add', 'again', 'feed:demo', '--store', store)
  const owner = await start({ store })
  await expect(owner.page.getByTestId('chart-bars')).toBeVisible()
  const { page, lines, screenshot } = await start({ store })
  await expect(page.getByTestId('chart-bars')).toBeVisible()
  await page.mouse.move(1, 1)

  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Symbol, time/).fill('TDBND')
  await expect(page.getByRole('option', { selected: true })).toContainText('TDBND')
  await page.keyboard.press('Enter')
  await page.keyboard.press('End')
  await page.getByTestId('ledger-rows').getByRole('button').first().click()
  await page.getByRole('button', { name: 'What it follows from, and marks by hand' }).first().click()
  const note = page.getByRole('dialog').getByTestId('read-only')
  await expect(note).toContainText(/The store is read-only: .*\(process \d+\) owns it\./)
  for (const name of ['Retry now', 'Ask another source …', 'Mark as …'])
    await expect(page.getByRole('button', { name })).toBeDisabled()
  await screenshot('76-read-only-gap')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Add symbols' })).toBeDisabled()

  await page.keyboard.press('Control+2')
  const sources = page.getByRole('region', { name: 'Sources' })
  await expect(sources).toContainText(/The store is read-only: .*\(process \d+\) owns it\./)
  for (const name of ['Add a source …', 'Change again', 'Remove again'])
    await expect(sources.getByRole('button', { name })).toBeDisabled()
  await expect(sources.getByRole('button', { name: 'Test again' })).toBeEnabled()
  await expect(page.getByRole('button', { name: 'Choose a folder …' })).toBeDisabled()
  await screenshot('77-read-only-data')

  const stores = page.getByRole('complementary', { name: 'Stores' })
  await stores.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText(/^Tried again\. The store is read-only/).first()).toBeVisible()
  await owner.close()
  await stores.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('The store can be changed now.').first()).toBeVisible()
  await expect(stores.getByTestId('read-only')).toHaveCount(0)
  await expect(sources.getByRole('button', { name: 'Remove again' })).toBeEnabled()
  expect(lines).toEqual([])
})
