import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { expect, type StartWorkstation, test, type Workstation } from './workstation.ts'

/** The newest session of the demo store. */
const day = '2024-12-02'
const before = '2024-11-27'
let folder = ''

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-calendar-'))
  tapedeck('demo', '--store', join(folder, 'made.tapedeck'))
})

test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function startOnDemo(start: StartWorkstation): Promise<Workstation> {
  const workstation = await start({ store: join(folder, 'made.tapedeck') })
  await expect(workstation.page.getByTestId('play')).toBeEnabled()
  return workstation
}

function dayOf(page: Page, date: string): Locator {
  return page.locator(`[data-day="${date}"]`)
}

function overlayOf({ userData }: Workstation): unknown {
  const path = join(userData, 'calendar-overlay.json')
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).exchanges : undefined
}

test('a day is marked as closed with a reason, and the mark is undone', async ({ start }) => {
  const workstation = await startOnDemo(start)
  const { page } = workstation
  const note = page.getByText('this replay goes by the one before')
  await page.getByTestId('session-button').click()
  await page.getByRole('button', { name: 'Previous month' }).click()
  await dayOf(page, before).click({ button: 'right' })
  await workstation.screenshot('20-calendar-day-menu')
  await page.getByRole('menuitem', { name: 'Mark as closed' }).click()
  const dialog = page.getByRole('dialog', { name: /mark as closed/ })
  await expect(dialog.getByRole('button', { name: 'Mark as closed' })).toBeDisabled()
  await dialog.getByLabel('Reason').fill('snow storm')
  await workstation.screenshot('21-calendar-mark-closed')
  await dialog.getByRole('button', { name: 'Mark as closed' }).click()
  await expect(dialog).toBeHidden()
  await expect(dayOf(page, before)).toHaveAccessibleName(
    /Closed: snow storm; changed by you: closed \(snow storm\)/,
  )
  expect(overlayOf(workstation)).toEqual({ XNYS: { closures: [{ date: before, reason: 'snow storm' }] } })
  // The day lies among the sessions before the open one: the replay goes by the calendar as it was.
  await expect(note).toBeVisible()
  await workstation.screenshot('22-calendar-closed')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Reopen' }).click()
  await expect(note).toBeHidden()

  await page.getByTestId('session-button').click()
  await page.getByRole('button', { name: 'Previous month' }).click()
  // Not disabled but marked so: it is no session to choose.
  await dayOf(page, before).click({ button: 'right', force: true })
  await page.getByRole('menuitem', { name: 'Undo my change' }).click()
  await expect(dayOf(page, before)).not.toHaveAccessibleName(/changed by you/)
  expect(overlayOf(workstation)).toEqual({})
  await expect(note).toBeVisible()
})

test('an early close of the open session, by keys alone; a refusal stays in the dialog', async ({
  start,
}) => {
  const workstation = await startOnDemo(start)
  const { page } = workstation
  const expected = page.locator('dl').getByText('Expected minutes').locator('..')
  await expect(expected).toContainText('390')
  await page.getByTestId('session-button').press('Enter')
  await expect(dayOf(page, day)).toBeFocused()
  await expect(dayOf(page, day)).toHaveAccessibleName(/with bars|symbols/)
  await page.keyboard.press('Shift+F10')
  await expect(page.locator('[role=menu]:focus, [role=menu] :focus')).toHaveCount(1)
  await page.keyboard.press('Home')
  await expect(page.getByRole('menuitem', { name: 'Mark as closed' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: 'Early close' })).toBeFocused()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: /early close/ })
  await expect(dialog.getByLabel('Closes at')).toBeFocused()
  await page.keyboard.type('17:00')
  await page.keyboard.press('Tab')
  await page.keyboard.type('flood')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toContainText('at 17:00 lies outside its regular hours')
  await workstation.screenshot('23-calendar-early-close-refused')
  await dialog.getByLabel('Closes at').fill('12:00')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(dayOf(page, day)).toBeFocused()
  await expect(dayOf(page, day)).toHaveAccessibleName(/early close at 12:00 \(flood\)/)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Reopen' }).click()
  await expect(expected).toContainText('150')
  await workstation.screenshot('24-calendar-early-close')
})

test('a file of changes that is wrong is named, and one corrected from outside is taken over', async ({
  start,
}) => {
  const workstation = await startOnDemo(start)
  const { page, userData } = workstation
  const path = join(userData, 'calendar-overlay.json')
  writeFileSync(path, '{"version": 1')
  await expect(page.getByText('calendar-overlay.json').first()).toBeVisible({ timeout: 15_000 })
  writeFileSync(
    path,
    JSON.stringify({ version: 1, exchanges: { XNYS: { closures: [{ date: before, reason: 'storm' }] } } }),
  )
  await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible({ timeout: 15_000 })
})

test('days after the last published session say that they are projected, and what that means', async ({
  start,
}) => {
  const csv = join(folder, 'VOD.csv')
  const store = join(folder, 'london.tapedeck')
  const minutes = Array.from({ length: 60 }, (_, minute) => String(minute).padStart(2, '0'))
  const rows = minutes.map((minute) => `2024-03-12T08:${minute}:00Z,10,11,9,10.5,100`)
  writeFileSync(csv, `time,open,high,low,close,volume\n${rows.join('\n')}\n`)
  tapedeck('import', csv, '--store', store, '--symbol', 'VOD', '--exchange', 'XLON', '--stamp', 'start')
  const { page, app, screenshot } = await start({ store })
  await expect(page.getByTestId('play')).toBeEnabled()
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1280, 800))
  await page.getByTestId('session-button').click()
  await expect(dayOf(page, '2024-03-13')).toHaveAccessibleName(/no bars; projected/)
  await page.getByRole('button', { name: 'projected', exact: true }).hover()
  await expect(page.getByRole('tooltip')).toContainText('are not checked against published sessions')
  await expect(page.getByText('bank holidays of England and Wales')).toBeVisible()
  await screenshot('25-calendar-projected')
})
