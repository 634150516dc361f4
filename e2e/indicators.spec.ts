import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { startOnDemo } from './demo.ts'
import { expect, test } from './workstation.ts'

const minuteMs = 60_000

function rows(csv: string): readonly string[][] {
  return csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
}

interface Close {
  /** Epoch milliseconds UTC at which the bar is final. */
  readonly end: number
  readonly close: number
}

/** Closes of the 5m bars of a session and the five before it. */
function storedCloses(store: string, symbol: string, session: string): readonly Close[] {
  const dates = rows(tapedeck('sessions', '--exchange', 'XNYS', '--from', '2024-11-01', '--to', session)).map(
    ([date]) => date ?? '',
  )
  const window = ['--from', dates.at(-6) ?? '', '--to', session]
  const bars = tapedeck('bars', '--store', store, '--symbol', symbol, '--interval', '5m', ...window)
  return rows(bars).map(([start = '', , , , close = '']) => ({
    end: Date.parse(start) + 5 * minuteMs,
    close: Number(close),
  }))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Wilder's index: gains against losses, each a mean of the first ones and smoothed from there. */
function rsi(closes: readonly number[], period: number): number {
  const changes = closes.slice(1).map((close, index) => close - (closes[index] ?? 0))
  const smoothed = (moves: readonly number[]): number =>
    moves
      .slice(period)
      .reduce((average, move) => (average * (period - 1) + move) / period, mean(moves.slice(0, period)))
  const gains = smoothed(changes.map((change) => Math.max(0, change)))
  const losses = smoothed(changes.map((change) => Math.max(0, -change)))
  return 100 - 100 / (1 + gains / losses)
}

async function add(page: Page, name: string): Promise<void> {
  await page.keyboard.press('i')
  await page.getByPlaceholder('Search indicators').fill(name)
  await page.keyboard.press('Enter')
  await expect(page.getByPlaceholder('Search indicators')).toBeHidden()
}

/** The clock of a session in New York in winter, as epoch milliseconds UTC. */
async function clockOf(page: Page, session: string): Promise<number> {
  const text = (await page.getByTestId('clock').textContent()) ?? ''
  return Date.parse(`${session}T${text}-05:00`)
}

test.describe('indicators', () => {
  test.setTimeout(180_000)

  test('are added, follow the clock forth and back with the values of their bars, and survive a restart', async ({
    start,
  }, testInfo) => {
    const userData = mkdtempSync(join(tmpdir(), 'tapedeck-indicators-'))
    const session = '2024-12-02'
    const size = { width: 1280, height: 800 }
    const first = await startOnDemo(start, testInfo, { size, userData })
    const { page, store, symbol } = first
    await page.getByRole('radio', { name: '5m', exact: true }).click()
    const closes = storedCloses(store, symbol, session)

    const expectValues = async (smaPeriod: number | undefined, rsiPeriod: number): Promise<void> => {
      // Off the chart, where the newest bar is read.
      await page.mouse.move(1, 1)
      const clock = await clockOf(page, session)
      const known = closes.filter(({ end }) => end <= clock).map(({ close }) => close)
      const shown = [
        ...(smaPeriod ? [[`SMA ${smaPeriod}`, mean(known.slice(-smaPeriod))] as const] : []),
        [`RSI ${rsiPeriod}`, rsi(known, rsiPeriod)] as const,
      ]
      for (const [name, value] of shown) {
        const row = page.locator('[data-testid^="indicator-"]').filter({ hasText: name })
        await expect(row).toHaveText(`${name}${value.toFixed(2)}`)
      }
    }

    await add(page, 'sma')
    await add(page, 'rsi')
    await expectValues(20, 14)
    await page.getByTestId('speed').click()
    await page.getByRole('menuitemradio', { name: /^600×/ }).click()
    await page.keyboard.press('Space')
    await expect(page.getByTestId('clock')).toHaveText(/^1[01]:/, { timeout: 60_000 })
    await page.keyboard.press('Space')
    await expect(page.getByTestId('play')).toHaveAccessibleName('Play')
    await expectValues(20, 14)
    await first.screenshot('40-indicators')
    for (let step = 0; step < 3; step++) {
      const before = await clockOf(page, session)
      await page.keyboard.press('ArrowLeft')
      await expect.poll(() => clockOf(page, session)).toBeLessThan(before)
      await expectValues(20, 14)
    }

    const rsiRow = page.locator('[data-testid^="indicator-"]').filter({ hasText: 'RSI' })
    await rsiRow.hover()
    await rsiRow.getByRole('button', { name: 'Edit RSI 14' }).click()
    await page.getByLabel('period').fill('1')
    await expect(page.getByText('Not taken: whole number, 2 to 1000')).toBeVisible()
    await expect(rsiRow).toContainText('RSI 14')
    await page.getByLabel('period').fill('7')
    await first.screenshot('41-indicator-params')
    await page.keyboard.press('Escape')
    await expectValues(20, 7)

    const smaRow = page.locator('[data-testid^="indicator-"]').filter({ hasText: 'SMA' })
    await smaRow.hover()
    await smaRow.getByRole('button', { name: 'Remove SMA 20' }).click()
    await expect(smaRow).toHaveCount(0)
    await expectValues(undefined, 7)
    expect(first.lines).toEqual([])
    await first.close()

    const second = await start({ store, userData })
    await expect(second.page.getByTestId('play')).toBeEnabled()
    const rowsLeft = second.page.locator('[data-testid^="indicator-"]')
    await expect(rowsLeft).toHaveCount(1)
    const atOpen = closes.filter(({ end }) => end <= Date.parse(`${session}T09:30:00-05:00`))
    const value = rsi(
      atOpen.map(({ close }) => close),
      7,
    )
    await second.page.mouse.move(1, 1)
    await expect(rowsLeft).toHaveText(`RSI 7${value.toFixed(2)}`)
  })
})
