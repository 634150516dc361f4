import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { expect, type StartWorkstation, test, type Workstation } from './workstation.ts'

const session = '2024-12-02'
const firstMinute = Date.parse(`${session}T14:30:00Z`)
let folder = ''

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-quality-'))
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

function timeOf(minute: number): string {
  return `${new Date(firstMinute + minute * 60_000).toISOString().slice(0, 19)}Z`
}

/** Imports a session of symbols as a feed; the minutes of `lacking` are not in it. */
function importFeed(
  store: string,
  feed: string,
  symbols: readonly string[],
  lacking: readonly number[],
): void {
  const files = join(folder, feed)
  mkdirSync(files)
  const rows = Array.from({ length: 390 }, (_, minute) => minute)
    .filter((minute) => !lacking.includes(minute))
    .map((minute) => `${timeOf(minute)},50,52,48,${(50 + Math.sin(minute / 12)).toFixed(2)},900`)
  const text = ['timestamp,open,high,low,close,volume', ...rows, ''].join('\n')
  for (const symbol of symbols) writeFileSync(join(files, `${symbol}.csv`), text)
  tapedeck('import', files, '--store', store, '--exchange', 'XNYS', '--feed', feed)
}

/** Both symbols lack three runs of minutes; of WXYZ one can be filled, one was a halt, and one stays missing. */
function makeStore(): string {
  const store = join(folder, 'made.tapedeck')
  const [fillable, halted, lost] = [
    [10, 11, 12, 13, 14, 15],
    [30, 31, 32, 33],
    [200, 201],
  ] as const
  importFeed(store, 'one', ['WXYZ', 'PLAIN'], [...fillable, ...halted, ...lost])
  importFeed(store, 'two', ['WXYZ'], [...halted, ...lost])
  tapedeck('sources', 'add', 'two', 'feed:two', '--store', store)
  const halts = join(folder, 'halts.csv')
  writeFileSync(halts, `symbol,start,end,code\nWXYZ,${timeOf(30)},${timeOf(34)},LUDP\n`)
  tapedeck('halts', halts, '--store', store)
  return store
}

async function ask(page: Page, text: string, answer: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Symbol, time/).fill(text)
  await expect(page.getByRole('option', { selected: true })).toContainText(answer)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
}

async function startOn(start: StartWorkstation, store: string): Promise<Workstation> {
  const workstation = await start({ store })
  const { app, page } = workstation
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800))
  await expect(page.getByTestId('chart-bars')).toBeVisible()
  await page.mouse.move(1, 1)
  return workstation
}

function row(page: Page, symbol: string) {
  return page.locator(`[data-symbol="${symbol}"]`)
}

function part(page: Page, symbol: string, name: string) {
  return row(page, symbol).locator(`[data-part=${name}]`)
}

test('the gauges of the watchlist are what quality prints, while upkeep runs', async ({ start }) => {
  const store = makeStore()
  const { page, lines, screenshot } = await startOn(start, store)
  await expect(row(page, 'WXYZ')).toHaveAttribute(
    'aria-description',
    'No minute of the session has ended yet.',
  )
  await expect(part(page, 'WXYZ', 'coverage')).toHaveText('–')
  await ask(page, '@15:59', '15:59')
  const words = new RegExp(
    '^Coverage 98\\.4 %: 383 of 389 minutes so far with a bar, 377 recorded and 6 filled\\. ' +
      'Explained 99\\.4 %: 0 more with no trade, 4 halted\\. Missing: 2\\. Late: 6 of the 383 minutes with a bar\\.',
  )
  await expect(row(page, 'WXYZ')).toHaveAttribute('aria-description', words)
  await expect(part(page, 'WXYZ', 'coverage')).toHaveText('98.4 %')
  await expect(part(page, 'WXYZ', 'explained')).toHaveText('/ 99.4 %')
  await expect(part(page, 'WXYZ', 'filled')).toHaveText('+6')
  await expect(row(page, 'PLAIN')).toHaveAttribute('aria-description', /Missing: 12\. Late: 0 of/)
  const [printed] = JSON.parse(
    tapedeck('quality', '--store', store, '--symbol', 'WXYZ', '--session', session, '--json'),
  )
  expect(printed).toMatchObject({ recorded: 378, filled: 6, noTrade: 0, halted: 4, missing: 2, late: 6 })
  await row(page, 'WXYZ').hover()
  await expect(page.getByRole('tooltip')).toContainText('383 of 389 minutes')
  await screenshot('74-quality-gauges')
  await page.mouse.move(1, 1)
  await row(page, 'WXYZ').click()
  const sources = page.getByTestId('sources').getByRole('row')
  await expect(sources.filter({ hasText: 'Recorded by one' })).toContainText('377')
  await expect(sources.filter({ hasText: 'Filled from two' })).toContainText('6')
  await expect(page.getByTestId('count-late')).toHaveText('6')
  await screenshot('75-quality-sources')
  expect(lines).toEqual([])
})

