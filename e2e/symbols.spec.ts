import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { expect, type StartWorkstation, test, type Workstation } from './workstation.ts'

let folder = ''

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-symbols-'))
  tapedeck('demo', '--store', storePath())
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

function storePath(): string {
  return join(folder, 'demo.tapedeck')
}

async function startOn(start: StartWorkstation): Promise<Workstation> {
  const workstation = await start({ store: storePath() })
  await expect(workstation.page.getByTestId('chart-bars')).toBeVisible()
  await workstation.page.mouse.move(1, 1)
  return workstation
}

/** COIN trades around the clock; it has the first fifty minutes of each hour of a Sunday and the Monday after. */
function importCoin(): void {
  const file = join(folder, 'COIN.csv')
  const rows = ['2024-12-01', '2024-12-02'].flatMap((day) =>
    Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0')).flatMap((hour) =>
      Array.from({ length: 50 }, (_, minute) => {
        const time = `${day}T${hour}:${String(minute).padStart(2, '0')}:00Z`
        return `${time},${[100, 101 + (minute % 7), 98, 99 + (minute % 3)].join(',')},10`
      }),
    ),
  )
  writeFileSync(file, ['time,open,high,low,close,volume', ...rows].join('\n'))
  tapedeck('import', file, '--store', storePath(), '--exchange', '24/7')
}

async function showAllSymbols(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Demo/ }).click()
  await page.getByRole('menuitemradio', { name: /^All symbols/ }).click()
}

function part(page: Page, symbol: string, name: string) {
  return page.locator(`[data-symbol="${symbol}"] [data-part=${name}]`)
}

async function goTo(page: Page, time: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Symbol, time/).fill(`@${time}`)
  await expect(page.getByRole('option', { selected: true })).toContainText(time)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('clock')).toHaveText(`${time}:00`)
}

test('a symbol leaves a replay and comes into it again while it plays, as if it had been there', async ({
  start,
}) => {
  const { page, lines } = await startOn(start)
  await goTo(page, '11:00')
  await expect(part(page, 'MIRVA', 'coverage')).toHaveText('100.0 %')
  const last = await part(page, 'MIRVA', 'last').textContent()
  await page.getByTestId('play').click()
  const row = page.locator('[data-symbol="MIRVA"]')
  await row.hover()
  await row.getByRole('button', { name: 'Take MIRVA off the list' }).click()
  await expect(row).toHaveCount(0)
  await expect(page.getByText('23 symbols in replay')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()

  await page.getByRole('button', { name: 'Add symbols' }).click()
  await page.getByPlaceholder('Search symbols').fill('mirva')
  await page.getByRole('option', { name: /^MIRVA/ }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByText('24 symbols in replay')).toBeVisible()
  await expect(part(page, 'MIRVA', 'coverage')).toHaveText('100.0 %')
  await page.getByRole('button', { name: 'Pause' }).click()
  await goTo(page, '11:00')
  await expect(part(page, 'MIRVA', 'last')).toHaveText(last ?? '')
  await row.click()
  await expect(page.getByTestId('session-bars')).toHaveText('18 of this session')
  expect(lines).toEqual([])
})

test('symbols of two exchanges play on one clock, each in its hours and zone', async ({ start }) => {
  importCoin()
  const { page, lines, screenshot } = await startOn(start)
  await showAllSymbols(page)
  await expect(page.getByText('25 symbols in replay')).toBeVisible()
  await expect(page.getByTestId('clock')).toHaveText('09:30:00')
  await goTo(page, '10:30')
  await expect(part(page, 'TDALL', 'coverage')).toHaveText('100.0 %')
  // From midnight to 15:30 UTC, ten minutes missing of each of fifteen hours.
  await expect(part(page, 'COIN', 'coverage')).toHaveText('83.8 %')
  await expect(page.getByTestId('minutes')).toHaveText('60 of 390')

  await page.locator('[data-symbol="COIN"]').click()
  await expect(page.getByTestId('clock')).toHaveText('15:30:00')
  await expect(page.getByTestId('session-button')).toContainText('24/7')
  await expect(page.getByTestId('minutes')).toHaveText('930 of 1440')
  await expect(page.getByRole('region', { name: 'Session', exact: true })).toContainText('1 of 5 shown')
  await screenshot('30-two-exchanges')

  await page.keyboard.press('[')
  await expect(page.getByTestId('session-button')).toContainText('1 Dec 2024')
  await expect(part(page, 'TDALL', 'coverage')).toHaveText('closed that day')
  await expect(part(page, 'TDALL', 'last')).toHaveText('–')
  await expect(page.locator('[data-symbol="TDALL"]')).toHaveAttribute(
    'aria-description',
    /XNYS has no session .*\(Sunday\)/,
  )
  await screenshot('31-closed-that-day')
  await page.locator('[data-symbol="TDALL"]').click()
  await expect(page.getByTestId('session-button')).toContainText('XNYS')
  await expect(page.getByTestId('session-button')).toContainText('2 Dec 2024')
  await expect(page.getByTestId('clock')).toHaveText('09:30:00')
  expect(lines).toEqual([])
})

test('history is shown as traded or adjusted, and the choice is kept over a restart', async ({ start }) => {
  const factors = join(folder, 'equity', 'usa', 'factor_files')
  mkdirSync(factors, { recursive: true })
  writeFileSync(join(factors, 'tdall.csv'), '20241129,0.9,0.5,100\n20501231,1,1,0\n')
  tapedeck('import', join(factors, 'tdall.csv'), '--store', storePath())
  const { app, page, lines, screenshot, userData, close } = await startOn(start)
  const choice = page.getByTestId('adjustment')
  const session = page.getByRole('region', { name: 'Session', exact: true })
  const previous = session.getByRole('definition').nth(3)
  const traded = 612.53
  for (const [name, factor] of [
    ['History as traded', 1],
    ['History adjusted for splits', 0.5],
    ['History adjusted for splits and dividends', 0.45],
  ] as const) {
    await choice.click()
    await page.getByRole('menuitemradio', { name, exact: true }).click()
    await expect(choice).toHaveAccessibleName(name)
    await expect.poll(async () => Number(await previous.textContent())).toBeCloseTo(traded * factor, 1)
  }
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800))
  await expect.poll(() => page.evaluate('innerWidth')).toBe(1280)
  await screenshot('32-adjustment')
  await page.locator('[data-symbol="MIRVA"]').click()
  await expect(choice).toHaveCount(0)
  await close()
  expect(lines).toEqual([])

  const again = await start({ store: storePath(), userData })
  await again.page.locator('[data-symbol="TDALL"]').click()
  await expect(again.page.getByTestId('adjustment')).toHaveText('adjusted for splits and dividends')
})
