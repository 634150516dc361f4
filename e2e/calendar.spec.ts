import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { expect, type StartWorkstation, test, type Workstation } from './workstation.ts'

/** The newest session of the demo store, and one in which a feed line was out for twelve minutes. */
const newest = '2024-12-02'
const outage = '2024-11-18'
let folder = ''

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-calendar-view-'))
  tapedeck('demo', '--store', storePath())
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Imports the newest session of WXYZ as a feed; the minutes of `lacking` are not in it. */
function importFeed(store: string, feed: string, lacking: readonly number[]): void {
  const files = join(folder, feed)
  mkdirSync(files)
  const rows = Array.from({ length: 390 }, (_, minute) => minute)
    .filter((minute) => !lacking.includes(minute))
    .map((minute) => {
      const time = new Date(Date.parse(`${newest}T14:30:00Z`) + minute * 60_000).toISOString()
      return `${time},50,52,48,${(50 + Math.sin(minute / 12)).toFixed(2)},900`
    })
  writeFileSync(join(files, 'WXYZ.csv'), ['timestamp,open,high,low,close,volume', ...rows, ''].join('\n'))
  tapedeck('import', files, '--store', store, '--exchange', 'XNYS', '--feed', feed)
}

function storePath(): string {
  return join(folder, 'made.tapedeck')
}

async function openCalendar(
  start: StartWorkstation,
  { width, height } = { width: 1600, height: 1000 },
  store = storePath(),
): Promise<Workstation> {
  const workstation = await start({ store })
  const { app, page } = workstation
  await expect(page.getByTestId('play')).toBeEnabled()
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  )
  await page.keyboard.press('Control+3')
  await expect(dayOf(page, newest)).toHaveAttribute('data-bars', 'counted')
  return workstation
}

function dayOf(page: Page, date: string): Locator {
  return page.locator(`[data-day="${date}"]`)
}

function card(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Chosen day' })
}

test('a year of an exchange: sessions, holidays by name, coverage in words; another year and exchange', async ({
  start,
}) => {
  const { page, screenshot } = await openCalendar(start)
  await expect(page.getByTestId('calendar-summary')).toHaveText('252 sessions · 10 holidays · 3 early closes')
  await expect(page.getByTestId('calendar-share')).toHaveText(/^Coverage 9\d\.\d % in 25 sessions with bars$/)
  await expect(dayOf(page, outage)).toHaveAccessibleName(
    /^Mon 18 Nov 2024: session; coverage \d+\.\d %, [\d,]+ of 9,360 minutes, [\d,]+ missing; bars of 24 of 24 symbols$/,
  )
  await expect(dayOf(page, '2024-12-25')).toHaveAccessibleName('Wed 25 Dec 2024: closed: Christmas Day')
  await expect(dayOf(page, '2024-07-03')).toHaveAccessibleName(/early close at 13:00, .*; no bars$/)
  await expect(dayOf(page, '2024-11-03')).toHaveAccessibleName(/no session; clocks go back 1 h/)
  await expect(page.getByRole('grid')).toHaveCount(12)
  await expect(page.getByRole('list', { name: 'Signs' }).getByRole('listitem')).toHaveText([
    'no bars',
    '1closed',
    'early close',
    'clocks change',
  ])
  await screenshot('90-calendar-year')

  await page.getByRole('radio', { name: 'Filled' }).click()
  await expect(dayOf(page, outage)).toHaveAccessibleName(/filled 0\.0 %, 0 of 9,360 minutes/)
  await page.getByRole('radio', { name: 'Prefetched' }).click()
  await expect(dayOf(page, outage)).toHaveAccessibleName('Mon 18 Nov 2024: session; not prefetched')
  await expect(page.getByTestId('calendar-share')).toHaveText('Nothing prefetched')
  await page.getByRole('radio', { name: 'Explained' }).click()
  await expect(page.getByTestId('calendar-share')).toContainText('Explained')

  await page.getByRole('button', { name: 'Next year' }).click()
  await expect(page.getByTestId('calendar-summary')).toHaveText(
    '250 sessions · 10 holidays · 1 other closure · 3 early closes',
  )
  await expect(dayOf(page, '2025-01-09')).toHaveAccessibleName(/closed: /)
  await expect(page.getByTestId('calendar-share')).toHaveText('No bars')

  await page.getByRole('button', { name: /^Calendar of XNYS/ }).click()
  await page.getByRole('menuitemradio', { name: /Tokyo/ }).click()
  await expect(page.getByTestId('calendar-summary')).toContainText('sessions')
  await expect(card(page)).toContainText('None of these symbols trades on XTKS')
  await expect(card(page).getByText('Break').locator('..')).toContainText('11:30–12:30')
  await page.getByRole('button', { name: /^Calendar of XTKS/ }).click()
  await page.getByRole('menuitemradio', { name: /CME-ES/ }).click()
  await page.getByRole('combobox', { name: 'Year' }).selectOption('2016')
  await page.getByRole('button', { name: 'Previous year' }).click()
  await expect(page.getByText('The calendar of CME-ES does not reach 2015')).toBeVisible()
  await screenshot('91-calendar-outside')
  await page.getByRole('button', { name: 'Show 2016' }).click()
  await expect(page.getByTestId('calendar-summary')).toContainText('sessions')
})

