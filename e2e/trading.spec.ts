import type { Locator, Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { startOnDemo } from './demo.ts'
import { killEngine } from './engine-process.ts'
import { expect, test } from './workstation.ts'

/** Bars of 1m of a session: start in epoch milliseconds UTC, and prices. */
function minutesOf(store: string, symbol: string, session: string) {
  const bars = tapedeck(
    ...['bars', '--store', store, '--symbol', symbol, '--interval', '1m', '--session', session],
  )
  return bars
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [start = '', ...prices] = line.split(',')
      const [open = 0, high = 0, low = 0, close = 0] = prices.map(Number)
      return { start: Date.parse(start), open, high, low, close }
    })
}

/** The height at which the label of an order lies on a chart, from the top of the window. */
async function labelOf(page: Page, chart: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await chart.boundingBox()
  if (!box) throw new Error('The chart has a place')
  const x = box.x + box.width - 130
  for (let y = box.y + 10; y < box.y + box.height; y += 8) {
    await page.mouse.move(x, y)
    if ((await chart.getAttribute('data-order')) === 'label') return { x, y }
  }
  throw new Error('No order has a label on the chart')
}

/** Puts the clock to a time of New York. */
async function goTo(page: Page, time: string): Promise<void> {
  await page.keyboard.press('g')
  await page.getByPlaceholder(/./).last().fill(`@${time}`)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('clock')).toHaveText(`${time}:00`)
}

test.describe('paper orders', () => {
  test.setTimeout(180_000)

  test('by the ticket and on the chart: filled while the session plays, undone by a step back, there again forward', async ({
    start,
  }, testInfo) => {
    const session = '2024-12-02'
    const { app, page, screenshot, symbol, store } = await startOnDemo(start, testInfo, {
      size: { width: 1600, height: 1000 },
    })
    const bars = minutesOf(store, symbol, session)
    await goTo(page, '10:04')
    const chart = page.getByRole('img', { name: `Chart of ${symbol}` })

    // By mouse: the ticket, a market order.
    await page.getByRole('button', { name: 'Buy …' }).click()
    await page.getByLabel('Quantity').fill('100')
    await page.getByRole('button', { name: `Buy 100 ${symbol} at market` }).click()
    await expect(page.getByRole('region', { name: 'Position' })).toContainText(`100 ${symbol} at market`)
    await page.keyboard.press('Escape')

    const first = bars.find(({ start: at }) => at >= Date.parse(`${session}T15:04:00Z`))
    await page.getByRole('button', { name: 'One minute forward' }).click()
    await expect(page.getByTestId(`position-${symbol}`)).toContainText(`${symbol} long 100`)
    await expect(chart).toHaveAttribute('data-fills', '1')
    await expect(page.getByTestId('fill-row')).toHaveCount(1)
    await expect(page.getByTestId('fill-row')).toContainText('10:04')
    await expect(page.getByTestId('fill-row')).toContainText(String(first?.open))
    await expect(page.getByTestId('timeline-fills')).toHaveAttribute('data-fills', '1')

    // By the chart: a menu at a price, a limit or a stop there.
    const box = await chart.boundingBox()
    if (!box) throw new Error('The chart has a place')
    await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.2, { button: 'right' })
    await expect(page.getByRole('menu', { name: `Orders in ${symbol}` })).toBeVisible()
    await screenshot('60-order-menu')
    await page.getByRole('menuitem', { name: /^Sell 100, limit/ }).click()
    await expect(chart).toHaveAttribute('data-orders', '1')
    await screenshot('61-order-line')

    // A step back undoes the fill and the order; forward they are there again.
    await page.keyboard.press('ArrowLeft')
    await expect(page.getByTestId('clock')).toHaveText('10:04:00')
    await expect(chart).toHaveAttribute('data-fills', '0')
    await expect(chart).toHaveAttribute('data-orders', '0')
    await expect(page.getByTestId(`position-${symbol}`)).toBeHidden()
    await page.keyboard.press('ArrowRight')
    await expect(chart).toHaveAttribute('data-fills', '1')
    await expect(chart).toHaveAttribute('data-orders', '1')

    // The order is moved by its label, then cancelled by the sign on it.
    const moved = page.getByRole('region', { name: 'Position' }).getByText(/limit/)
    const before = await moved.textContent()
    const axis = 70
    const label = { x: box.x + box.width - axis - 60, y: box.y + box.height * 0.2 }
    await page.mouse.move(label.x, label.y)
    await page.mouse.down()
    await page.mouse.move(label.x, label.y + 30, { steps: 5 })
    await page.mouse.up()
    await expect(moved).not.toHaveText(before ?? '')
    await page.getByRole('button', { name: `Cancel the order in ${symbol}` }).click()
    await expect(chart).toHaveAttribute('data-orders', '0')

    // Bought and sold again, with exits, while it plays.
    await page.keyboard.press('Shift+S')
    await page.getByRole('button', { name: `Sell 100 ${symbol} at market` }).click()
    await page.getByTestId('speed').click()
    await page.getByRole('menuitemradio', { name: /^600×/ }).click()
    await page.keyboard.press('Space')
    await expect(page.getByTestId('clock')).toHaveText(/^1[1-6]:/, { timeout: 60_000 })
    await page.keyboard.press('Space')
    await expect(page.getByTestId('fill-row')).toHaveCount(2)
    await expect(page.getByRole('region', { name: 'Position' })).toContainText('Nothing is held.')
    await screenshot('62-paper-trades')

    // A click on a trade takes the replay there; an order from there asks first.
    await page.getByTestId('fill-row').last().click()
    await expect(page.getByTestId('clock')).toHaveText('10:05:00')
    await page.keyboard.press('ArrowLeft')
    await expect(page.getByTestId('clock')).toHaveText('10:04:00')
    await page.getByRole('button', { name: `Sell 100 ${symbol} at market` }).click()
    await expect(page.getByRole('dialog')).toContainText('Drop the orders that come later?')
    await page.getByRole('button', { name: 'Keep them' }).click()
    await expect(page.getByRole('region', { name: 'Position' })).toContainText('of later on')

    // An engine that dies takes none of it along.
    await killEngine(app)
    await expect(page.getByText(/^Back at 10:04:00/)).toBeVisible({ timeout: 60_000 })
    await page.keyboard.press('ArrowRight')
    await expect(chart).toHaveAttribute('data-fills', '1')
    await page.keyboard.press('End')
    await expect(page.getByTestId('fill-row')).toHaveCount(2)
  })
})

