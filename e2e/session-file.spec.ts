import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { expect, type StartWorkstation, test, type Workstation } from './workstation.ts'

let folder = ''
let store = ''

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-session-file-'))
  store = join(folder, 'demo.tapedeck')
  tapedeck('demo', '--store', store)
})

test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function startOnDemo(start: StartWorkstation): Promise<Workstation> {
  const workstation = await start({ store })
  await expect(workstation.page.getByTestId('play')).toBeEnabled()
  await expect(workstation.page.getByTestId('chart-bars')).toBeVisible()
  await workstation.page.mouse.move(1, 1)
  return workstation
}

/** Answers the next native dialogs with a path. */
async function answerDialogs(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen })
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, path)
}

/** What a session file says of a replay, as it is on the screen. */
async function shownState(page: Page): Promise<unknown> {
  return {
    session: await page.getByTestId('session-button').textContent(),
    symbols: await page
      .locator('[data-symbol]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-symbol'))),
    interval: await page.getByRole('radio', { name: '15m', exact: true }).getAttribute('aria-checked'),
    hours: await page.getByRole('radio', { name: 'Extended' }).getAttribute('aria-checked'),
    speed: await page.getByTestId('speed').textContent(),
    chartBars: await page.getByTestId('chart-bars').textContent(),
  }
}

