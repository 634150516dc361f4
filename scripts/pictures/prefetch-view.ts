import type { Page } from '@playwright/test'
import { planName } from './night-plan.ts'
import { save, takePointerAway, waitForRest } from './page.ts'

/** A night's run, and a session that was opened from it. */
export async function drawPrefetch(page: Page): Promise<void> {
  await page.keyboard.press('Control+4')
  const card = page.getByRole('listitem', { name: planName })
  await card.getByRole('button', { name: 'Run now' }).click()
  await card.getByText(/ready \d+ \/ \d+$/).waitFor()
  await waitForRest(page)
  await page.getByRole('button', { name: /^Replay \w{3} \d+ \w{3} \d{4}$/ }).click()
  await page.getByTestId('started').filter({ hasText: 'from prefetch' }).waitFor()
  await page.keyboard.press('Control+4')
  await page.getByTestId('hit-rate').filter({ hasText: '1 of 1' }).waitFor()
  await waitForRest(page)
  await takePointerAway(page)
  await save(page, 'prefetch')
}
