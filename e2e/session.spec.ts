import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { expect, type StartWorkstation, test, type Workstation } from './workstation.ts'

let folder = ''

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-sessions-'))
  tapedeck('demo', '--store', join(folder, 'made.tapedeck'))
})

test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function startOn(start: StartWorkstation, name: string): Promise<Workstation> {
  const store = join(folder, `${name}.tapedeck`)
  copyFileSync(join(folder, 'made.tapedeck'), store)
  const workstation = await start({ store })
  await expect(workstation.page.getByTestId('play')).toBeEnabled()
  await expect(workstation.page.getByTestId('chart-bars')).toBeVisible()
  await workstation.page.mouse.move(1, 1)
  return workstation
}

/** Types into the palette and takes its first answer, once that is the one named. */
async function ask(page: Page, text: string, answer: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Symbol, time/).fill(text)
  await expect(page.getByRole('option', { selected: true })).toContainText(answer)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
}

async function chooseSpeed(page: Page, name: RegExp): Promise<void> {
  await page.getByTestId('speed').click()
  await page.getByRole('menuitemradio', { name }).click()
}

/** Lines of the open log, newest first. */
function logLines(page: Page): Promise<string[]> {
  return page.getByTestId('session-log').getByRole('listitem').allTextContents()
}

test('the state of a half day is shown from its open to its end, with what happened', async ({ start }) => {
  const { page, lines, screenshot } = await startOn(start, 'states')
  await ask(page, '2024-11-29', 'Session Fri 29 Nov 2024')
  const state = page.getByTestId('session-state')
  await expect(state).toHaveText('Active')
  await chooseSpeed(page, /^max/)
  await page.getByTestId('play').click()
  await expect(page.getByTestId('clock')).toHaveText('13:00:00')
  await expect(state).toHaveText('Ended')
  await page.getByRole('button', { name: /^Ended/ }).click()
  expect(await logLines(page)).toEqual([
    '13:30Post-market → Ended',
    '13:00Active → Post-market',
    '09:30Not started → Active',
  ])
  await expect(page.getByText('The session after it is Mon 2 Dec 2024.')).toBeVisible()
  await screenshot('30-session-log')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('session-log')).toBeHidden()

  await page.keyboard.press('e')
  await expect(page.getByTestId('timeline')).toHaveAttribute('aria-valuemax', String(13 * 60))
  await expect(page.getByTestId('play')).toBeEnabled()
  await page.keyboard.press('Home')
  await expect(page.getByTestId('clock')).toHaveText('04:00:00')
  await expect(state).toHaveText('Pre-market')
  await ask(page, '@13:20', '13:20')
  await expect(state).toHaveText('Post-market')
  expect(lines).toEqual([])
})

test('an error is said with its cause until it is cleared', async ({ start }) => {
  const { page, lines, screenshot } = await startOn(start, 'errors')
  await ask(page, '@10:45', '10:45')
  await page.getByRole('button', { name: /^Active/ }).click()
  await page.getByRole('button', { name: 'Force a state …' }).click()
  await page.getByLabel('State').selectOption('Error')
  await expect(page.getByRole('button', { name: 'Force', exact: true })).toBeDisabled()
  await page.getByLabel('Reason').fill('the feed repeats the open')
  await screenshot('31-force-state')
  await page.keyboard.press('Enter')
  const banner = page.getByTestId('session-error')
  await expect(banner).toContainText(
    'Error in session Mon 2 Dec 2024 of XNYS at 10:45 ET: the feed repeats the open',
  )
  await expect(page.getByTestId('session-state')).toHaveText('Error')
  await screenshot('32-session-error')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('session-log')).toBeHidden()
  await page.keyboard.press('End')
  await expect(banner).toContainText('which was ended by force')
  await ask(page, '@11:00', '11:00')
  await expect(banner).toBeVisible()
  await banner.getByRole('button', { name: 'Clear' }).click()
  await expect(banner).toBeHidden()
  await expect(page.getByTestId('session-state')).toHaveText('Active')
  expect(lines).toEqual([])
})