test.describe('an order with exits', () => {
  test.setTimeout(180_000)

  test('is typed in the ticket, its exits stand on the chart, other costs run it anew; in a small window, too', async ({
    start,
  }, testInfo) => {
    const { page, screenshot, lines, symbol } = await startOnDemo(start, testInfo, {
      size: { width: 1280, height: 800 },
    })
    const position = page.getByRole('region', { name: 'Position' })
    const chart = page.getByRole('img', { name: `Chart of ${symbol}` })
    await goTo(page, '10:30')
    await page.keyboard.press('Shift+B')
    const ticket = page.getByRole('form', { name: 'Order ticket' })
    await ticket.getByLabel('Quantity').fill('x')
    await page.keyboard.press('Enter')
    await expect(ticket.getByRole('alert')).toContainText('Type how many')
    await ticket.getByLabel('Quantity').fill('50')
    await ticket.getByLabel('Take profit at').fill('1000')
    await ticket.getByLabel('Stop loss at').fill('100')
    await page.keyboard.press('Enter')
    await expect(position).toContainText(`50 ${symbol} at market`)
    await page.keyboard.press('Escape')
    await expect(ticket).toBeHidden()
    await page.keyboard.press('ArrowRight')
    await expect(position).toContainText('100.00 / 1,000.00')
    await expect(chart).toHaveAttribute('data-orders', '2')
    await screenshot('65-position-with-exits')
    const before = await page.getByTestId('equity-net').textContent()

    await page.keyboard.press('Shift+S')
    await page.getByRole('button', { name: 'Money and costs' }).click()
    const costs = page.getByRole('dialog', { name: 'Money and costs of paper orders' })
    await costs.getByLabel('Commission').fill('much')
    await costs.getByRole('button', { name: 'Apply' }).click()
    await expect(costs.getByRole('alert')).toContainText('Unknown commission "much"')
    await screenshot('66-money-and-costs')
    await costs.getByLabel('Commission').fill('per-trade:25')
    await costs.getByRole('button', { name: 'Apply' }).click()
    await expect(costs).toBeHidden()
    await expect(page.getByTestId('equity-net')).not.toHaveText(before ?? '')
    await screenshot('67-ticket-in-a-small-window')
    await page.getByRole('button', { name: 'Forget all paper orders of this session' }).click()
    await expect(position).toBeHidden()
    await expect(chart).toHaveAttribute('data-orders', '0')
    expect(lines).toEqual([])
  })
})