/** Lets a file with that text fall on the window. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  await page.evaluate(
    ([fileName, content]) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([content ?? ''], fileName ?? ''))
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    },
    [name, text],
  )
}

test('a replay is saved as a session file, and the file opens it again as it was', async ({ start }) => {
  const path = join(folder, 'saved.json')
  const first = await startOnDemo(start)
  await answerDialogs(first.app, path)
  await first.page.getByRole('radio', { name: '15m', exact: true }).click()
  await first.page.getByRole('radio', { name: 'Extended' }).click()
  await first.page.keyboard.press('[')
  await expect(first.page.getByTestId('session-button')).toContainText('29 Nov 2024')
  await first.page.getByTestId('speed').click()
  await first.page.getByRole('menuitemradio', { name: /^300×/ }).click()
  await expect(first.page.getByTestId('chart-bars')).toBeVisible()
  const before = await shownState(first.page)
  await first.page.keyboard.press('Control+s')
  await expect(first.page.getByText(/^The replay was saved as saved\.json/)).toBeVisible()
  const saved = JSON.parse(readFileSync(path, 'utf8'))
  expect(saved).toMatchObject({
    session: '2024-11-29',
    exchange: 'XNYS',
    hours: 'all',
    intervals: ['15m'],
    trailing: [
      { sessions: 5, interval: '1m' },
      { sessions: 5, interval: '5m' },
    ],
    speed: 300,
  })
  expect(first.lines).toEqual([])
  await first.close()

  const { app, page, lines, screenshot } = await startOnDemo(start)
  await answerDialogs(app, path)
  await page.keyboard.press('Control+Shift+O')
  const sheet = page.getByRole('dialog', { name: 'Before the run' })
  await expect(sheet).toContainText('saved.json')
  await expect(sheet.getByRole('region', { name: 'What will be replayed' })).toContainText('Fri 29 Nov 2024')
  await expect(sheet.getByTestId('needs')).toContainText('5 trailing sessions of 1m')
  await expect(sheet.getByTestId('needs')).not.toContainText('missing')
  await screenshot('70-before-the-run')
  await expect(sheet.getByRole('button', { name: 'Start' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(sheet).toBeHidden()
  await expect(page.getByTestId('watchlist-name')).toHaveText('saved.json')
  await expect(page.getByTestId('play')).toBeEnabled()
  await expect.poll(() => shownState(page)).toEqual(before)
  await screenshot('71-started-from-a-file')

  await answerDialogs(app, join(folder, 'again.json'))
  await page.keyboard.press('Control+s')
  await expect(page.getByText(/^The replay was saved as again\.json/)).toBeVisible()
  expect(JSON.parse(readFileSync(join(folder, 'again.json'), 'utf8'))).toEqual(saved)
  expect(lines).toEqual([])
})

test('what is missing is said before the run, by name, and shown in the data', async ({ start }) => {
  const path = join(folder, 'wide.json')
  writeFileSync(
    path,
    JSON.stringify({
      from: '2024-11-27',
      to: '2024-12-03',
      symbols: ['NORVA', 'ZZZZ', 'TDALL'],
      exchange: 'XNYS',
      trailing: [
        { sessions: 20, interval: '1m' },
        { sessions: 10, interval: '1d', symbols: ['NORVA'] },
      ],
      intervals: ['5m'],
      indicators: [{ name: 'sma', interval: '5m', params: { period: 100 } }],
      strategy: { file: 'averages.ts' },
      costs: { commission: 'per-share:0.005' },
      speed: 'max',
    }),
  )
  const { app, page, lines, screenshot } = await startOnDemo(start)
  await answerDialogs(app, path)
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Symbol, time/).fill('open a session file')
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: 'Before the run' })
  await expect(sheet.getByTestId('left-out')).toContainText(
    /ZZZZ.*the store has no bars of it; import some first/,
  )
  const needs = sheet.getByTestId('needs')
  await expect(needs.getByRole('row').filter({ hasText: 'the 4 sessions of the run' })).toContainText(
    'partly',
  )
  await expect(needs).toContainText('sma of 5m needs 100 bars for its first value')
  await expect(needs).toContainText('20 trailing sessions of 1m')
  const idle = sheet.getByRole('region', { name: 'Without effect in a replay' })
  await expect(idle).toContainText('a strategy belongs to backtests')
  await expect(idle).toContainText('costs belong to backtests')
  await screenshot('72-missing-before-the-run')
  await sheet.getByRole('button', { name: 'Show missing in data' }).click()
  const missing = page.getByRole('region', { name: 'Missing for the run' })
  await expect(missing).toContainText('wide.json')
  await expect(missing.getByTestId('left-out')).toContainText('ZZZZ')
  await screenshot('73-missing-in-data')
  await missing.getByRole('button', { name: 'Look again' }).click()
  await sheet.getByRole('button', { name: 'Start' }).click()
  await expect(page.getByTestId('session-button')).toContainText('27 Nov 2024')
  await expect(page.locator('[data-symbol]')).toHaveCount(2)
  await expect(page.getByTestId('speed')).toContainText('max')
  await expect(page.getByTestId('indicator-1')).toContainText('SMA')
  await page.keyboard.press('Space')
  await expect(page.getByTestId('session-button')).toContainText('3 Dec 2024')
  await expect(page.getByTestId('clock')).toContainText('16:00')
  expect(lines).toEqual([])
})

test('a file that cannot be read says what is wrong, and where', async ({ start }) => {
  const path = join(folder, 'wrong.json')
  writeFileSync(path, '{"session":"2024-11-29","symbols":["NORVA"],"trialing":5}')
  const { app, page, lines, screenshot } = await startOnDemo(start)
  await answerDialogs(app, path)
  await page.keyboard.press('Control+Shift+O')
  const sheet = page.getByRole('dialog', { name: 'Before the run' })
  await expect(sheet.getByRole('alert')).toContainText(
    'wrong.json: unknown key "trialing"; did you mean "trailing"?',
  )
  await screenshot('74-unreadable-session-file')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()

  await drop(page, 'dropped.json', '{"session":"2024-11-29","symbols":["NORVA"],"sped":5}')
  await expect(sheet.getByRole('alert')).toContainText(
    'dropped.json: unknown key "sped"; did you mean "speed"?',
  )
  await page.keyboard.press('Escape')
  await drop(page, 'dropped.json', '{"session":"2024-11-29","symbols":["NORVA"],"trailing":0}')
  await sheet.getByRole('button', { name: 'Start' }).click()
  await expect(page.getByTestId('watchlist-name')).toHaveText('dropped.json')
  await expect(page.getByTestId('session-button')).toContainText('29 Nov 2024')
  await drop(page, 'bars.csv', 'time,open')
  await expect(
    page.getByText('bars.csv is no session file; those end with .json.', { exact: true }),
  ).toBeVisible()
  expect(lines).toEqual([])
})
