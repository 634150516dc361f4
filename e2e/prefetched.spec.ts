import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { expect, type StartWorkstation, test, type Workstation } from './workstation.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/**
 * A session that goes on is not ready for hours to come, and a plan runs by itself before one that begins soon: plans
 * are for the exchange that opens last. Where one trades the other is closed.
 */
const exchanges = ['XNYS', 'XTKS']
let exchange = ''
let folder = ''

test.beforeAll(() => {
  const opens = exchanges.map((code) => [code, nextOpen(code)] as const)
  const [last] = opens.toSorted(([, one], [, other]) => other - one)
  exchange = last?.[0] ?? ''
})
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-prefetched-'))
  tapedeck('demo', '--store', storePath())
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** When the session of an exchange opens that goes on now, or comes next. */
function nextOpen(code: string): number {
  const now = Date.now()
  const date = (days: number): string => new Date(now + days * dayMs).toISOString().slice(0, 10)
  const [, ...lines] = tapedeck('sessions', '--exchange', code, '--from', date(-2), '--to', date(20))
    .trim()
    .split('\n')
  const next = lines
    .map((line) => line.split(',').map((time) => Date.parse(time)))
    .find(([, , close = 0]) => close > now)
  return next?.[1] ?? 0
}

function storePath(): string {
  return join(folder, 'demo.tapedeck')
}

interface Session {
  readonly session: string
  readonly minutes: readonly number[]
}

/** The last sessions before the next one of the exchange, the newest last, with the starts of their minutes. */
function sessionsBefore(next: string, count: number): readonly Session[] {
  const from = new Date(Date.parse(next) - (2 * count + 14) * dayMs).toISOString().slice(0, 10)
  const [, ...lines] = tapedeck('sessions', '--exchange', exchange, '--from', from, '--to', next)
    .trim()
    .split('\n')
  return lines.slice(-count - 1, -1).map((line) => {
    const [session = '', open, close, breakStart, breakEnd] = line.split(',')
    const times = [open, breakStart || close, breakEnd || close, close].map((time) => Date.parse(time ?? ''))
    const [first = 0, second = 0, third = 0, last = 0] = times
    return { session, minutes: [...minutesOf(first, second), ...minutesOf(third, last)] }
  })
}

function minutesOf(open: number, close: number): readonly number[] {
  return Array.from({ length: (close - open) / minuteMs }, (_, minute) => open + minute * minuteMs)
}

/** A source of files with every minute of some sessions, but for those that `lacks` names. */
function addFolder(
  symbols: readonly string[],
  sessions: readonly Session[],
  lacks: (symbol: string, session: string, minute: number) => boolean = () => false,
): void {
  const files = join(folder, 'bars')
  mkdirSync(files)
  for (const [place, symbol] of symbols.entries()) {
    const rows = sessions.flatMap(({ session, minutes }, day) =>
      minutes
        .filter((_, minute) => !lacks(symbol, session, minute))
        .map((start, minute) => {
          const close = 60 + 7 * place + 3 * Math.sin(day + minute / 60) + ((minute * 37) % 11) / 20
          const prices = [close - 0.1, close + 0.3, close - 0.4, close].map((price) => price.toFixed(2))
          return `${new Date(start).toISOString()},${prices.join(',')},${400 + ((minute * 91) % 700)}`
        }),
    )
    const lines = ['timestamp,open,high,low,close,volume', ...rows, '']
    writeFileSync(join(files, `${symbol}.csv`), lines.join('\n'))
  }
  tapedeck('sources', 'add', 'folder', `files:${files}`, '--exchange', exchange, '--store', storePath())
}

/** Adds a plan and answers the session that it makes ready next. */
function addPlan(name: string, symbols: readonly string[], trailing: number, on = exchange): string {
  const what = ['--exchange', on, '--symbols', symbols.join(','), '--trailing', String(trailing)]
  tapedeck('prefetch', 'plans', 'add', name, ...what, '--store', storePath())
  const plans = JSON.parse(tapedeck('prefetch', 'next', '--json', '--store', storePath()))
  return plans.find(({ plan }: { plan: string }) => plan === name).runs[0].session
}

