import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { expect, type StartWorkstation, test, type Workstation } from './workstation.ts'

let folder = ''

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-long-lists-'))
  tapedeck('demo', '--store', join(folder, 'made.tapedeck'))
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function startOn(
  start: StartWorkstation,
  name: string,
  view: string,
  size: { readonly width: number; readonly height: number },
): Promise<Workstation> {
  const store = join(folder, `${name}.tapedeck`)
  copyFileSync(join(folder, 'made.tapedeck'), store)
  const workstation = await start({ store })
  const { app, page } = workstation
  await app.evaluate(
    ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
    size,
  )
  await expect(page.getByTestId('play')).toBeEnabled()
  await page.keyboard.press(view)
  return workstation
}

/** Runs the strategy that comes with the program, and waits for its trades. */
async function runBacktest(page: Page): Promise<Locator> {
  await expect(page.getByRole('button', { name: /^Run/ }).last()).toBeEnabled()
  await page.keyboard.press('Control+Enter')
  const trades = page.getByRole('grid', { name: /^Trades; Enter shows/ })
  await expect(trades).toBeVisible({ timeout: 60_000 })
  return trades
}

/** What a screen reader is told of a list that has the focus. */
interface Told {
  /** From 1, the head included where it is a row; undefined where no row is told of. */
  readonly row: number | undefined
  readonly chosen: boolean
  /** Whether all of it can be seen: inside what scrolls, and not under a head that stays. */
  readonly inSight: boolean
}

function toldOf(list: Locator): Promise<Told> {
  return list.evaluate((element) => {
    const row = document.getElementById(element.getAttribute('aria-activedescendant') ?? '')
    if (!row || !element.contains(row)) return { row: undefined, chosen: false, inSight: false }
    const scrolls = getComputedStyle(element).overflowY === 'auto' ? element : element.parentElement
    const room = (scrolls ?? element).getBoundingClientRect()
    const head = element.querySelector('th, [role=columnheader]')?.getBoundingClientRect()
    const { top, bottom } = row.getBoundingClientRect()
    return {
      row: Number(row.getAttribute('aria-rowindex') ?? row.getAttribute('aria-posinset')),
      chosen: row.getAttribute('aria-selected') === 'true',
      inSight: top > (head?.bottom ?? room.top) - 1 && bottom < room.bottom + 1,
    }
  })
}

/** That the row is chosen, all of it in sight, and the one that a screen reader is told of. */
async function expectTold(list: Locator, row: number): Promise<void> {
  await expect.poll(() => toldOf(list)).toEqual({ row, chosen: true, inSight: true })
}

const nothingTold: Told = { row: undefined, chosen: false, inSight: false }

test('trades of a run are walked to both ends; another order begins at its top; it is left and found again as it was', async ({
  start,
}) => {
  const { page, lines, screenshot } = await startOn(start, 'trades', 'Control+5', {
    width: 1280,
    height: 800,
  })
  const trades = await runBacktest(page)
  const rows = Number(await trades.getAttribute('aria-rowcount'))
  expect(rows).toBeGreaterThan(100)
  expect(await trades.locator('tr[data-trade]').count()).toBeLessThan(60)

  await trades.focus()
  expect(await toldOf(trades)).toEqual(nothingTold)
  await page.keyboard.press('ArrowUp')
  await expectTold(trades, 2)
  await page.keyboard.press('ArrowUp')
  await expectTold(trades, 2)
  await page.keyboard.press('PageDown')
  await expect.poll(async () => (await toldOf(trades)).row ?? 0).toBeGreaterThan(5)
  const step = ((await toldOf(trades)).row ?? 0) - 2
  await expectTold(trades, 2 + step)
  await page.keyboard.press('PageDown')
  await expectTold(trades, 2 + 2 * step)
  await page.keyboard.press('End')
  await expectTold(trades, rows)
  // Up again, to rows that come to lie right below the head.
  await page.keyboard.press('PageUp')
  await page.keyboard.press('PageUp')
  await expectTold(trades, rows - 2 * step)
  await page.keyboard.press('Home')
  await expectTold(trades, 2)
  await page.keyboard.press('End')
  await expectTold(trades, rows)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('PageDown')
  await expectTold(trades, rows)
  await screenshot('144-backtest-last-trade')

  // Left and found again: the same rows in sight, without a key pressed.
  await page.keyboard.press('Control+1')
  await expect(trades).toBeHidden()
  await page.keyboard.press('Control+5')
  await expectTold(trades, rows)

  // A button of the head has its Enter; the arrows from there go back to the rows.
  const button = trades.getByRole('button', { name: 'P&L' })
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(trades.getByRole('columnheader', { name: 'P&L' })).toHaveAttribute('aria-sort', 'descending')
  await expect(button).toBeFocused()
  await expect(trades.locator('tr[aria-rowindex="2"]')).toBeInViewport({ ratio: 1 })
  await page.keyboard.press('Home')
  await expect(trades).toBeFocused()
  await expectTold(trades, 2)
  await page.keyboard.press('End')
  await expectTold(trades, rows)
  await button.click()
  await expect(trades.locator('tr[aria-rowindex="2"]')).toBeInViewport({ ratio: 1 })
  await expect(trades.locator('tr[aria-rowindex="2"]')).toHaveAttribute('aria-selected', 'true')
  expect(lines).toEqual([])
})