test.describe('a trailing stop', () => {
  test.setTimeout(180_000)

  test('follows the price bar by bar, forth and back, and is dragged to another distance', async ({
    start,
  }, testInfo) => {
    const { page, screenshot, lines, symbol, store } = await startOnDemo(start, testInfo, {
      size: { width: 1600, height: 1000 },
    })
    const placed = Date.parse('2024-12-02T15:04:00Z')
    const bars = minutesOf(store, symbol, '2024-12-02')
    const last = bars.findLast((bar) => bar.start < placed)?.close ?? 0
    const trail = 1.5
    /** Above the lowest price of the bars that ended since it was placed. */
    const stopAfter = (minutes: number): number => {
      const since = bars.filter((bar) => bar.start >= placed && bar.start < placed + minutes * 60_000)
      return Number((Math.min(last, ...since.map(({ low }) => low)) + trail).toFixed(2))
    }
    const chart = page.getByRole('img', { name: `Chart of ${symbol}` })
    const position = page.getByRole('region', { name: 'Position' })
    const expectStop = async (minutes: number): Promise<void> => {
      await expect(page.getByTestId('clock')).toHaveText(`10:${String(4 + minutes).padStart(2, '0')}:00`)
      await expect(position).toContainText(`stop ${stopAfter(minutes)}, trails by ${trail}`)
      await expect(chart).toHaveAttribute('data-orders', '1')
    }
    await goTo(page, '10:04')
    await page.keyboard.press('Shift+S')
    const ticket = page.getByRole('form', { name: 'Order ticket' })
    await ticket.getByLabel('Quantity').fill('100')
    await page.keyboard.press('Enter')
    await expect(position).toContainText(`100 ${symbol} at market`)
    await ticket.getByRole('button', { name: 'Buy', exact: true }).click()
    await ticket.getByLabel('Type').selectOption('Trailing stop')
    await ticket.getByLabel('Trails by').fill(String(trail))
    await page.keyboard.press('Enter')
    await expectStop(0)
    await page.keyboard.press('Escape')
    const longest = 12
    for (let minutes = 1; minutes <= longest; minutes += 1) {
      await page.keyboard.press('ArrowRight')
      await expectStop(minutes)
    }
    expect(stopAfter(longest)).toBeLessThan(stopAfter(0))
    await screenshot('68-trailing-stop')
    for (let minutes = longest - 1; minutes >= 0; minutes -= 1) {
      await page.keyboard.press('ArrowLeft')
      await expectStop(minutes)
    }
    for (let minutes = 1; minutes <= longest; minutes += 1) {
      await page.keyboard.press('ArrowRight')
      await expectStop(minutes)
    }

    const label = await labelOf(page, chart)
    await page.mouse.down()
    await page.mouse.move(label.x, label.y + 40, { steps: 5 })
    await page.mouse.up()
    await expect(position).not.toContainText(`stop ${stopAfter(longest)},`)
    const said = (await position.textContent()) ?? ''
    const [, stop, distance] = /stop ([\d.]+), trails by ([\d.]+)/.exec(said) ?? []
    expect(Number(distance)).toBeLessThan(trail)
    expect(Number(stop) - Number(distance)).toBeCloseTo(stopAfter(longest) - trail, 6)
    await screenshot('69-trailing-stop-dragged')
    await page.keyboard.press('ArrowLeft')
    await expectStop(longest - 1)
    expect(lines).toEqual([])
  })

  test('of a kept backtest stands where the run had it', async ({ start }, testInfo) => {
    const { page, screenshot, lines } = await startOnDemo(start, testInfo, {
      size: { width: 1600, height: 1000 },
    })
    await page.keyboard.press('Control+5')
    await page
      .getByRole('form', { name: 'Backtest' })
      .getByLabel('Strategy', { exact: true })
      .selectOption('Gap and go')
    await expect(page.getByRole('button', { name: /^Run/ }).last()).toBeEnabled()
    await page.keyboard.press('Control+Enter')
    const trades = page.getByRole('grid', { name: /^Trades/ })
    await expect(trades).toBeVisible({ timeout: 60_000 })
    const row = trades.locator('tr[data-trade="0"]')
    const symbol = (await row.locator('td[data-column=symbol]').textContent()) ?? ''
    const exit = Number(await row.locator('td[data-column=exitPrice]').textContent())
    await row.locator('td[data-column=exitTime]').click()
    await expect(page.getByTestId('shown-run')).toContainText('Gap and go')
    const chart = page.getByRole('img', { name: `Chart of ${symbol}` })
    await expect(chart).toHaveAttribute('data-fills', '2', { timeout: 30_000 })
    await expect(chart).toHaveAttribute('data-orders', '0')

    // Before the bar that reached it the stop stood where the trade ended; nobody moves it.
    await page.keyboard.press('ArrowLeft')
    await expect(chart).toHaveAttribute('data-orders', '1')
    await expect(page.getByRole('region', { name: 'Position' })).toContainText(`stop ${exit}`)
    await screenshot('70-trailing-stop-of-a-run')
    await page.keyboard.press('ArrowRight')
    await expect(chart).toHaveAttribute('data-orders', '0')
    expect(lines).toEqual([])
  })
})