async function startOnPrefetch(
  start: StartWorkstation,
  { width, height } = { width: 1600, height: 1000 },
): Promise<Workstation> {
  const workstation = await start({ store: storePath() })
  const { app, page } = workstation
  await expect(page.getByTestId('play')).toBeEnabled()
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  )
  await expect.poll(() => page.evaluate('innerWidth')).toBe(width)
  await page.keyboard.press('Control+4')
  return workstation
}

async function run(page: Page, plan: string, outcome: string | RegExp): Promise<void> {
  const card = page.getByRole('listitem', { name: plan })
  await card.getByRole('button', { name: 'Run now' }).click()
  await expect(card).toContainText(outcome, { timeout: 90_000 })
}

function boardOf(page: Page): Locator {
  return page.getByRole('grid', { name: 'Readiness' })
}

function sign(page: Page): Locator {
  return page.getByTestId('prefetch-sign')
}

test('from a plan to its session: the board fills, the session opens from the prefetch, and the screen says so', async ({
  start,
}) => {
  const symbols = ['NOVA', 'PERA', 'QUIX', 'RIVA']
  const next = addPlan('Nightly', symbols, 5)
  const sessions = sessionsBefore(next, 6)
  addFolder(symbols, sessions)
  const last = sessions.at(-1)?.session ?? ''
  const { page, screenshot, lines } = await startOnPrefetch(start)
  await expect(page.getByText('Nightly has not run yet')).toBeVisible()
  await expect(sign(page)).toBeHidden()
  await screenshot('65-prefetch-before-run')
  await run(page, 'Nightly', 'ready 20 / 20')
  await expect(sign(page)).toBeHidden()
  await expect(boardOf(page).getByRole('gridcell', { name: /: filled, \d+ filled$/ })).toHaveCount(20)
  const head = boardOf(page).getByRole('button', { name: /: 4 of 4 symbols ready$/ })
  await expect(head).toHaveCount(5)
  await screenshot('66-prefetch-ready')

  await page.getByRole('button', { name: /^Replay \w{3} \d+ \w{3} \d{4}$/ }).click()
  await expect(page.getByTestId('watchlist-name')).toHaveText('Nightly')
  await expect(page.getByTestId('watchlist-count')).toHaveText('4')
  await expect(page.getByTestId('started')).toHaveText(/^from prefetch, [\d.]+ ms$/)
  await expect(page.getByTestId('session-button')).toContainText(dayNumber(last))
  await screenshot('67-replay-from-prefetch')

  await page.keyboard.press('Control+4')
  const starts = page.getByRole('region', { name: 'Starts' })
  await expect(starts.getByTestId('hit-rate')).toHaveText('100 % 1 of 1 prepared session')
  await expect(starts.getByRole('listitem').first()).toContainText('from prefetch')

  // A cell by keys: the oldest session of the second symbol, which was not prepared in memory.
  await boardOf(page).getByRole('gridcell').first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(boardOf(page).getByRole('gridcell', { name: /^PERA/ }).first()).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('started')).toHaveText(/^from store, [\d.]+ m?s$/)
  await expect(page.getByRole('option', { name: 'PERA' })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Control+4')
  await expect(starts.getByRole('listitem').first()).toContainText('was not prepared')
  await screenshot('68-prefetch-starts')
  expect(lines).toEqual([])
})