test('symbols of a session are walked to both ends, and Enter opens the chosen one', async ({ start }) => {
  const { page, lines, screenshot } = await startOn(start, 'symbols', 'Control+3', {
    width: 1100,
    height: 700,
  })
  const day = page.locator('[data-day="2024-11-18"]')
  await expect(day).toHaveAttribute('data-bars', 'counted')
  await day.click()
  const symbols = page.getByRole('listbox', { name: /^Quality by symbol/ })
  await symbols.focus()
  await expectTold(symbols, 1)
  await page.keyboard.press('End')
  await expectTold(symbols, 24)
  await page.keyboard.press('ArrowDown')
  await expectTold(symbols, 24)
  await screenshot('99-calendar-last-symbol')
  await page.keyboard.press('PageUp')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowUp')
  await expectTold(symbols, 1)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expectTold(symbols, 3)
  const name = await symbols.getByRole('option', { selected: true }).getAttribute('aria-label')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('session-button')).toContainText('Mon 18 Nov 2024')
  await expect(page.getByTestId('chart-symbol')).toHaveText(name?.split(':')[0] ?? '')
  expect(lines).toEqual([])
})

test('trades under the replay are walked row by row, Home and End leave the chosen one, and there may be none', async ({
  start,
}) => {
  const { page, lines, screenshot } = await startOn(start, 'fills', 'Control+5', {
    width: 1600,
    height: 1000,
  })
  const form = page.getByRole('form', { name: 'Backtest' })
  await form.getByLabel('Symbols').selectOption('These symbols')
  await form.getByLabel('Names').fill('MIRVA')
  await (await runBacktest(page)).locator('tr[data-trade="5"] td[data-column=exitTime]').click()
  await expect(page.getByTestId('shown-run')).toContainText('Two moving averages')
  await expect(page.getByTestId('play')).toBeEnabled()
  const fills = page.getByRole('grid', { name: /^Trades; Enter takes/ })
  const count = page.getByTestId('trade-count')
  await expect(page.getByTestId('fill-row').first()).toBeVisible()
  await page.keyboard.press('End')
  await expect(page.getByTestId('clock')).toHaveText('16:00:00')
  await expect.poll(async () => Number(await count.textContent())).toBeGreaterThan(8)
  const rows = Number(await count.textContent()) + 1
  await expect(fills).toHaveAttribute('aria-rowcount', String(rows))

  await fills.focus()
  await page.keyboard.press('ArrowDown')
  await expectTold(fills, 2)
  for (let row = 2; row < rows; row += 1) await page.keyboard.press('ArrowDown')
  await expectTold(fills, rows)
  await page.keyboard.press('PageDown')
  await expectTold(fills, rows)
  await screenshot('68-last-trade-under-replay')
  await page.keyboard.press('ArrowUp')
  await expectTold(fills, rows - 1)
  await page.keyboard.press('Home')
  await page.keyboard.press('End')
  await expect(fills.locator('[aria-selected=true]')).toHaveAttribute('aria-rowindex', String(rows - 1))
  await page.keyboard.press('ArrowDown')
  const time = await fills.locator('[aria-selected=true] [role=gridcell]').first().textContent()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('clock')).not.toHaveText('16:00:00')
  expect(time).toMatch(/^\d\d:\d\d$/)

  // Before the first of them there is none to walk to; a strip that was opened stays open.
  await fills.evaluate((element) => element.blur())
  await page.keyboard.press('Home')
  await expect(count).toHaveText('0')
  await page.getByRole('button', { name: 'Show trades and equity' }).click()
  await expect(page.getByText('No trade up to the clock.')).toBeVisible()
  await fills.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('PageUp')
  await page.keyboard.press('Enter')
  expect(await toldOf(fills)).toEqual(nothingTold)
  await expect(page.getByTestId('clock')).toHaveText('09:30:00')
  await screenshot('69-no-trade-under-replay')
  expect(lines).toEqual([])
})
