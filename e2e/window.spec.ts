import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { expect, type StartWorkstation, test, type Workstation } from './workstation.ts'

let folder = ''

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-demo-'))
  tapedeck('demo', '--store', join(folder, 'made.tapedeck'))
})

test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A demo store of its own for one test. */
function demoStore(name: string): string {
  const path = join(folder, `${name}.tapedeck`)
  copyFileSync(join(folder, 'made.tapedeck'), path)
  return path
}

/** Starts the workstation on a store and waits until its session can be played. */
async function startOn(start: StartWorkstation, store: string, userData?: string): Promise<Workstation> {
  const workstation = await start({ store, ...(userData !== undefined && { userData }) })
  await expect(workstation.page.getByTestId('play')).toBeEnabled()
  await expect(workstation.page.getByTestId('chart-bars')).toBeVisible()
  // The chart is there first; all keys are heard once the rest of the session has followed.
  await expect(workstation.page.locator('[aria-busy="true"]')).toHaveCount(0)
  // The pointer of the display lies where the chart is, which would show the numbers of the bar under it.
  await workstation.page.mouse.move(1, 1)
  return workstation
}

async function answerOpen(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, path)
}

/** Types into the palette and takes its first answer, once that is the one named. */
async function ask(page: Page, text: string, answer: RegExp | string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Symbol, time/).fill(text)
  await expect(page.getByRole('option', { selected: true })).toContainText(answer)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
}

function listed(page: Page): Promise<(string | null)[]> {
  return page
    .locator('[data-symbol]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-symbol')))
}

/** Names and lengths of the lists in the open menu, "Demo24", without the one of all symbols. */
async function listsInMenu(page: Page): Promise<string[]> {
  const all = await page.getByRole('menuitemradio').allTextContents()
  return all.slice(0, -1)
}

test('watchlists are made, edited and reordered, and kept over a restart', async ({ start }) => {
  const store = demoStore('lists')
  const first = await startOn(start, store)
  const { page } = first
  const menu = page.getByTestId('watchlist-name')

  await menu.click()
  await page.getByRole('menuitem', { name: 'New list' }).click()
  await page.getByLabel('Name of the list').fill('Mine')
  await page.getByLabel('Begin with the symbols shown now').uncheck()
  await page.keyboard.press('Enter')
  await expect(menu).toHaveText('Mine')
  await expect(page.getByTestId('watchlist-count')).toHaveText('0')

  await page.getByRole('button', { name: 'Add symbols' }).click()
  for (const [index, symbol] of ['TDALL', 'NORVA', 'KESTL', 'VEXLA'].entries()) {
    await page.getByPlaceholder('Search symbols').fill(symbol)
    await expect(page.getByRole('option', { name: symbol, selected: true })).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('watchlist-count')).toHaveText(String(index + 1))
  }
  await page.keyboard.press('Escape')
  await expect.poll(() => listed(page)).toEqual(['TDALL', 'NORVA', 'KESTL', 'VEXLA'])

  await page.locator('[data-symbol="KESTL"]').click()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(() => listed(page)).toEqual(['TDALL', 'KESTL', 'NORVA', 'VEXLA'])
  await page
    .locator('[data-symbol="VEXLA"]')
    .dragTo(page.locator('[data-symbol="TDALL"]'), { targetPosition: { x: 30, y: 4 } })
  await expect.poll(() => listed(page)).toEqual(['VEXLA', 'TDALL', 'KESTL', 'NORVA'])
  await page.locator('[data-symbol="TDALL"]').click()
  await page.keyboard.press('Delete')
  await expect.poll(() => listed(page)).toEqual(['VEXLA', 'KESTL', 'NORVA'])
  await expect(page.getByTestId('chart-symbol')).toHaveText('KESTL')

  await menu.click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByLabel('Name of the list').fill('Ours')
  await page.keyboard.press('Enter')
  await expect(menu).toHaveText('Ours')

  await menu.click()
  await expect.poll(() => listsInMenu(page)).toEqual(['Demo24', 'Demo funds5', 'Ours3'])
  const lists = page.getByRole('menuitemradio')
  await lists.nth(2).press('Alt+ArrowUp')
  await expect.poll(() => listsInMenu(page)).toEqual(['Demo24', 'Ours3', 'Demo funds5'])
  await expect(lists.nth(1)).toBeFocused()
  await lists.nth(2).dragTo(lists.nth(0), { targetPosition: { x: 40, y: 3 } })
  await expect.poll(() => listsInMenu(page)).toEqual(['Demo funds5', 'Demo24', 'Ours3'])
  await first.close()

  const { page: again } = await startOn(start, store, first.userData)
  await expect(again.getByTestId('watchlist-name')).toHaveText('Ours')
  await expect.poll(() => listed(again)).toEqual(['VEXLA', 'KESTL', 'NORVA'])
  await again.getByTestId('watchlist-name').click()
  await expect.poll(() => listsInMenu(again)).toEqual(['Demo funds5', 'Demo24', 'Ours3'])
})