for (const [width, height] of [
  [1440, 900],
  [1280, 800],
  [1100, 700],
] as const)
  test(`a window of ${width} × ${height} shows the whole year, and a tip tells each day`, async ({
    start,
  }) => {
    const { page } = await openCalendar(start, { width, height })
    const days = page.locator('[data-day]')
    await expect(days).toHaveCount(366)
    await expect(days.first()).toBeInViewport({ ratio: 1 })
    await expect(days.last()).toBeInViewport({ ratio: 1 })
    await dayOf(page, outage).hover()
    const tip = page.getByTestId('day-tip')
    await expect(tip).toContainText('Mon 18 Nov 2024')
    await expect(tip).toContainText(/coverage \d+\.\d %, [\d,]+ of 9,360 minutes/)
    await dayOf(page, '2024-12-25').hover()
    await expect(tip).toContainText('closed: Christmas Day')
    await expect(tip).toBeInViewport({ ratio: 1 })
    await page.keyboard.press('ArrowLeft')
    await expect(tip).toHaveCount(0)
    // Nothing that was said of one year stays over another.
    await dayOf(page, '2024-07-04').hover()
    await expect(tip).toContainText('closed: Independence Day')
    await page.getByRole('combobox', { name: 'Year' }).selectOption('2023')
    await expect(dayOf(page, '2023-07-04')).toHaveAccessibleName(/closed: /)
    await expect(tip).toHaveCount(0)
  })