interface Sight {
  readonly clock: string
  readonly asOf: string
  readonly expected: string
  readonly pending: string
}

/** Notes at every drawing what the clock and the panel say, from now on; answers what was noted. */
async function watchPanel(page: Page): Promise<() => Promise<readonly Sight[]>> {
  await page.evaluate(() => {
    const textOf = (id: string): string => document.querySelector(`[data-testid=${id}]`)?.textContent ?? ''
    const sights: unknown[] = []
    Object.assign(window, { sights })
    const look = (): void => {
      const [clock, asOf] = [textOf('clock').slice(0, 5), textOf('quality-as-of')]
      sights.push({ clock, asOf, expected: textOf('quality-expected'), pending: textOf('count-pending') })
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  return () => page.evaluate(() => (window as unknown as { sights: Sight[] }).sights)
}

test('the panel says of which minute it is; after a jump nothing of before is in it', async ({ start }) => {
  const { page, lines, screenshot } = await startOn(start, makeStore())
  await ask(page, '@10:30', '10:30')
  await expect(page.getByTestId('count-pending')).toHaveText('330')
  const sights = await watchPanel(page)
  await page.keyboard.press('End')
  await expect(page.getByTestId('count-pending')).toHaveText('0')
  await page.keyboard.press('Home')
  await expect(page.getByTestId('count-pending')).toHaveText('390')
  await ask(page, '@12:00', '12:00')
  await expect(page.getByTestId('count-pending')).toHaveText('240')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByTestId('quality-as-of')).toHaveText('as of 12:01')
  await expect(page.getByTestId('count-pending')).toHaveText('239')
  await screenshot('76-quality-as-of')
  const ended = { '09:30': 0, '10:30': 60, '12:00': 150, '12:01': 151, '16:00': 390 } as const
  for (const sight of await sights()) {
    const { clock, asOf, expected, pending } = sight
    const said = ended[asOf.replace('as of ', '') as keyof typeof ended]
    expect(said, JSON.stringify(sight)).toBeDefined()
    expect([String(said), '–'], JSON.stringify(sight)).toContain(expected)
    expect([String(390 - said), '–'], JSON.stringify(sight)).toContain(pending)
    // A step is no jump: what is shown meanwhile says that it is of the minute before.
    if (clock !== '12:01') expect(asOf, JSON.stringify(sight)).toBe(`as of ${clock}`)
  }
  expect(lines).toEqual([])
})

test('G9: while upkeep is off, what is explained is told as unknown', async ({ start }) => {
  const { page, lines } = await startOn(start, makeStore())
  await ask(page, '@10:00', '10:00')
  await expect(row(page, 'WXYZ')).toHaveAttribute('aria-description', /^Coverage 100\.0 %: .* Missing: 0\./)
  await page.keyboard.press('Control+,')
  await page.locator('[data-setting=dataUpkeepEnabled]').getByRole('switch').click()
  await page.keyboard.press('Control+1')
  await expect(row(page, 'PLAIN')).toHaveAttribute(
    'aria-description',
    /^Coverage 80\.0 %: 24 of 30 minutes so far with a bar\. Explained: unknown while data upkeep does not measure\./,
  )
  await expect(part(page, 'PLAIN', 'explained')).toHaveText('')
  expect(lines).toEqual([])
})
