import type { Page } from '@playwright/test'
import { save, takePointerAway, waitForRest } from './page.ts'

/** A run on the bars of the night, which its trades say what they rest on. */
export async function drawBacktest(page: Page): Promise<void> {
  await page.keyboard.press('Control+5')
  await page.getByRole('button', { name: 'Run Ctrl Enter', disabled: false }).waitFor()
  await page.keyboard.press('Control+Enter')
  const trades = page.getByRole('grid', { name: /^Trades/ })
  await trades.waitFor()
  await trades.getByRole('button', { name: 'Data' }).click()
  await trades
    .getByRole('columnheader', { name: 'Data' })
    .and(page.locator('[aria-sort=descending]'))
    .waitFor()
  await waitForRest(page)
  await takePointerAway(page)
  await save(page, 'backtest')
}

/** A strategy as it is written, with what the editor proposes. */
export async function drawStrategy(page: Page): Promise<void> {
  await page.keyboard.press('Control+5')
  await page.getByRole('radio', { name: 'Strategy', exact: true }).click()
  await page.getByRole('button', { name: 'New', exact: true }).click()
  await page.getByRole('menuitem', { name: 'From the template' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Above its average')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('region', { name: 'Problems' }).getByText('No problems').waitFor()
  await page.getByRole('textbox', { name: 'Text of the strategy' }).focus()
  await page.keyboard.press('Control+f')
  await page.keyboard.type('if (average === undefined) return')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await page.keyboard.type('ctx.eq')
  await page.locator('.cm-completionInfo').waitFor()
  await takePointerAway(page)
  await save(page, 'strategy')
}

/** The maps of a sweep, in sample beside out of sample. */
export async function drawSweep(page: Page): Promise<void> {
  await page.keyboard.press('Control+5')
  await page.getByRole('radio', { name: 'Sweep', exact: true }).click()
  await page
    .getByRole('combobox', { name: 'Strategy', exact: true })
    .selectOption({ label: 'Two moving averages' })
  const form = page.getByRole('form', { name: 'Sweep' })
  await form.getByLabel('fast', { exact: true }).fill('4..24:4')
  await form.getByLabel('slow', { exact: true }).fill('20..80:10')
  await form.getByRole('button', { name: 'Run sweep', disabled: false }).click()
  await page.getByTestId('sweep-results').getByText('cells were tried.').waitFor({ timeout: 120_000 })
  await waitForRest(page)
  await takePointerAway(page)
  await save(page, 'sweep')
}