test('the palette finds symbols, sessions, times and commands', async ({ start }) => {
  const { page, lines } = await startOn(start, demoStore('search'))
  await ask(page, 'vexl', 'VEXLA')
  await expect(page.getByTestId('chart-symbol')).toHaveText('VEXLA')
  await ask(page, '21 nov 2024', 'Session Thu 21 Nov 2024')
  await expect(page.getByText('Session · Thu 21 Nov 2024')).toBeVisible()
  await ask(page, '10:45', '10:45 ET')
  await expect(page.getByTestId('clock')).toHaveText('10:45:00')
  await ask(page, '15m bars', 'Show 15m bars')
  await expect(page.getByRole('radio', { name: '15m' })).toBeChecked()
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Symbol, time/).fill('no such thing')
  await expect(page.getByText('Nothing is called “no such thing”.')).toBeVisible()
  expect(lines).toEqual([])
})

test('the clock goes to a time, steps both ways and follows a click on the timeline', async ({ start }) => {
  const { page, lines } = await startOn(start, demoStore('steps'))
  const clock = page.getByTestId('clock')
  const sessionBars = page.getByTestId('session-bars')
  await expect(clock).toHaveText('09:30:00')

  await page.keyboard.press('g')
  await page.keyboard.type('12:03')
  await page.keyboard.press('Enter')
  await expect(clock).toHaveText('12:03:00')
  await expect(page.getByTestId('minutes')).toHaveText('153 of 390')
  await expect(sessionBars).toHaveText('31 of this session')
  await expect(page.getByTestId('bar-numbers')).toContainText('Mon 2 12:00')
  await expect(page.getByTestId('bar-numbers')).toContainText('forming')

  await page.keyboard.press('ArrowRight')
  await expect(clock).toHaveText('12:04:00')
  await page.getByRole('button', { name: 'One minute back' }).click()
  await page.keyboard.press('ArrowLeft')
  await expect(clock).toHaveText('12:02:00')
  await page.keyboard.press('Shift+ArrowRight')
  await expect(clock).toHaveText('12:05:00')
  await expect(page.getByTestId('bar-numbers')).not.toContainText('forming')
  await page.keyboard.press('Shift+ArrowLeft')
  await expect(clock).toHaveText('12:00:00')

  await page.getByRole('radio', { name: '15m' }).click()
  await expect(sessionBars).toHaveText('10 of this session')
  await page.keyboard.press('Shift+ArrowRight')
  await expect(clock).toHaveText('12:15:00')
  await expect(sessionBars).toHaveText('11 of this session')
  await page.keyboard.press('1')
  await expect(sessionBars).toHaveText('165 of this session')

  const line = await page.getByTestId('timeline').boundingBox()
  if (!line) throw new Error('no timeline')
  await page.mouse.click(line.x + line.width / 2, line.y + line.height / 2)
  await expect(clock).toHaveText(/^12:4[456]:00$/)
  await page.getByRole('button', { name: 'To the end' }).click()
  await expect(clock).toHaveText('16:00:00')
  await expect(page.getByTestId('session-state')).toHaveText('Ended')
  await page.keyboard.press('3')
  await expect(sessionBars).toHaveText('26 of this session')
  await page.keyboard.press('Home')
  await expect(clock).toHaveText('09:30:00')
  await expect(sessionBars).toHaveText('0 of this session')
  expect(lines).toEqual([])
})

