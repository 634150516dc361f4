import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { killEngine } from './engine-process.ts'
import { expect, test } from './workstation.ts'

const answers = process.env.TAPEDECK_ANSWERS
const session = '2013-10-11'
/** Regular minutes of the session that have a bar in the files. */
const symbols = { SPY: 390, AIG: 390, BAC: 390, IBM: 389 } as const

/** Answers the next native dialogs as a person would who takes these paths. */
async function answerDialogs(app: ElectronApplication, paths: { save: string; open: string }): Promise<void> {
  await app.evaluate(({ dialog }, { save, open }) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: save })
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [open] })
  }, paths)
}

/** Makes a store and imports the folder of real bars into it, as a person does it. */
async function importReal(
  app: ElectronApplication,
  page: Page,
  store: string,
  screenshot: (name: string) => Promise<void> = async () => {},
): Promise<void> {
  await answerDialogs(app, { save: store, open: join(answers ?? '', 'data', 'lean') })
  await page.getByRole('button', { name: 'New store' }).click()
  await page.getByRole('button', { name: 'Choose a folder' }).click()
  await expect(page.getByRole('button', { name: /^Import \d+ files/ })).toBeEnabled()
  await screenshot('02-import-preview')
  await page.getByRole('button', { name: /^Import \d+ files/ }).click()
  await expect(page.getByTestId('import-report')).toBeVisible({ timeout: 60_000 })
  await screenshot('03-import-report')
}

/** Bars as the command line gives them: a line a bar, its UTC start first. */
function storedBars(store: string, symbol: string, interval: string): readonly string[][] {
  const what = ['--symbol', symbol, '--session', session, '--interval', interval]
  const csv = tapedeck('bars', '--store', store, ...what)
  return csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
}

/** Wall time of New York in October of a UTC time. */
function exchangeTime(utc: string): string {
  const hours = Number(utc.slice(11, 13)) - 4
  return `${String(hours).padStart(2, '0')}${utc.slice(13, 16)}`
}

function commas(volume = ''): string {
  return Number(volume).toLocaleString('en-US')
}

/** Minutes from one wall time to another of the same day, "09:30" or "09:30:15". */
function minutesBetween(from: string, to: string): number {
  const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
  return minutes(to) - minutes(from)
}

/** The numbers of a bar as they stand over the chart: open, high, low, close, volume. */
const barNumbers =
  /^Fri 11 (\d\d:\d\d)\s*O ([\d.]+)\s*H ([\d.]+)\s*L ([\d.]+)\s*C ([\d.]+)\s*V (\d{1,3}(?:,\d{3})*)/

/** Zooms out until the whole session is on the chart, walks the pointer over it and notes every bar's numbers. */
async function readChart(page: Page, symbol: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const box = await page.getByRole('img', { name: `Chart of ${symbol}` }).boundingBox()
  if (!box) throw new Error(`no chart of ${symbol}`)
  const y = box.y + box.height / 3
  const numbersAt = async (x: number): Promise<string> => {
    await page.mouse.move(x, y)
    return (await page.getByTestId('bar-numbers').textContent()) ?? ''
  }
  for (let turn = 0; turn < 20 && barNumbers.test(await numbersAt(box.x + 4)); turn++) {
    await numbersAt(box.x + box.width * 0.9)
    await page.mouse.wheel(0, 60)
  }
  const bars = new Map<string, readonly string[]>()
  for (let x = box.x + 1; x < box.x + box.width; x += 1) {
    const [, time, ...numbers] = barNumbers.exec(await numbersAt(x)) ?? []
    if (time !== undefined) bars.set(time, numbers)
  }
  return bars
}

test.describe('a real session', () => {
  test.setTimeout(300_000)
  test.skip(!answers, 'the real bars are not on this machine')

  test('is imported through the screen, played to the close, and the chart shows what the store holds', async ({
    start,
  }, testInfo) => {
    const { app, page, lines, screenshot } = await start()
    const store = testInfo.outputPath('real.tapedeck')
    await screenshot('01-welcome')
    await importReal(app, page, store, screenshot)
    await page.getByRole('button', { name: 'To the replay' }).click()

    await page.getByTestId('session-button').click()
    await page.getByRole('textbox', { name: 'Date of a session' }).fill(session)
    await screenshot('04-session-picker')
    await page.getByRole('textbox', { name: 'Date of a session' }).press('Enter')
    await expect(page.getByTestId('session-button')).toContainText('11 Oct 2013')
    await page.locator('[data-symbol="SPY"]').click()
    await page.getByRole('radio', { name: '1m' }).click()
    await expect(page.getByTestId('chart-symbol')).toHaveText('SPY')
    await screenshot('05-at-the-open')

    await page.getByTestId('speed').click()
    await page.getByRole('menuitemradio', { name: /^600×/ }).click()
    await page.getByTestId('play').click()
    await expect(page.getByTestId('clock')).toHaveText(/^1[1-5]:/, { timeout: 30_000 })
    await screenshot('06-playing')
    await expect(page.getByTestId('clock')).toHaveText('16:00:00', { timeout: 90_000 })
    await screenshot('07-at-the-close')

    for (const [symbol, expected] of Object.entries(symbols)) {
      await page.locator(`[data-symbol="${symbol}"]`).click()
      await expect(page.getByTestId('chart-symbol')).toHaveText(symbol)
      await expect(page.getByTestId('session-bars')).toHaveText(`${expected} of this session`)
      await screenshot(`08-${symbol}`)
    }
    await page.locator('[data-symbol="SPY"]').click()
    await expect(page.getByTestId('session-bars')).toHaveText('390 of this session')
    const shown = await readChart(page, 'SPY')
    const stored = storedBars(store, 'SPY', '1m')
    expect(stored).toHaveLength(390)
    await screenshot('09-zoomed-out')
    expect([...shown]).toEqual(
      stored.map(([time = '', open, high, low, close, volume]) => [
        exchangeTime(time),
        [open, high, low, close].map((price) => Number(price).toFixed(2)).concat(commas(volume)),
      ]),
    )
    expect(lines).toEqual([])
  })

  test('goes on at the same minute when the engine is killed while it plays', async ({ start }, testInfo) => {
    const { app, page, lines, screenshot } = await start()
    await importReal(app, page, testInfo.outputPath('real.tapedeck'))
    await page.getByRole('button', { name: 'To the replay' }).click()
    await page.getByTestId('play').click()
    await expect(page.getByTestId('clock')).toHaveText(/^09:3[3-9]/, { timeout: 60_000 })

    await killEngine(app)
    const banner = page.getByRole('status').filter({ hasText: 'The engine stopped; restarting' })
    await expect(banner).toBeVisible()
    const [, said] = /comes back at (\d\d:\d\d) ET/.exec((await banner.textContent()) ?? '') ?? []
    await screenshot('10-engine-restarting')
    await expect(banner).toBeHidden()
    const clock = (await page.getByTestId('clock').textContent()) ?? ''
    expect(minutesBetween(said ?? '', clock)).toBeGreaterThanOrEqual(0)
    expect(minutesBetween(said ?? '', clock)).toBeLessThanOrEqual(2)
    await expect(page.getByTestId('play')).toHaveAccessibleName('Pause')
    await expect
      .poll(async () => minutesBetween(clock, (await page.getByTestId('clock').textContent()) ?? ''))
      .toBeGreaterThan(2)
    await screenshot('11-engine-back')
    expect(lines.filter((line) => !line.includes('exit code'))).toEqual([])
  })
})