test('a range rolls from one session to the next and plays on; the ended one is one step back', async ({
  start,
}) => {
  const { page, lines, screenshot } = await startOn(start, 'range')
  await ask(page, '2024-11-27', 'Session Wed 27 Nov 2024')
  await expect(page.getByTestId('session-button')).toContainText('27 Nov 2024')
  await page.getByTestId('session-button').click()
  await page.locator('[data-day="2024-11-29"]').click({ modifiers: ['Shift'] })
  await expect(page.getByTestId('session-button')).toContainText('→ Fri 29')
  await page.getByTestId('session-button').click()
  await expect(page.getByTestId('range-end')).toHaveText('Fri 29 Nov 2024')
  await screenshot('33-range-picker')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('range-end')).toBeHidden()

  await ask(page, '@15:58', '15:58')
  await chooseSpeed(page, /^150×/)
  await page.getByTestId('play').click()
  await expect(page.getByTestId('session-button')).toContainText('Fri 29 Nov 2024')
  await expect(page.getByTestId('session-button')).toContainText('09:30–13:00 ET')
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await expect(page.getByTestId('session-bars')).toHaveText(/^[1-9]\d* of this session$/)
  await screenshot('34-rolled')
  await chooseSpeed(page, /^max/)
  await expect(page.getByTestId('clock')).toHaveText('13:00:00')
  await expect(page.getByTestId('session-state')).toHaveText('Ended')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await page.getByRole('button', { name: /^Ended/ }).click()
  expect((await logLines(page)).slice(-4)).toEqual([
    'Wed 27 16:30Rolled to Fri 29',
    'Wed 27 16:30Post-market → Ended',
    'Wed 27 16:00Active → Post-market',
    'Wed 27 09:30Not started → Active',
  ])
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('session-log')).toBeHidden()

  await page.keyboard.press('[')
  await expect(page.getByTestId('session-button')).toContainText('Wed 27 Nov 2024')
  await expect(page.getByTestId('clock')).toHaveText('16:00:00')
  await expect(page.getByTestId('session-state')).toHaveText('Ended')
  await page.keyboard.press(']')
  await expect(page.getByTestId('session-button')).toContainText('Fri 29 Nov 2024')
  await expect(page.getByTestId('clock')).toHaveText('09:30:00')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  expect(lines).toEqual([])
})

test('a lunch break has its place on the timeline and in the state', async ({ start }) => {
  const store = join(folder, 'lunch.tapedeck')
  copyFileSync(join(folder, 'made.tapedeck'), store)
  const file = join(folder, 'NOON.csv')
  const minutes = [...Array(330).keys()].map((minute) => {
    const time = new Date(Date.UTC(2024, 10, 28, 1, 30 + minute + (minute < 150 ? 0 : 60)))
    return `${time.toISOString()},10,11,9,10.5,100`
  })
  writeFileSync(file, ['time,open,high,low,close,volume', ...minutes].join('\n'))
  tapedeck('import', file, '--store', store, '--exchange', 'XHKG')
  const { page, lines, screenshot } = await start({ store })
  await expect(page.getByTestId('play')).toBeEnabled()
  await page.getByRole('button', { name: /^Demo/ }).click()
  await page.getByRole('menuitemradio', { name: /^All symbols/ }).click()
  await page.getByTestId('session-button').click()
  await page.getByRole('radio', { name: 'XHKG' }).click()
  await expect(page.getByTestId('session-button')).toContainText('28 Nov 2024')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('timeline-break')).toBeVisible()
  await ask(page, '@12:20', '12:20')
  await expect(page.getByTestId('session-state')).toHaveText('Lunch break')
  await expect(page.getByRole('button', { name: /^Lunch break/ })).toContainText('since 12:00')
  await expect(page.locator('[data-symbol="NOON"] [data-part=silence]')).toHaveText('')
  await screenshot('35-lunch-break')
  expect(lines).toEqual([])
})
