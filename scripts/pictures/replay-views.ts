import type { ElectronApplication, Locator, Page } from '@playwright/test'
import { ask, save, takePointerAway } from './page.ts'

/** A session of the demo with an outage of one feed line, some time after it. */
export const shown = { session: '2024-11-18', symbol: 'MIRVA', time: '14:10' }

export async function drawReplay(page: Page): Promise<void> {
  await ask(page, shown.session)
  await page.getByTestId('session-button').filter({ hasText: 'Mon 18 Nov 2024' }).waitFor()
  await ask(page, shown.symbol)
  await goTo(page, shown.time)
  await page
    .getByTestId('ledger-rows')
    .getByText(/12 min/)
    .waitFor()
  // Upkeep measures the session a moment after the clock has come there.
  await page
    .locator(`[data-symbol="${shown.symbol}"] [data-part=coverage]`)
    .filter({ hasText: '%' })
    .waitFor()
  await takePointerAway(page)
  await page.getByTestId('bar-numbers').filter({ hasText: 'Mon 18 14:05' }).waitFor()
  await save(page, 'replay')
}

/** A position bought by hand, with a limit to sell it at and a stop that waits. */
export async function drawPaperOrders(page: Page): Promise<void> {
  await page.keyboard.press('Control+1')
  await goTo(page, '10:20')
  await page.keyboard.press('Shift+B')
  await page.getByLabel('Quantity').fill('200')
  await page.getByRole('button', { name: `Buy 200 ${shown.symbol} at market` }).click()
  await page.getByRole('region', { name: 'Position' }).getByText('at market').waitFor()
  await page.keyboard.press('Escape')
  await goTo(page, '11:05')
  const chart = page.getByRole('img', { name: `Chart of ${shown.symbol}` })
  for (const [part, sells] of [
    [0.16, /^Sell \d+, limit/],
    [0.62, /^Sell \d+, stop/],
  ] as const) {
    const { x, y, width, height } = await placeOf(chart)
    await page.mouse.click(x + width / 2, y + height * part, { button: 'right' })
    await page.getByRole('menuitem', { name: sells }).click()
  }
  await page.locator('[data-orders="2"]').waitFor()
  await page.keyboard.press('Escape')
  await takePointerAway(page)
  await save(page, 'paper-orders')
}

export async function drawCalendar(page: Page): Promise<void> {
  await page.keyboard.press('Control+3')
  await page.getByRole('radio', { name: 'Month' }).click()
  await page.locator(`[data-day="${shown.session}"][data-bars=counted]`).click()
  await page.getByRole('option', { name: new RegExp(`^${shown.symbol}: `) }).click()
  await page
    .getByRole('region', { name: `Gaps of ${shown.symbol}` })
    .getByRole('listitem')
    .waitFor()
  await takePointerAway(page)
  await save(page, 'calendar')
}

/** The import of a folder before it begins. */
export async function drawData(app: ElectronApplication, page: Page, folder: string): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
  }, folder)
  await page.keyboard.press('Control+2')
  await page.getByRole('button', { name: 'Choose a folder' }).click()
  await page.locator('button:enabled', { hasText: /^Import \d+ files$/ }).waitFor()
  await takePointerAway(page)
  await save(page, 'data')
}

async function goTo(page: Page, time: string): Promise<void> {
  await ask(page, time)
  await page
    .getByTestId('clock')
    .filter({ hasText: `${time}:00` })
    .waitFor()
}

async function placeOf(element: Locator): Promise<NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>> {
  const place = await element.boundingBox()
  if (!place) throw new Error('What is to be clicked on is not on the screen.')
  return place
}
