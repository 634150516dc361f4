import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { projectRoot } from '../setup/project.ts'

/** Size of the pictures in pixels. */
export const size = { width: 1440, height: 900 }

/** Until upkeep has looked at what is open: a start that is shown is not to wait for it. */
export async function waitForRest(page: Page): Promise<void> {
  await page
    .getByTestId('upkeep')
    .filter({ hasText: /^Upkeep \d\.\d % CPU$/ })
    .waitFor()
}

/** The pointer of the display lies where the chart is, and a chart shows the bar under it. */
export async function takePointerAway(page: Page): Promise<void> {
  await page.mouse.move(size.width / 2, size.height / 2)
  await page.mouse.move(1, 1)
}

/** Types into the palette and takes its first answer. */
export async function ask(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Symbol, time/).fill(text)
  await page.getByRole('option', { selected: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

export async function save(page: Page, name: string): Promise<void> {
  const path = join(projectRoot, 'docs', `${name}.png`)
  await page.screenshot({ path, animations: 'disabled' })
  console.log(path)
}