test('a symbol without bars is late, then stalled, until one comes', async ({ start }) => {
  const { page, lines } = await startOn(start, demoStore('silence'))
  await ask(page, '2024-11-18', '18 Nov 2024')
  // The button names the session that was asked for, the card the one that is open.
  await expect(page.getByRole('region', { name: 'Session', exact: true })).toContainText('18 Nov 2024')
  const row = page.locator('[data-symbol="MIRVA"]')
  for (const [time, silence] of [
    ['12:38', 'late 6m'],
    ['12:43', 'stalled 11m'],
    ['12:46', 'partial'],
  ] as const) {
    await ask(page, `@${time}`, time)
    await expect(page.getByTestId('clock')).toHaveText(`${time}:00`)
    await expect(row.locator('[data-part=silence]')).toHaveText(silence)
    await expect(page.locator('[data-symbol="TDALL"] [data-part=silence]')).toHaveText('')
  }
  expect(lines).toEqual([])
})

test('another exchange is chosen without a word of complaint', async ({ start }) => {
  const store = demoStore('exchanges')
  const file = join(folder, 'COIN.csv')
  const minutes = Array.from({ length: 50 }, (_, i) => `2024-12-01T00:${10 + i}:00Z,10,11,9,10.5,100`)
  writeFileSync(file, ['time,open,high,low,close,volume', ...minutes].join('\n'))
  tapedeck('import', file, '--store', store, '--exchange', '24/7')
  const { page, lines } = await startOn(start, store)
  await page.getByRole('button', { name: /^Demo/ }).click()
  await page.getByRole('menuitemradio', { name: /^All symbols/ }).click()
  await page.getByTestId('session-button').click()
  await page.getByRole('radio', { name: '24/7' }).click()
  await expect(page.getByTestId('chart-symbol')).toHaveText('COIN')
  await expect(page.getByTestId('session-button')).toContainText('1 Dec 2024')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByText('is not part of this replay')).toHaveCount(0)
  expect(lines).toEqual([])
})