test.describe('a kept backtest under the replay', () => {
  test.setTimeout(180_000)

  test('shows its trades up to the clock, forth and back, until it is hidden', async ({
    start,
  }, testInfo) => {
    const { page, screenshot, lines } = await startOnDemo(start, testInfo, {
      size: { width: 1600, height: 1000 },
    })
    await page.keyboard.press('Control+5')
    await expect(page.getByRole('button', { name: /^Run/ }).last()).toBeEnabled()
    await page.keyboard.press('Control+Enter')
    const trades = page.getByRole('grid', { name: /^Trades/ })
    await expect(trades).toBeVisible({ timeout: 60_000 })
    const row = trades.locator('tr[data-trade="5"]')
    const symbol = (await row.locator('td[data-column=symbol]').textContent()) ?? ''
    await row.locator('td[data-column=exitTime]').click()

    // The clock stands at the end of the bar in which the trade ended.
    await expect(page.getByTestId('shown-run')).toContainText('Two moving averages')
    await expect(page.getByTestId('play')).toBeEnabled()
    const chart = page.getByRole('img', { name: `Chart of ${symbol}` })
    await expect(chart).not.toHaveAttribute('data-fills', '0', { timeout: 30_000 })
    const count = page.getByTestId('trade-count')
    await expect(page.getByTestId('fill-row').first()).toBeVisible()
    await expect.poll(() => page.getByTestId('timeline-fills').getAttribute('data-fills')).not.toBe('0')
    await expect.poll(async () => Number(await count.textContent())).toBeGreaterThan(1)
    const fills = Number(await chart.getAttribute('data-fills'))
    await screenshot('63-run-under-replay')

    await page.keyboard.press('ArrowLeft')
    await expect.poll(async () => Number(await chart.getAttribute('data-fills'))).toBeLessThan(fills)
    await page.keyboard.press('ArrowRight')
    await expect(chart).toHaveAttribute('data-fills', String(fills))
    await page.keyboard.press('Home')
    await expect(count).toHaveText('0')
    await page.keyboard.press('End')
    await expect.poll(async () => Number(await count.textContent())).toBeGreaterThan(fills)
    await page.keyboard.press('f')
    await screenshot('64-run-whole-session')

    // None are placed by hand meanwhile; hidden, the chart has none of its trades.
    await expect(page.getByRole('button', { name: 'Buy …' })).toBeHidden()
    await page.getByRole('button', { name: "Hide the strategy's trades" }).click()
    await expect(page.getByTestId('shown-run')).toBeHidden()
    await expect(chart).toHaveAttribute('data-fills', '0')
    await expect(page.getByRole('button', { name: 'Buy …' })).toBeVisible()
    expect(lines).toEqual([])
  })
})
