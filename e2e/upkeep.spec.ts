import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { expect, type StartWorkstation, test, type Workstation } from './workstation.ts'

const firstMinute = Date.parse('2024-12-02T14:30:00Z')
/** The first minute of the session before, which closes early. */
const firstBefore = Date.parse('2024-11-29T14:30:00Z')
let folder = ''

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-upkeep-'))
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Rows of a session from its first minute on, without the minutes of `lacking`. */
function rowsOf(first: number, length: number, lacking: readonly number[]): string[] {
  return Array.from({ length }, (_, minute) => minute)
    .filter((minute) => !lacking.includes(minute))
    .map((minute) => {
      const close = (50 + Math.sin(minute / 12)).toFixed(2)
      return `${new Date(first + minute * 60_000).toISOString()},50,52,48,${close},900`
    })
}

/** Imports a session of WXYZ as a feed, with the one before it where told; the minutes of `lacking` are not in it. */
function importFeed(
  store: string,
  feed: string,
  lacking: readonly number[],
  before?: readonly number[],
): void {
  const files = join(folder, feed)
  mkdirSync(files)
  const rows = [...(before ? rowsOf(firstBefore, 210, before) : []), ...rowsOf(firstMinute, 390, lacking)]
  writeFileSync(join(files, 'WXYZ.csv'), ['timestamp,open,high,low,close,volume', ...rows, ''].join('\n'))
  tapedeck('import', files, '--store', store, '--exchange', 'XNYS', '--feed', feed)
}

/** Feed one lacks two runs of minutes; feed two, which is a source, has the first of them only. */
function makeStore(): string {
  const store = join(folder, 'made.tapedeck')
  const first = [10, 11, 12, 13, 14, 15]
  const second = [30, 31, 32]
  importFeed(store, 'one', [...first, ...second])
  importFeed(store, 'two', second)
  tapedeck('sources', 'add', 'two', 'feed:two', '--store', store)
  return store
}

async function ask(page: Page, text: string, answer: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Symbol, time/).fill(text)
  await expect(page.getByRole('option', { selected: true })).toContainText(answer)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
}

async function startAtOpen(start: StartWorkstation, store = makeStore()): Promise<Workstation> {
  const workstation = await start({ store })
  const { app, page } = workstation
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800))
  await expect(page.getByTestId('chart-bars')).toBeVisible()
  await page.getByRole('radio', { name: '1m' }).click()
  await page.mouse.move(1, 1)
  return workstation
}

/** Adds another feed of the store as a source, in the window. */
async function addFeed(page: Page, feed: string): Promise<void> {
  await page.keyboard.press('Control+2')
  await page.getByRole('button', { name: 'Add a source' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a source' })
  await dialog.getByRole('radio', { name: 'Another feed' }).click()
  await dialog.getByLabel('Name').fill(feed)
  await dialog.getByLabel('Feed', { exact: true }).selectOption(feed)
  await dialog.getByRole('button', { name: 'Add source' }).click()
  await expect(dialog).toBeHidden()
  await page.keyboard.press('Control+1')
  await expect(page.getByTestId('chart-bars')).toBeVisible()
  await page.mouse.move(1, 1)
}

test('missing minutes are filled while a session plays, told with their source, and left out as traded', async ({
  start,
}) => {
  const { page, lines, screenshot } = await startAtOpen(start)
  await ask(page, '@9:38', '09:38')
  await expect(page.getByTestId('ledger-empty')).toBeVisible()
  await page.getByTestId('speed').click()
  await page.getByRole('menuitemradio', { name: /^300×/ }).click()
  await page.getByTestId('play').click()
  await expect(page.getByTestId('count-filled')).toHaveText('6')
  await page.getByTestId('play').click()
  await ask(page, '@9:50', '09:50')
  const rows = page.locator('[data-ledger-row]')
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText('09:40–09:46 · 6 min')
  await expect(rows).toContainText(/filled from two · (try 1|\d requests)/)
  await rows.click()
  await expect(page.getByTestId('timeline-chosen')).toBeVisible()
  await screenshot('69-upkeep-filled-chosen')
  await ask(page, '@9:44', '09:44')
  await page.keyboard.press('b')
  await expect(page.getByTestId('version-list').getByRole('listitem')).toContainText('two')
  await screenshot('70-upkeep-filled')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByRole('radio', { name: 'As traded' }).click()
  await expect(page.getByTestId('count-missing')).toHaveText('4')
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText(/filled from two, known only from [A-Z]/)
  await screenshot('71-upkeep-as-traded')
  await page.getByRole('radio', { name: 'As repaired' }).click()
  await expect(page.getByTestId('count-filled')).toHaveText('4')
  expect(lines).toEqual([])
})

test('a gap that no source has is asked for again by hand, of all sources and of one', async ({ start }) => {
  const { page, lines, screenshot } = await startAtOpen(start)
  await ask(page, '@10:30', '10:30')
  await expect(page.getByTestId('ledger-rows').getByRole('button', { name: /10:00–10:03/ })).toBeVisible()
  await expect(page.getByTestId('count-filled')).toHaveText('6')
  await page.getByRole('button', { name: 'What it follows from, and marks by hand' }).click()
  await page.getByRole('button', { name: 'Retry now' }).click()
  await expect(page.getByTestId('gap-retry')).toHaveText('two had nothing. 3 min missing still.')
  await screenshot('72-upkeep-retried')
  await page.getByRole('button', { name: 'Ask another source' }).click()
  await screenshot('73-upkeep-ask-another')
  await page.getByRole('menuitem', { name: 'two' }).click()
  await expect(page.getByTestId('gap-retry')).toHaveText('two had nothing. 3 min missing still.')
  await expect(page.getByTestId('gap-evidence')).toContainText('try 3')
  expect(lines).toEqual([])
})

test('a session before that is filled while the replay is open is whole on its chart', async ({ start }) => {
  const store = join(folder, 'before.tapedeck')
  const hole = Array.from({ length: 30 }, (_, index) => 150 + index)
  importFeed(store, 'one', [], hole)
  importFeed(store, 'two', [], [])
  const { page, lines, screenshot } = await startAtOpen(start, store)
  const chart = page.getByRole('img', { name: 'Chart of WXYZ' })
  await expect(page.getByTestId('chart-bars')).toHaveText('180 bars')
  // The four sessions before it are not stored at all.
  await expect(chart).toHaveAttribute('data-gaps', '5')
  await screenshot('74-session-before-with-a-hole')
  await addFeed(page, 'two')
  await expect(page.getByTestId('chart-bars')).toHaveText('210 bars')
  await expect(chart).toHaveAttribute('data-gaps', '4')
  await screenshot('75-session-before-filled')
  expect(lines).toEqual([])
})
