import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Locator, Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { expect, test } from './workstation.ts'

const screens = join(import.meta.dirname, '..', 'test-results', 'screens')
const answers = process.env.TAPEDECK_ANSWERS
const symbols = ['SPY', 'AIG', 'BAC', 'IBM']
const [first, last] = ['2013-10-07', '2013-10-11']

/** What a run on the command line says, as far as it is compared. */
interface TradeOfRun {
  readonly symbol: string
  readonly entryTime: string
  /** None of a trade that is open still. */
  readonly exitTime?: string | null
  readonly pnl: number
}

/** Answers the next native dialogs as a person would who takes these paths. */
async function answerDialogs(
  app: ElectronApplication,
  paths: { save?: string; open: string },
): Promise<void> {
  await app.evaluate(({ dialog }, { save, open }) => {
    if (save !== undefined) dialog.showSaveDialog = async () => ({ canceled: false, filePath: save })
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [open] })
  }, paths)
}

/** The trades of a strategy on the command line, with the form's other settings at their defaults. */
function tradesOfCommand(store: string, strategy: string): readonly TradeOfRun[] {
  const what = ['--store', store, '--strategy', strategy, '--symbols', symbols.join(',')]
  const text = tapedeck('backtest', ...what, '--from', first, '--to', last, ...costs, '--json')
  return (JSON.parse(text) as { readonly trades: readonly TradeOfRun[] }).trades
}

const costs = ['--commission', 'per-share:0.005', '--cash', '100000', '--view', 'as-traded']

/** Puts the cursor behind a piece of the strategy's text. */
async function goBehind(page: Page, piece: string): Promise<void> {
  await textOf(page).focus()
  await page.keyboard.press('Control+f')
  await expect(page.getByRole('textbox', { name: 'Find' })).toBeFocused()
  await page.keyboard.type(piece)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ArrowRight')
}

function textOf(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Text of the strategy' })
}

/** "07 Oct 10:04" of a UTC time: wall time of New York in October, as a table of trades says it. */
function exchangeTime(utc: string): string {
  const wall = new Date(Date.parse(utc) - 4 * 3_600_000).toISOString()
  return `${Number(wall.slice(8, 10))} Oct ${wall.slice(11, 16)}`
}

