import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tapedeck } from './command.ts'
import { expect, test } from './workstation.ts'

const folder = mkdtempSync(join(tmpdir(), 'tapedeck-sweep-'))
const store = join(folder, 'demo.tapedeck')
test.beforeAll(() => {
  tapedeck('demo', '--store', store)
})
test.afterAll(() => rmSync(folder, { recursive: true }))

test('a sweep runs, its maps stand side by side, and a cell goes into the form', async ({ start }) => {
  const { page, screenshot } = await start({ store })
  await expect(page.getByTestId('play')).toBeEnabled()
  await page.keyboard.press('Control+5')
  await page.getByRole('radio', { name: 'Sweep' }).click()
  await expect(page.getByText('No sweep yet')).toBeVisible()
  const form = page.getByRole('form', { name: 'Sweep' })
  await form.getByLabel('fast', { exact: true }).fill('5..')
  await expect(form.getByRole('alert')).toContainText('is no range')
  await form.getByLabel('fast', { exact: true }).fill('4..20:4')
  await form.getByLabel('slow', { exact: true }).fill('20..60:10')
  await expect(page.getByTestId('sweep-cells')).toContainText('25 cells')
  await form.getByRole('button', { name: 'Run sweep' }).click()
  const results = page.getByTestId('sweep-results')
  await expect(results).toBeVisible({ timeout: 120_000 })
  await expect(results.getByText('25 cells were tried.', { exact: false })).toBeVisible()
  await expect(results.getByRole('figure')).toHaveCount(2)
  const cell = results.getByRole('figure').first().locator('[data-cell="7"]')
  await cell.hover()
  await expect(page.getByTestId('sweep-cell')).toHaveText(/^fast 8, slow 40.* in sample, .* out of sample$/)
  await screenshot('150-sweep')
  await results.getByRole('figure').first().locator('[data-cell][tabindex="0"]').focus()
  const best = await page.getByTestId('sweep-cell').textContent()
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByTestId('sweep-cell')).not.toHaveText(best ?? '')
  await cell.click()
  const run = page.getByRole('form', { name: 'Backtest' })
  await expect(run.getByLabel('fast', { exact: true })).toHaveValue('8')
  await expect(run.getByLabel('slow', { exact: true })).toHaveValue('40')

  await form.getByLabel('Compared by').selectOption('return')
  await expect(page.getByTestId('sweep-cell')).toContainText('Return')
  await form.getByRole('combobox', { name: /^Sessions/ }).selectOption('walk-forward')
  await form.getByLabel('Sessions to choose by').fill('10')
  await form.getByLabel('Sessions to try on').fill('5')
  await form.getByRole('button', { name: 'Run sweep' }).click()
  await expect(page.getByTestId('sweep-walk')).toBeVisible({ timeout: 120_000 })
  await screenshot('151-sweep-walk')
})
