import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { expect, type StartWorkstation, test, type Workstation } from './workstation.ts'

/** A session in which the feed line of this symbol is silent for twelve minutes. */
const session = '2024-11-18'
const symbol = 'MIRVA'
const hole = '12:32–12:44 · 12 min'
let folder = ''

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-ledger-'))
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

function demoStore(name: string): string {
  const store = join(folder, `${name}.tapedeck`)
  tapedeck('demo', '--store', store)
  return store
}

/** Has the first six minutes of the hole filled from a folder of files, which goes on after the hole. */
function fillHalf(store: string): void {
  const files = join(folder, 'second')
  mkdirSync(files)
  const lines = [0, 1, 2, 3, 4, 5, 20].map((minute) => {
    const start = new Date(Date.parse(`${session}T17:32:00Z`) + minute * 60_000).toISOString()
    return `${start.slice(0, 19)}Z,333,334.5,332.5,334,900`
  })
  writeFileSync(join(files, `${symbol}.csv`), `timestamp,open,high,low,close,volume\n${lines.join('\n')}\n`)
  tapedeck('sources', 'add', 'second', `files:${files}`, '--exchange', 'XNYS', '--store', store)
  const which = ['--store', store, '--symbol', symbol, '--session', session]
  tapedeck('fill', ...which, '--from-source', 'second', '--json')
}

/** Types into the palette and takes its first answer, once that is the one named. */
async function ask(page: Page, text: string, answer: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Symbol, time/).fill(text)
  await expect(page.getByRole('option', { selected: true })).toContainText(answer)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
}

async function startOn(start: StartWorkstation, store: string, userData?: string): Promise<Workstation> {
  const workstation = await start({ store, ...(userData !== undefined && { userData }) })
  const { app, page } = workstation
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800))
  await expect(page.getByTestId('chart-bars')).toBeVisible()
  await ask(page, session, 'Session Mon 18 Nov 2024')
  await ask(page, symbol, symbol)
  await expect(page.getByTestId('chart-symbol')).toHaveText(symbol)
  await page.mouse.move(1, 1)
  return workstation
}

function rowOf(page: Page, title: string) {
  return page.getByTestId('ledger-rows').getByRole('button', { name: title })
}

async function openDetails(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'What it follows from, and marks by hand' }).click()
  await expect(page.getByTestId('gap-evidence')).toContainText('feed demo has bars before and after')
}

test('a gap is told as the clock passes it, and a click goes there', async ({ start }) => {
  const { page, lines, screenshot } = await startOn(start, demoStore('passes'))
  await ask(page, '@12:32', '12:32')
  await expect(page.getByTestId('ledger-empty')).toHaveText('No minute is missing so far.')
  await expect(page.getByTestId('coverage')).toHaveText('100.0')
  await expect(page.getByTestId('count-pending')).toHaveText('208')
  await ask(page, '@12:40', '12:40')
  await expect(rowOf(page, '12:32–12:40 · 8 min')).toContainText('feed gap, probable')
  await expect(page.getByTestId('count-missing')).toHaveText('8')
  await ask(page, '@15:30', '15:30')
  await expect(rowOf(page, hole)).toBeVisible()
  await expect(page.getByTestId('coverage')).toHaveText('96.6')
  await expect(page.getByTestId('timeline-minutes')).toHaveAttribute('data-gaps', '1')
  await screenshot('60-gap-ledger')

  await rowOf(page, hole).click()
  await expect(rowOf(page, hole)).toHaveAttribute('aria-current', 'true')
  await expect(page.getByTestId('timeline-chosen')).toBeVisible()
  await screenshot('61-gap-chosen')

  await ask(page, '@12:32', '12:32')
  await expect(page.getByTestId('ledger-empty')).toBeVisible()
  await expect(page.getByTestId('timeline-minutes')).toHaveAttribute('data-gaps', '0')
  expect(lines).toEqual([])
})

test('a gap that is out of sight comes into the chart, by keys too', async ({ start }) => {
  const { page, lines } = await startOn(start, demoStore('keys'))
  await ask(page, 'TDREM', 'TDREM')
  await page.getByRole('radio', { name: '1m' }).click()
  await page.keyboard.press('End')
  await expect(page.getByTestId('clock')).toHaveText('16:00:00')
  const rows = page.locator('[data-ledger-row]')
  await expect.poll(() => rows.count()).toBeGreaterThan(20)
  await rows.nth(1).focus()
  await page.keyboard.press('ArrowUp')
  await expect(rows.nth(0)).toBeFocused()
  await expect(rows.nth(0)).toHaveAttribute('aria-current', 'true')
  await expect(page.getByRole('button', { name: 'To latest' })).toBeVisible()
  await expect(page.getByTestId('chart-symbol')).toHaveText('TDREM')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(rows.nth(2)).toHaveAttribute('aria-current', 'true')
  expect(lines).toEqual([])
})