/** "−9.16"; what rounds to nothing has no sign. */
function signedMoney(amount: number): string {
  const cents = Math.round(Math.abs(amount) * 100)
  const text = (cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  return cents === 0 ? text : `${amount < 0 ? '−' : '+'}${text}`
}

/** A column of a table of trades, of the rows in sight. */
function cells(trades: Locator, column: string): Locator {
  return trades.locator(`td[data-column=${column}]`)
}

test.describe('a strategy on real bars', () => {
  test.setTimeout(600_000)
  test.skip(!answers, 'the real bars are not on this machine')

  test('is written in the editor, run, followed trade by trade in the replay, and reported', async ({
    start,
  }, testInfo) => {
    const { app, page, lines, userData, screenshot } = await start()
    const store = testInfo.outputPath('real.tapedeck')
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1600, 1000))
    await answerDialogs(app, { save: store, open: join(answers ?? '', 'data', 'lean') })
    await page.getByRole('button', { name: 'New store' }).click()
    await page.getByRole('button', { name: 'Choose a folder' }).click()
    await page.getByRole('button', { name: /^Import \d+ files/ }).click({ timeout: 60_000 })
    await expect(page.getByTestId('import-report')).toBeVisible({ timeout: 120_000 })

    // Write: the template, one line of it changed by typing.
    await page.getByRole('button', { name: 'Backtest', exact: true }).click()
    await page.getByRole('radio', { name: 'Strategy', exact: true }).click()
    await page.getByRole('button', { name: 'New', exact: true }).click()
    await page.getByRole('menuitem', { name: 'From the template' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Above the average')
    await page.getByRole('button', { name: 'Create' }).click()
    await expect(textOf(page)).toContainText('defineStrategy')
    await goBehind(page, 'default: 20')
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Backspace')
    await page.keyboard.type('60')
    await expect(page.getByText('Not saved', { exact: true })).toBeVisible()
    await page.keyboard.press('Control+s')
    await expect(page.getByText(/^Saved/)).toBeVisible()
    await expect(page.getByRole('region', { name: 'Problems' })).toContainText('No problems', {
      timeout: 60_000,
    })
    const file = join(userData, 'strategies', 'above-the-average.ts')
    expect(readFileSync(file, 'utf8')).toContain('default: 60')
    await screenshot('150-real-strategy')

    // Run.
    const form = page.getByRole('form', { name: 'Backtest' })
    await form.getByLabel('Exchange').selectOption('XNYS')
    await form.getByLabel('Symbols').selectOption('These symbols')
    await form.getByLabel('Names').fill(symbols.join(' '))
    await form.getByLabel('First session', { exact: true }).fill(first)
    await form.getByLabel('Last session', { exact: true }).fill(last)
    await form.getByLabel('Commission').selectOption('Per share')
    await form.getByLabel('Money a share').fill('0.005')
    await form.getByRole('radio', { name: 'As traded' }).click()
    await expect(page.getByText('4 symbols · 5 sessions')).toBeVisible()
    // The text's button is the one that stands out; the form's names what it runs, which is the text that was made.
    await expect(page.locator('.cm-tooltip')).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Run', exact: true })).toHaveCount(1)
    await expect(page.getByRole('button', { name: 'Run Above the average' })).toBeEnabled()
    await screenshot('151-real-form')
    await textOf(page).focus()
    await page.keyboard.press('Control+Enter')
    const trades = page.getByRole('grid', { name: /^Trades/ })
    await expect(trades).toBeVisible({ timeout: 120_000 })
    await page.mouse.move(1, 1)
    await screenshot('152-real-results')

    // What stands on the screen is what the command line says of the same store.
    const expected = tradesOfCommand(store, file)
    expect(expected.length).toBeGreaterThan(20)
    const net = expected.reduce((sum, { pnl }) => sum + pnl, 0)
    await expect(page.getByRole('tab', { name: `Trades ${expected.length}` })).toBeVisible()
    await expect(page.locator('[data-figure=profit]')).toContainText(signedMoney(net))
    const inSight = await cells(trades, 'symbol').count()
    const listed = expected.slice(0, inSight)
    expect(await cells(trades, 'symbol').allTextContents()).toEqual(listed.map(({ symbol }) => symbol))
    expect(await cells(trades, 'pnl').allTextContents()).toEqual(listed.map(({ pnl }) => signedMoney(pnl)))
    expect(await cells(trades, 'entryTime').allTextContents()).toEqual(
      listed.map(({ entryTime }) => exchangeTime(entryTime)),
    )

    const even = cells(trades, 'pnl').filter({ hasText: /^0\.00$/ })
    await expect(even.first().locator('span')).toHaveClass(/text-ink/)

    await page.getByRole('tab', { name: 'Statistics' }).click()
    await page.mouse.move(1, 1)
    await screenshot('153-real-statistics')
    await page.getByRole('tab', { name: 'Data trust' }).click()
    await page.getByRole('button', { name: 'Test its data' }).click()
    await expect(page.getByText(/looks at nothing ahead/)).toBeVisible({ timeout: 240_000 })
    await page.mouse.move(1, 1)
    await screenshot('154-real-trust')

    // Step back over a trade: what it did goes, and comes again.
    await page.getByRole('tab', { name: /^Trades/ }).click()
    await cells(trades, 'symbol').nth(5).click()
    const { symbol = '', entryTime = '' } = expected[5] ?? {}
    await expect(page.getByTestId('chart-symbol')).toHaveText(symbol)
    await expect(page.getByTestId('clock')).toHaveText(`${minuteAfter(exchangeTime(entryTime))}:00`, {
      timeout: 60_000,
    })
    const chart = page.getByRole('img', { name: `Chart of ${symbol}` })
    const fills = fillsOf(expected, [symbol], entryTime).length
    await expect(page.getByTestId('shown-run')).toContainText('Above the average')
    await expect(chart).toHaveAttribute('data-fills', String(fills))
    const rows = page.getByTestId('fill-row')
    const count = page.getByTestId('trade-count')
    const known = fillsOf(expected, symbols, entryTime).length
    await expect(count).toHaveText(String(known))
    await expect(rows.first()).toContainText(symbol)
    await page.mouse.move(1, 1)
    await screenshot('155-real-trade')
    await page.keyboard.press('ArrowLeft')
    await expect(chart).toHaveAttribute('data-fills', String(fills - 1))
    const earlier = fillsOf(expected, symbols, entryTime).filter((time) => time < entryTime)
    await expect(count).toHaveText(String(earlier.length))
    await page.mouse.move(1, 1)
    await screenshot('156-real-step-back')
    await page.keyboard.press('ArrowRight')
    await expect(chart).toHaveAttribute('data-fills', String(fills))
    await expect(count).toHaveText(String(known))
    await page.keyboard.press('End')
    await expect(page.getByTestId('clock')).toHaveText('16:00:00', { timeout: 60_000 })
    await expect(page.getByTestId('count-pending')).toHaveText('0', { timeout: 60_000 })
    await page.mouse.move(1, 1)
    await screenshot('157-real-day-of-trades')

    // Report.
    await page.getByRole('button', { name: 'Backtest', exact: true }).click()
    const folder = testInfo.outputPath('report')
    await answerDialogs(app, { open: folder })
    await page.getByRole('button', { name: 'Export to a folder …' }).click()
    await expect(page.getByText(/was exported to/).first()).toBeVisible({ timeout: 60_000 })
    await screenshot('158-real-exported')
    expect(existsSync(join(folder, 'report.html'))).toBe(true)
    const report = await openPage(app, join(folder, 'report.html'))
    await expect(report.getByRole('heading', { level: 1 })).toContainText('Above the average')
    await expect(report.locator('table.trades tbody').locator('tr')).toHaveCount(expected.length)
    await report.screenshot({ path: join(screens, '159-real-report.png') })
    expect(lines).toEqual([])
  })
})

/** The minute after "7 Oct 10:04", as the clock says it. */
function minuteAfter(time: string): string {
  const [hour = 0, minute = 0] = time.slice(-5).split(':').map(Number)
  const next = hour * 60 + minute + 1
  return `${String(Math.floor(next / 60)).padStart(2, '0')}:${String(next % 60).padStart(2, '0')}`
}

/** Times of the fills of symbols on the day of a time, up to it; every fill opened or closed a whole trade. */
function fillsOf(
  trades: readonly TradeOfRun[],
  ofSymbols: readonly string[],
  time: string,
): readonly string[] {
  const times = trades
    .filter(({ symbol }) => ofSymbols.includes(symbol))
    .flatMap(({ entryTime, exitTime }) => [entryTime, ...(exitTime ? [exitTime] : [])])
  return times.filter((one) => one.startsWith(time.slice(0, 10)) && one <= time)
}

/** A file in a window of its own, as a browser shows it. */
async function openPage(app: ElectronApplication, path: string): Promise<Page> {
  const opened = app.waitForEvent('window')
  await app.evaluate(async ({ BrowserWindow }, file) => {
    const window = new BrowserWindow({ width: 1100, height: 900, show: true })
    await window.loadFile(file)
  }, path)
  return opened
}
