import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { killEngine } from './engine-process.ts'
import { expect, type StartWorkstation, test, type Workstation } from './workstation.ts'

let folder = ''

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-backtest-'))
  tapedeck('demo', '--store', join(folder, 'made.tapedeck'))
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A demo store of its own for one test, shown in the backtest view. */
async function startOnBacktest(
  start: StartWorkstation,
  name: string,
  size = { width: 1600, height: 1000 },
  userData?: string,
): Promise<Workstation> {
  const store = join(folder, `${name}.tapedeck`)
  copyFileSync(join(folder, 'made.tapedeck'), store)
  const workstation = await start({ store, ...(userData !== undefined && { userData }) })
  const { app, page } = workstation
  await expect(page.getByTestId('play')).toBeEnabled()
  await app.evaluate(
    ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
    size,
  )
  await page.keyboard.press('Control+5')
  await expect(page.getByRole('complementary', { name: 'New run' })).toBeVisible()
  return workstation
}

function formOf(page: Page): Locator {
  return page.getByRole('form', { name: 'Backtest' })
}

/** Runs what is typed and waits for its results. */
async function run(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /^Run/ }).last()).toBeEnabled()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('grid', { name: /^Trades/ })).toBeVisible({ timeout: 60_000 })
}

test('a strategy that comes with the program is run: figures, trades, statistics', async ({ start }) => {
  const { page, screenshot, lines } = await startOnBacktest(start, 'run')
  await expect(page.getByText('No backtest yet')).toBeVisible()
  await screenshot('130-backtest-empty')
  await run(page)
  await page.mouse.move(1, 1)
  await screenshot('131-backtest-results')
  await page.getByRole('tab', { name: 'Statistics' }).click()
  await screenshot('132-backtest-statistics')
  await page.getByRole('tab', { name: 'Data trust' }).click()
  await page.getByRole('button', { name: 'Test its data' }).click()
  await expect(page.getByText(/looks at nothing ahead/)).toBeVisible({ timeout: 120_000 })
  await screenshot('133-backtest-trust')
  expect(lines).toEqual([])
})

test('trades are sorted and filtered, and a click shows one in the replay', async ({ start }) => {
  const { page, screenshot, lines } = await startOnBacktest(start, 'trades')
  await run(page)
  const trades = page.getByRole('grid', { name: /^Trades/ })
  const cells = (column: string) => trades.locator(`td[data-column=${column}]`)
  await trades.getByRole('button', { name: 'P&L' }).click()
  await expect(trades.getByRole('columnheader', { name: 'P&L' })).toHaveAttribute('aria-sort', 'descending')
  const [best = '', second = ''] = await cells('pnl').allTextContents()
  expect(Number(best.slice(1))).toBeGreaterThan(Number(second.slice(1)))
  await trades.getByRole('button', { name: 'P&L' }).click()
  await expect(cells('pnl').first()).toHaveText(/^−/)
  await page.getByRole('combobox', { name: 'Symbol of trades' }).selectOption('MIRVA')
  await expect(cells('symbol').first()).toHaveText('MIRVA')
  expect(new Set(await cells('symbol').allTextContents())).toEqual(new Set(['MIRVA']))
  await page.getByRole('combobox', { name: 'Data of trades' }).selectOption('clean')
  await expect(page.getByText('No trade is like that')).toBeVisible()
  await page.getByRole('button', { name: 'Show all' }).click()

  await trades.getByRole('button', { name: '#' }).click()
  await trades.focus()
  await page.keyboard.press('End')
  await expect(trades.locator('tr[aria-selected=true]')).toBeInViewport()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  const row = trades.locator('tr[data-trade="1"]')
  await expect(row).toHaveAttribute('aria-selected', 'true')
  const entry = (await row.locator('td[data-column=entryTime]').textContent()) ?? ''
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('session-button')).toContainText(`${entry.slice(0, 6)} 2024`)
  await expect(page.getByTestId('clock')).toContainText(/^\d\d:\d\d:00/)
  await expect(page.getByTestId('play')).toBeEnabled()
  await screenshot('134-backtest-trade-in-replay')
  await page.keyboard.press('Control+5')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Two moving averages')
  await expect(row).toHaveAttribute('aria-selected', 'true')
  expect(lines).toEqual([])
})