test('a mark by hand with its reason changes the class, outlives a restart and is taken back', async ({
  start,
}) => {
  const store = demoStore('marks')
  const first = await startOn(start, store)
  const { page, screenshot } = first
  await ask(page, '@13:00', '13:00')
  await expect(rowOf(page, hole)).toContainText('feed gap, probable')
  await openDetails(page)
  await screenshot('62-gap-evidence')
  await page.getByRole('button', { name: 'Mark as …' }).click()
  await page.getByLabel('Mark as').selectOption('halted')
  await expect(page.getByRole('button', { name: 'Mark', exact: true })).toBeDisabled()
  await page.getByLabel('Reason').fill('the exchange said so')
  await screenshot('63-gap-mark')
  await page.keyboard.press('Enter')
  await expect(rowOf(page, hole)).toContainText('halted, by hand')
  await expect(page.getByTestId('gap-evidence')).toContainText('the exchange said so')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('count-halted')).toHaveText('12')
  await expect(page.getByTestId('coverage')).toHaveText('94.2')
  await expect(page.getByTestId('explained')).toHaveText('100.0 %')
  await screenshot('64-gap-marked')
  expect(first.lines).toEqual([])
  await first.close()

  const second = await startOn(start, store)
  await ask(second.page, '@13:00', '13:00')
  await expect(rowOf(second.page, hole)).toContainText('halted, by hand')
  await openDetails(second.page)
  await second.page.getByRole('button', { name: 'Take mark back' }).click()
  await expect(rowOf(second.page, hole)).toContainText('feed gap, probable')
  await expect(second.page.getByTestId('gap-evidence')).toContainText('mark taken back')
  await expect(second.page.getByTestId('count-missing')).toHaveText('12')
  expect(second.lines).toEqual([])
})

test('filled minutes are rows of their own that name their source', async ({ start }) => {
  const store = demoStore('filled')
  fillHalf(store)
  const { page, lines, screenshot } = await startOn(start, store)
  await page.getByRole('radio', { name: '1m' }).click()
  await ask(page, '@13:00', '13:00')
  await expect(rowOf(page, '12:32–12:38 · 6 min')).toContainText('filled from second · try 1')
  await expect(rowOf(page, '12:38–12:44 · 6 min')).toContainText('1 try')
  await expect(page.getByTestId('count-filled')).toHaveText('6')
  await expect(page.getByTestId('count-missing')).toHaveText('6')
  await rowOf(page, '12:32–12:38 · 6 min').click()
  await screenshot('65-filled')
  await rowOf(page, '12:38–12:44 · 6 min').press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('gap-evidence')).toContainText('Asked second')
  await screenshot('66-filled-evidence')
  expect(lines).toEqual([])
})

test('synthetic bars stand in a gap on request, outlined, count as nothing and are taken back', async ({
  start,
}) => {
  const { page, lines, screenshot } = await startOn(start, demoStore('synthetic'))
  await page.getByRole('radio', { name: '1m' }).click()
  await ask(page, '@13:00', '13:00')
  await expect(page.getByTestId('coverage')).toHaveText('94.2')
  await rowOf(page, hole).click()
  await openDetails(page)
  await page.getByRole('button', { name: 'Fill with synthetic bars …' }).click()
  await expect(page.getByTestId('stand-in-meaning')).toContainText('do not count as data')
  await screenshot('67-synthetic-asked')
  await page.getByRole('button', { name: 'Fill with synthetic bars', exact: true }).click()
  await expect(page.getByTestId('gap-evidence')).toContainText('flat at')
  await expect(page.getByTestId('stand-in-said')).toHaveText('Synthetic bars stand in 12 min now.')
  await screenshot('68-synthetic-evidence')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('count-missing')).toHaveText('12')
  await expect(page.getByTestId('coverage')).toHaveText('94.2')
  await expect(rowOf(page, hole)).toContainText('feed gap, probable')
  const chart = page.getByRole('img', { name: `Chart of ${symbol}` })
  const box = await chart.boundingBox()
  if (!box) throw new Error('The chart has no box')
  const numbers = page.getByTestId('bar-numbers')
  await expect(async () => {
    for (let x = box.x + box.width - 90; x > box.x; x -= 4) {
      await page.mouse.move(x, box.y + box.height / 3)
      if ((await numbers.textContent())?.includes('synthetic, asked for by the window')) return
    }
    throw new Error('No synthetic bar lies under the pointer')
  }).toPass()
  await screenshot('69-synthetic-bars')
  await page.keyboard.press('b')
  const versions = page.getByTestId('version-list')
  await expect(versions).toContainText('synthetic, asked for by the window, known')
  await expect(versions).toContainText('V 0')
  await screenshot('70-synthetic-version')
  await page.keyboard.press('Escape')
  await page.getByRole('radio', { name: '5m', exact: true }).click()
  await expect(page.getByTestId('bar-numbers')).not.toContainText('synthetic, asked')
  await screenshot('71-synthetic-5m')
  await openDetails(page)
  await page.getByRole('button', { name: 'Take synthetic bars back' }).click()
  await expect(page.getByTestId('gap-evidence')).toContainText('taken back by the window')
  expect(lines).toEqual([])
})