test('a session is verified with a button or a key', async ({ start }) => {
  const { page, lines, screenshot } = await startOn(start, demoStore('verify'))
  await page.keyboard.press('v')
  await expect(
    page.getByText(/^Mon 2 Dec 2024: [\d,]+ checks over 24 symbols, all of them hold\.$/),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Verify' }).click()
  await screenshot('20-verified')
  await expect(page.getByTestId('clock')).toHaveText('09:30:00')
  expect(lines).toEqual([])
})

/** Time of the first bar of a day that is on the chart, sought with the pointer from the left. */
async function firstOnChart(page: Page, symbol: string, day: string): Promise<string> {
  const box = await page.getByRole('img', { name: `Chart of ${symbol}` }).boundingBox()
  if (!box) throw new Error(`no chart of ${symbol}`)
  for (let x = box.x + 2; x < box.x + box.width; x += 2) {
    await page.mouse.move(x, box.y + box.height / 3)
    const numbers = (await page.getByTestId('bar-numbers').textContent()) ?? ''
    if (numbers.startsWith(day)) return numbers.slice(day.length + 1, day.length + 6)
  }
  throw new Error(`no bar of ${day} on the chart`)
}

test('an early close ends the session, and F puts all of it on the chart', async ({ start }) => {
  const { page, lines } = await startOn(start, demoStore('early'))
  await ask(page, '2024-11-29', 'Session Fri 29 Nov 2024')
  await expect(page.getByTestId('session-button')).toContainText('09:30–13:00 ET')
  await expect(page.getByText('Early close at 13:00 ET: day after Thanksgiving')).toBeVisible()
  await expect(page.getByTestId('minutes')).toHaveText('0 of 210')
  await page.keyboard.press('1')
  await page.keyboard.press('f')
  await page.keyboard.press('End')
  await expect(page.getByTestId('clock')).toHaveText('13:00:00')
  await expect(page.getByTestId('minutes')).toHaveText('210 of 210')
  await expect(page.getByTestId('session-bars')).toHaveText('210 of this session')
  await expect(page.getByTestId('session-state')).toHaveText('Ended')
  await expect(page.getByRole('button', { name: 'To latest' })).toBeHidden()
  expect(await firstOnChart(page, 'TDALL', 'Fri 29')).toBe('09:30')
  expect(lines).toEqual([])
})

test('imported symbols are put on the list that is shown', async ({ start }) => {
  const { app, page, lines } = await startOn(start, demoStore('import'))
  const file = join(folder, 'WXYZ.csv')
  const minutes = Array.from({ length: 30 }, (_, minute) => `2024-12-02 09:${30 + minute},10,11,9,10.5,100`)
  writeFileSync(file, ['time,open,high,low,close,volume', ...minutes].join('\n'))
  await answerOpen(app, file)
  await page.keyboard.press('Control+2')
  await page.getByRole('button', { name: 'Choose a file' }).click()
  await page.getByRole('button', { name: 'Import 1 file' }).click()
  const offer = page.getByRole('region', { name: 'Imported symbols' })
  await expect(offer).toContainText('1 imported symbol is not on the watchlist “Demo” yet.')
  await offer.getByRole('button', { name: 'Add to the watchlist' }).click()
  await expect(offer).toContainText('The imported symbols are on the watchlist “Demo”.')
  await page.getByRole('button', { name: 'To the replay' }).click()
  await expect(page.getByTestId('watchlist-name')).toHaveText('Demo')
  await page.locator('[data-symbol="WXYZ"]').click()
  await expect(page.getByRole('region', { name: 'Session', exact: true })).toContainText('csv')
  await page.keyboard.press('End')
  await expect(page.getByTestId('session-bars')).toHaveText('6 of this session')
  await expect(page.getByTestId('coverage')).toHaveText('7.6')
  expect(lines).toEqual([])
})

test('a file that is no store shows one clear error, and recent stores lead back', async ({ start }) => {
  const store = demoStore('recent')
  const gone = demoStore('gone')
  const first = await startOn(start, gone)
  await answerOpen(first.app, store)
  await first.page.keyboard.press('Control+2')
  await expect(first.page.getByRole('heading', { name: basename(gone) })).toBeVisible()
  await first.page.keyboard.press('Control+o')
  await expect(first.page.getByTestId('play')).toBeEnabled()
  await first.page.keyboard.press('Control+2')
  await expect(first.page.getByRole('heading', { name: basename(store) })).toBeVisible()
  await first.close()
  rmSync(gone)

  const { app, page, lines } = await start({ userData: first.userData })
  const recents = page.getByRole('region', { name: 'Recent stores' })
  await expect(recents.getByRole('listitem')).toHaveCount(2)
  await expect(recents.getByRole('listitem').nth(1)).toContainText('file is missing')
  await expect(recents.getByRole('button', { name: /^gone\.tapedeck/ })).toBeDisabled()

  const other = join(folder, 'prices.csv')
  writeFileSync(other, 'time,open,high,low,close,volume\n')
  await answerOpen(app, other)
  await page.getByRole('button', { name: 'Open a store' }).click()
  await expect(page.getByRole('alert')).toHaveCount(1)
  await expect(page.getByRole('alert')).toContainText(`${other} is not a Tapedeck store`)

  await recents.getByRole('button', { name: 'Take gone.tapedeck off the list' }).click()
  await expect(recents.getByRole('listitem')).toHaveCount(1)
  await recents.getByRole('button', { name: /^recent\.tapedeck/ }).click()
  await expect(page.getByTestId('play')).toBeEnabled()
  await expect(page.getByTestId('watchlist-count')).toHaveText('24')
  expect(lines).toEqual([])
})