test('a range of the calendar is tested; what is typed is checked at once and remembered', async ({
  start,
}) => {
  const { page, screenshot, userData, close } = await startOnBacktest(start, 'range', {
    width: 1280,
    height: 800,
  })
  const form = formOf(page)
  await page.keyboard.press('Control+3')
  await page.locator('[data-day="2024-11-18"][data-bars=counted]').click()
  await page.locator('[data-day="2024-11-22"]').click({ modifiers: ['Shift'] })
  await screenshot('135-backtest-calendar-range')
  await page.getByRole('button', { name: 'Backtest …' }).click()
  await expect(form.getByLabel('First session', { exact: true })).toHaveValue('2024-11-18')
  await expect(form.getByLabel('Last session', { exact: true })).toHaveValue('2024-11-22')
  await expect(page.getByText('24 symbols · 5 sessions')).toBeVisible()

  await form.getByLabel('fast').fill('1')
  await expect(form.getByRole('alert')).toHaveText('A whole number from 2 to 100.')
  await form.getByLabel('Last session', { exact: true }).fill('2024-11-01')
  await form.getByLabel('Cash').fill('-5')
  await expect(page.getByText('3 fields want another value.')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Run\b/ }).last()).toBeDisabled()
  await screenshot('136-backtest-wrong')
  await form.getByRole('button', { name: 'Params at their defaults' }).click()
  await form.getByLabel('Last session', { exact: true }).fill('2024-11-29')
  await form.getByLabel('First session', { exact: true }).fill('2024-11-28')
  await expect(form.getByText('Thu 28 Nov: Thanksgiving Day')).toBeVisible()
  await form.getByLabel('Last session', { exact: true }).fill('2024-11-28')
  await expect(form.getByText('There is no session between these days.')).toBeVisible()
  await form.getByLabel('Last session', { exact: true }).fill('2024-11-29')
  await form.getByLabel('Cash').fill('50000')
  await form.getByLabel('Symbols').selectOption('These symbols')
  await form.getByLabel('Names').fill('mirva, no')
  await expect(form.getByText('The store has no NO on this exchange.')).toBeVisible()
  await form.getByRole('button', { name: 'Add NORVA' }).click()
  await expect(form.getByLabel('Names')).toHaveValue('MIRVA NORVA ')
  await form.getByLabel('Commission').selectOption('Per share')
  await form.getByLabel('At least, an order').fill('1')
  await screenshot('137-backtest-form')
  await run(page)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('MIRVA, NORVA')
  await page.mouse.move(1, 1)
  await screenshot('138-backtest-small')
  await close()

  const again = await start({ userData, store: join(folder, 'range.tapedeck') })
  await expect(again.page.getByTestId('play')).toBeEnabled()
  await again.page.keyboard.press('Control+5')
  await expect(formOf(again.page).getByLabel('Cash')).toHaveValue('50000')
  await expect(formOf(again.page).getByLabel('Names')).toHaveValue('MIRVA NORVA ')
})

test('runs are kept: renamed, compared, run again, exported, opened from their file and removed', async ({
  start,
}) => {
  const { app, page, screenshot, lines } = await startOnBacktest(start, 'kept')
  await run(page)
  const form = formOf(page)
  await form.getByLabel('fast').fill('20')
  await form.getByLabel('Slippage').selectOption('Ticks')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('radio', { name: 'Runs 2' }).click({ timeout: 60_000 })
  const kept = page.getByRole('list', { name: 'Kept runs' })
  await expect(kept.getByRole('listitem')).toHaveCount(2)
  const doWith = async (row: number, item: string): Promise<void> => {
    await kept
      .getByRole('listitem')
      .nth(row)
      .getByRole('button', { name: /^What to do/ })
      .click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await doWith(0, 'Rename')
  await page.getByRole('dialog').getByLabel('Name').fill('Slower')
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
  await expect(kept.getByRole('listitem').first()).toContainText('Slower')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Slower')

  for (const box of await kept.getByRole('checkbox').all()) await box.check()
  await page.getByRole('button', { name: 'Compare 2' }).click()
  await expect(page.getByRole('row', { name: 'fast 20 10' })).toBeVisible()
  await expect(page.getByRole('row', { name: /^Slippage of market/ })).toContainText('1 tick')
  await page.mouse.move(1, 1)
  await screenshot('139-backtest-compare')

  await doWith(1, 'Run again')
  await expect(page.getByText('Run again: the same trades as then.')).toBeVisible({ timeout: 60_000 })
  await screenshot('140-backtest-again')
  const out = join(folder, 'exported')
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
  }, out)
  const count = await kept.getByRole('listitem').count()
  await doWith(0, 'Export to a folder')
  await expect.poll(() => existsSync(join(out, 'run.json'))).toBe(true)
  await expect(page.getByText(/was exported to/).first()).toBeVisible()
  await app.evaluate(
    ({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
    },
    join(out, 'run.json'),
  )
  await page.getByRole('button', { name: 'Open a run file' }).click()
  await expect(kept.getByRole('listitem')).toHaveCount(count + 1, { timeout: 60_000 })
  await doWith(0, 'Remove')
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(kept.getByRole('listitem')).toHaveCount(count)
  expect(lines).toEqual([])
})