test('by keys alone: days, weeks, months, a range, into the card and back', async ({ start }) => {
  const { page, screenshot } = await openCalendar(start)
  const focused = page.locator('[data-day]:focus')
  await dayOf(page, newest).focus()
  await page.keyboard.press('ArrowLeft')
  await expect(focused).toHaveAttribute('data-day', '2024-12-01')
  await page.keyboard.press('ArrowUp')
  await expect(focused).toHaveAttribute('data-day', '2024-11-24')
  await page.keyboard.press('Home')
  await expect(focused).toHaveAttribute('data-day', '2024-11-01')
  await page.keyboard.press('End')
  await expect(focused).toHaveAttribute('data-day', '2024-11-30')
  await page.keyboard.press('PageUp')
  await page.keyboard.press('PageUp')
  await expect(focused).toHaveAttribute('data-day', '2024-09-30')
  await page.keyboard.press('PageDown')
  await page.keyboard.press('Control+End')
  await expect(focused).toHaveAttribute('data-day', '2024-12-31')
  await page.keyboard.press('ArrowRight')
  await expect(focused).toHaveAttribute('data-day', '2025-01-01')
  await expect(focused).toHaveAccessibleName(/closed: New Year/)
  await page.keyboard.press('Control+PageUp')
  await page.keyboard.press('Control+PageUp')
  await expect(focused).toHaveAttribute('data-day', '2023-01-01')
  await page.keyboard.press('Control+PageDown')
  await expect(focused).toHaveAttribute('data-day', '2024-01-01')
  await expect(page.locator('[data-day][tabindex="0"]')).toHaveCount(1)

  await dayOf(page, outage).click()
  await expect(dayOf(page, outage)).toBeFocused()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowRight')
  await expect(card(page)).toContainText('Mon 18 Nov 2024 – Tue 26 Nov 2024')
  await expect(card(page).getByText('Sessions', { exact: true }).locator('..')).toContainText('7')
  await expect(page.locator('[aria-selected=true] [data-day]')).toHaveCount(9)
  await screenshot('92-calendar-range')
  await page.keyboard.press('ArrowLeft')
  await expect(card(page).getByRole('heading', { name: /Mon 25 Nov 2024/ })).toBeVisible()

  await page.keyboard.press('Enter')
  await expect(card(page).getByRole('button', { name: 'Replay this session' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(focused).toHaveAttribute('data-day', '2024-11-25')
})

test('a range by dragging and by Shift and a click', async ({ start }) => {
  const { page } = await openCalendar(start)
  await dayOf(page, '2024-11-04').hover()
  await page.mouse.down()
  await dayOf(page, '2024-11-06').hover()
  await dayOf(page, '2024-11-07').hover()
  await page.mouse.up()
  await dayOf(page, '2024-11-13').hover()
  await expect(card(page)).toContainText('Mon 4 Nov 2024 – Thu 7 Nov 2024')
  await dayOf(page, '2024-11-15').click({ modifiers: ['Shift'] })
  await expect(card(page)).toContainText('Mon 4 Nov 2024 – Fri 15 Nov 2024')
  await card(page).getByRole('button', { name: 'Replay 10 sessions' }).click()
  await expect(page.getByTestId('session-button')).toContainText('Mon 4 Nov 2024')
  await expect(page.getByTestId('session-button')).toContainText('→ Fri 15')
})

test('a session: its symbols, the worst first, their gaps, and the way into the replay and back', async ({
  start,
}) => {
  const { page, screenshot } = await openCalendar(start)
  await dayOf(page, outage).click()
  const symbols = card(page).getByRole('listbox', { name: /^Quality by symbol/ })
  await expect(symbols.getByRole('option').first()).toHaveAccessibleName(
    /^TD\w+: coverage \d+\.\d %, \d+ of 390 minutes, \d+ missing; 0 filled, 0 no trade, 0 halted; 0 came late$/,
  )
  await expect(card(page).getByText('Regular hours').locator('..')).toContainText('09:30–16:00 ET')
  await expect(card(page).getByText('Expected minutes').locator('..')).toContainText('390')
  const hurt = symbols.getByRole('option', { name: /^MIRVA: .* 12 missing/ })
  await hurt.click()
  const gaps = card(page).getByRole('region', { name: 'Gaps of MIRVA' })
  await expect(gaps.getByRole('listitem')).toHaveCount(1)
  await expect(gaps.getByRole('listitem')).toContainText('12 min')
  await screenshot('93-calendar-session')

  await card(page).getByRole('button', { name: 'Show gaps' }).click()
  await expect(page.getByTestId('session-button')).toContainText('Mon 18 Nov 2024')
  await expect(page.getByTestId('clock')).toHaveText('16:00:00')
  await expect(page.getByTestId('ledger-rows').getByText(/12 min/)).toBeVisible()
  await expect(page.getByRole('option', { name: 'MIRVA' })).toHaveAttribute('aria-selected', 'true')

  await page.keyboard.press('Control+3')
  await expect(dayOf(page, outage)).toHaveAttribute('data-bars', 'counted')
  await dayOf(page, '2024-11-20').click()
  await card(page).getByRole('button', { name: 'Replay this session' }).click()
  await expect(page.getByTestId('session-button')).toContainText('Wed 20 Nov 2024')
  await expect(page.getByTestId('clock')).toHaveText('09:30:00')
})

test('a month has room for numbers and names; a watchlist has numbers of its own', async ({ start }) => {
  const { page, screenshot } = await openCalendar(start)
  await page.getByRole('radio', { name: 'Month' }).click()
  await page.getByRole('button', { name: 'Previous month' }).click()
  await expect(page.getByRole('grid', { name: 'November 2024' })).toBeVisible()
  await expect(dayOf(page, '2024-11-28')).toContainText('Thanksgiving')
  await expect(dayOf(page, outage)).toContainText(/\d+\.\d %/)
  await expect(page.getByTestId('calendar-summary')).toHaveText('20 sessions · 1 holiday · 1 early close')
  await screenshot('94-calendar-month')
  await page.getByRole('button', { name: /^Watchlist Demo/ }).click()
  await page.getByRole('menuitemradio', { name: /Demo funds/ }).click()
  await expect(dayOf(page, outage)).toHaveAccessibleName(/bars of 5 of 5 symbols/)
})

test('a day is changed from the calendar, and only what changed is shown anew', async ({ start }) => {
  const workstation = await openCalendar(start)
  const { page, userData } = workstation
  const own = card(page).getByRole('region', { name: 'Changes by you' })
  await dayOf(page, outage).click()
  await own.getByRole('button', { name: /^Change Mon 18 Nov 2024/ }).click()
  await page.getByRole('menuitem', { name: 'Early close at' }).click()
  const dialog = page.getByRole('dialog', { name: /early close/ })
  await dialog.getByLabel('Closes at').fill('12:30')
  await dialog.getByLabel('Reason').fill('flood')
  await dialog.getByRole('button', { name: 'Set the early close' }).click()
  await expect(dialog).toBeHidden()
  await expect(dayOf(page, outage)).toHaveAccessibleName(
    /early close at 12:30, flood; coverage .* of 4,320 minutes.*; changed by you: early close at 12:30 \(flood\)$/,
  )
  await expect(page.getByTestId('calendar-summary')).toContainText('4 early closes')
  await expect(own.getByRole('listitem')).toHaveCount(1)

  await dayOf(page, '2024-11-25').focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Mark as closed' }).press('Enter')
  await page.getByRole('dialog').getByLabel('Reason').fill('storm')
  await page.keyboard.press('Enter')
  await expect(dayOf(page, '2024-11-25')).toHaveAccessibleName(/closed: storm/)
  await expect(page.getByTestId('calendar-summary')).toContainText(
    '251 sessions · 10 holidays · 1 other closure',
  )
  await workstation.screenshot('95-calendar-changed')

  await own.getByRole('button', { name: /Undo the change of Mon 25 Nov/ }).click()
  await own.getByRole('button', { name: /Undo the change of Mon 18 Nov/ }).click()
  await expect(own.getByRole('listitem')).toHaveCount(0)
  await expect(dayOf(page, '2024-11-25')).toHaveAttribute('data-bars', 'counted')
  await expect(page.getByTestId('calendar-summary')).toHaveText('252 sessions · 10 holidays · 3 early closes')
  const path = join(userData, 'calendar-overlay.json')
  expect(existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).exchanges).toEqual({})
})

test('a session is fetched again, and its numbers follow while it is shown', async ({ start }) => {
  const store = join(folder, 'fetch.tapedeck')
  const [had, lost] = [
    [10, 11, 12, 13, 14, 15],
    [30, 31, 32],
  ]
  importFeed(store, 'one', [...had, ...lost])
  importFeed(store, 'two', lost)
  tapedeck('sources', 'add', 'two', 'feed:two', '--store', store)
  const { page, screenshot } = await openCalendar(start, { width: 1600, height: 1000 }, store)
  await dayOf(page, newest).click()
  await expect(dayOf(page, newest)).toHaveAccessibleName(/381 of 390 minutes, 9 missing/)
  await card(page).getByRole('button', { name: 'Fetch again' }).click()
  const note = card(page).getByRole('region', { name: 'Fetch' })
  await expect(note).toContainText('6 of 9 missing minutes came')
  await expect(note).toContainText(/not ready/)
  await expect(dayOf(page, newest)).toHaveAccessibleName(/387 of 390 minutes, 3 missing/)
  await expect(card(page).getByRole('option', { name: /^WXYZ: .* 3 missing; 6 filled/ })).toBeVisible()
  await page.getByRole('radio', { name: 'Filled' }).click()
  await expect(page.getByTestId('calendar-share')).toHaveText('Filled 1.5 % in 1 session with bars')
  await screenshot('98-calendar-fetched')
  await note.getByRole('button', { name: 'Dismiss' }).click()
  await expect(note).toBeHidden()
})

test('the smallest window has room for it, and letters can be read on every ground', async ({ start }) => {
  const { page, screenshot } = await openCalendar(start, { width: 1100, height: 700 })
  await page.mouse.move(1, 1)
  const overflow = (selector: string) => () =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => element.scrollWidth - element.clientWidth)
  await expect.poll(overflow('header')).toBeLessThanOrEqual(0)
  await expect.poll(overflow('section[aria-label=Calendar]')).toBeLessThanOrEqual(0)
  await expect.poll(overflow('[data-calendar-card]')).toBeLessThanOrEqual(0)
  await dayOf(page, outage).click()
  await screenshot('96-calendar-1100')
  await page.getByRole('radio', { name: 'Month' }).click()
  await screenshot('97-calendar-month-1100')
  await expect.poll(overflow('header')).toBeLessThanOrEqual(0)
  for (const measure of ['Coverage', 'Explained', 'Filled', 'Prefetched']) {
    await page.getByRole('radio', { name: measure }).click()
    await page.getByRole('radio', { name: 'Year' }).click()
    await expect.poll(() => leastContrast(page)).toBeGreaterThan(4.5)
  }
})

/** The least contrast of a day's number with its ground, as WCAG defines it. */
function leastContrast(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    const luminance = (...colors: readonly string[]): number => {
      if (!canvas) throw new Error('no canvas')
      for (const color of colors) {
        canvas.fillStyle = color
        canvas.fillRect(0, 0, 1, 1)
      }
      const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) =>
        part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      )
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const body = getComputedStyle(document.body).backgroundColor
    const contrasts = [...document.querySelectorAll('[data-day]')].map((day) => {
      const { color, backgroundColor } = getComputedStyle(day)
      const [ink, ground] = [luminance(color), luminance(body, backgroundColor)]
      return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05)
    })
    return Math.min(...contrasts)
  })
}