test('what is not ready can be opened all the same, and what is missing is said', async ({ start }) => {
  const next = addPlan('Nightly', ['NOVA', 'PERA', 'GONE'], 3)
  const sessions = sessionsBefore(next, 3)
  addFolder(
    ['NOVA', 'PERA'],
    sessions,
    (symbol, session, minute) => symbol === 'PERA' && session === sessions[2]?.session && minute < 12,
  )
  const { page, screenshot, lines } = await startOnPrefetch(start)
  await run(page, 'Nightly', 'partly ready')
  await expect(sign(page)).toContainText(/^Prefetch partly ready, \d of 9Nightly$/)
  const cell = boardOf(page).getByRole('gridcell', { name: /^PERA/ }).last()
  await expect(cell).toContainText('12 missing')
  await screenshot('69-prefetch-partly-ready')
  await cell.dblclick()
  await expect(page.getByTestId('started')).toContainText('from store')
  await expect(page.getByText(/^The run of the plan Nightly could not have GONE/)).toBeVisible()
  // A message is told to screen readers as well, for a moment.
  await expect(
    page
      .getByText(/is not ready as a whole: 1 of 3 symbols ready; PERA lacks 12 minutes; GONE failed/)
      .first(),
  ).toBeVisible()
  await expect(page.getByRole('option', { name: 'PERA' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByTestId('bar-numbers')).toContainText('filled')
  await screenshot('70-replay-not-ready')
  await sign(page).click()
  await expect(boardOf(page)).toBeVisible()
  const starts = page.getByRole('region', { name: 'Starts' })
  await expect(starts.getByTestId('hit-rate')).toHaveText('0 % 0 of 1 prepared session')
  expect(lines).toEqual([])
})

test('runs of another process lead into the replay too: by their board, or by their record alone', async ({
  start,
}) => {
  const symbols = ['NOVA', 'PERA']
  const next = addPlan('Nightly', symbols, 3)
  addFolder(symbols, sessionsBefore(next, 3))
  tapedeck('prefetch', 'run', 'Nightly', '--store', storePath())
  tapedeck('prefetch', 'run', 'Nightly', '--store', storePath())
  const { page, screenshot } = await startOnPrefetch(start)
  const replay = page.getByRole('button', { name: /^Replay \w{3} \d+ \w{3} \d{4}$/ })
  await expect(boardOf(page).getByRole('gridcell')).toHaveCount(6)
  // What the last run made ready is prepared in memory a while after the store was opened.
  await expect(async () => {
    await page.keyboard.press('Control+4')
    await replay.click()
    await expect(page.getByTestId('started')).toContainText('from prefetch', { timeout: 3_000 })
  }).toPass({ timeout: 60_000 })
  await page.keyboard.press('Control+4')
  await page.getByRole('region', { name: 'Runs', exact: true }).getByRole('button').last().click()
  await expect(page.getByText(/^Only the record of this run is kept/)).toBeVisible()
  await expect(replay).toHaveCount(3)
  await screenshot('71-prefetch-record')
  await replay.last().click()
  await expect(page.getByTestId('watchlist-count')).toHaveText('2')
  await expect(page.getByTestId('started')).toContainText('from store')
})

test('the calendar shows what a run made ready, its own session apart from those before it', async ({
  start,
}) => {
  const symbols = ['NOVA', 'PERA']
  const next = addPlan('Nightly', symbols, 4)
  const [first, ...trailing] = sessionsBefore(next, 5).map(({ session }) => session)
  addFolder(symbols, sessionsBefore(next, 5))
  const { page, screenshot, lines } = await startOnPrefetch(start)
  await run(page, 'Nightly', 'ready 8 / 8')
  await page
    .getByRole('button', { name: /^Replay / })
    .last()
    .click()
  await expect(page.getByTestId('started')).toContainText('from prefetch')
  await page.keyboard.press('Control+3')
  await page.getByRole('radio', { name: 'Prefetched' }).click()
  const day = (date = '') => page.locator(`[data-day="${date}"]`)
  for (const date of trailing)
    await expect(day(date)).toHaveAccessibleName(
      /prefetched 100\.0 %, 2 of 2 symbols ready, before \w{3} \d+ \w{3} \d{4} by the run of Nightly$/,
    )
  await expect(day(next)).toHaveAccessibleName(/prefetched 100\.0 %, 8 of 8 sessions of symbols ready/)
  await expect(day(next).locator('.lucide-flag')).toHaveCount(1)
  await expect(day(trailing[0]).locator('.lucide-flag')).toHaveCount(0)
  await expect(day(first)).toHaveAccessibleName(/not prefetched/)
  await day(trailing[1]).click()
  const card = page.getByRole('complementary', { name: 'Chosen day' })
  await expect(card.getByRole('region', { name: 'Prefetch runs' })).toContainText(/Nightlyready · 8 of 8/)
  await screenshot('75-calendar-prefetched')
  await page.getByRole('radio', { name: 'Month' }).click()
  await screenshot('76-calendar-prefetched-month')
  await card.getByRole('button', { name: 'Replay this session' }).click()
  await expect(page.getByTestId('session-button')).toContainText(dayNumber(trailing[1] ?? ''))
  await expect(page.getByTestId('started')).toContainText('from store')
  await screenshot('77-replay-from-calendar')
  expect(lines).toEqual([])
})

test('a run of a hundred symbols is told of while it goes on, and has room in the smallest window', async ({
  start,
}) => {
  const symbols = Array.from({ length: 100 }, (_, place) => `SYM${String(place).padStart(3, '0')}`)
  const next = addPlan('Nightly · all that is traded often', symbols, 3)
  addFolder(symbols.slice(0, 97), sessionsBefore(next, 3))
  const { page, screenshot } = await startOnPrefetch(start, { width: 1100, height: 700 })
  const card = page.getByRole('listitem', { name: /^Nightly/ })
  await card.getByRole('button', { name: 'Run now' }).click()
  await expect(sign(page)).toContainText(/^Prefetch running \d+ of 300/)
  await screenshot('72-prefetch-running-1100')
  await expect(card).toContainText('partly ready 291 / 300', { timeout: 120_000 })
  await expect(sign(page)).toContainText('Prefetch partly ready, 291 of 300')
  await page.mouse.move(1, 1)
  await screenshot('73-prefetch-100-symbols-1100')
  const overflow = (selector: string) => () =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => element.scrollWidth - element.clientWidth)
  await expect.poll(overflow('main')).toBeLessThanOrEqual(0)
  await expect.poll(overflow('footer')).toBeLessThanOrEqual(0)
  await expect.poll(overflow('aside[aria-label=Plans]')).toBeLessThanOrEqual(0)
})

test('a source that only answers that it is asked too often: the run fails and says why', async ({
  start,
}) => {
  const server = createServer((_, response) => {
    response.writeHead(429, { 'retry-after': '1', 'content-type': 'application/json' })
    response.end('{"message":"too many requests."}')
  })
  const url = await listen(server)
  try {
    addPlan('Nightly', ['NOVA', 'PERA'], 2, 'XNYS')
    tapedeck('sources', 'add', 'vendor', 'alpaca', '--url', url, '--store', storePath())
    Object.assign(process.env, {
      APCA_API_KEY_ID: 'PK-test',
      APCA_API_SECRET_KEY: 'sk-test',
      TAPEDECK_KEY_SERVERS: `alpaca=${url}`,
    })
    const { page, screenshot } = await startOnPrefetch(start)
    await run(page, 'Nightly', /failed 0 \/ 4/)
    await expect(sign(page)).toHaveText(/^Prefetch failedNightly$/)
    await expect(page.getByRole('list', { name: 'Errors' })).toContainText('429')
    await screenshot('74-prefetch-failed')
  } finally {
    for (const name of ['APCA_API_KEY_ID', 'APCA_API_SECRET_KEY', 'TAPEDECK_KEY_SERVERS'])
      delete process.env[name]
    server.close()
  }
})

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function dayNumber(session: string): string {
  return String(Number(session.slice(8)))
}