test('a run is watched and cancelled; one that fails says where', async ({ start }) => {
  const userData = mkdtempSync(join(folder, 'user-'))
  const strategies = join(userData, 'strategies')
  mkdirSync(strategies)
  writeSlow(strategies)
  writeFileSync(
    join(strategies, 'faulty.js'),
    `import { defineStrategy } from 'tapedeck'
export default defineStrategy({
  name: 'Faulty',
  onBar(ctx, bar) {
    if (ctx.now > ${Date.parse('2024-11-18T15:00:00Z')}) throw new Error('nothing to hold')
  },
})
`,
  )
  const { page, screenshot } = await startOnBacktest(start, 'fails', undefined, userData)
  const form = formOf(page)
  await form.getByLabel('Strategy', { exact: true }).selectOption({ label: 'Slow · slow.js' })
  await page.keyboard.press('Control+Enter')
  const progress = page.getByTestId('backtest-progress')
  await expect(progress).toContainText('Running', { timeout: 30_000 })
  await expect(progress).toContainText(/of [\d,]+ bars · .* left/, { timeout: 30_000 })
  await screenshot('141-backtest-running')
  await page.keyboard.press('Control+1')
  await expect(page.getByTestId('backtest-sign')).toContainText(/Backtest: running \d+ %/)
  await page.getByTestId('backtest-sign').click()
  await page.getByRole('button', { name: 'Cancel Slow' }).click()
  await expect(progress).toBeHidden({ timeout: 30_000 })
  await expect(page.getByText('No backtest yet')).toBeVisible()

  await form.getByLabel('Strategy', { exact: true }).selectOption({ label: 'Faulty · faulty.js' })
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Faulty failed')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('button', { name: 'Open line 5' })).toBeVisible()
  await screenshot('142-backtest-failed')
})

test('an engine that ends takes the run with it, and says so; kept runs are there as before', async ({
  start,
}) => {
  const userData = mkdtempSync(join(folder, 'user-'))
  const strategies = join(userData, 'strategies')
  mkdirSync(strategies)
  writeSlow(strategies)
  const { app, page, screenshot } = await startOnBacktest(start, 'killed', undefined, userData)
  await run(page)
  await formOf(page).getByLabel('Strategy', { exact: true }).selectOption({ label: 'Slow · slow.js' })
  await page.keyboard.press('Control+Enter')
  await expect(page.getByTestId('backtest-progress')).toContainText('Running', { timeout: 30_000 })
  await killEngine(app)
  await expect(page.getByText('The engine ended during the run. Run it again.')).toBeVisible({
    timeout: 30_000,
  })
  await screenshot('143-backtest-engine-ended')
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByRole('button', { name: 'Show the runs that were kept' }).click()
  await page.getByRole('list', { name: 'Kept runs' }).getByRole('button', { pressed: false }).first().click()
  await expect(page.getByRole('grid', { name: /^Trades/ })).toBeVisible({ timeout: 30_000 })
})

test('a store that another window owns is tested all the same', async ({ start }) => {
  const owner = await startOnBacktest(start, 'owned')
  await expect(owner.page.getByTestId('engine-state')).toContainText('Engine ready')
  const { page } = await start({ store: join(folder, 'owned.tapedeck') })
  await expect(page.getByText('read-only', { exact: true })).toBeVisible()
  await page.keyboard.press('Control+5')
  await run(page)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Two moving averages')
})

/** A strategy that takes minutes. */
function writeSlow(strategies: string): void {
  writeFileSync(
    join(strategies, 'slow.js'),
    `import { defineStrategy } from 'tapedeck'
export default defineStrategy({
  name: 'Slow',
  onBar(ctx, bar) {
    let sum = 0
    for (let step = 0; step < 200000; step++) sum += step % 7
    if (sum < 0) ctx.log('never')
  },
})
`,
  )
}
