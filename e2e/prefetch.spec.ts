import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tapedeck } from './command.ts'
import { expect, programArgs, type StartWorkstation, test, type Workstation } from './workstation.ts'

const dayMs = 24 * 60 * 60_000
let folder = ''

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-prefetch-'))
  tapedeck('demo', '--store', storePath())
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

function storePath(): string {
  return join(folder, 'demo.tapedeck')
}

async function startOnPrefetch(start: StartWorkstation): Promise<Workstation> {
  const workstation = await start({ store: storePath() })
  await expect(workstation.page.getByTestId('chart-bars')).toBeVisible()
  await workstation.page.getByRole('button', { name: 'Prefetch' }).click()
  return workstation
}

test('a plan is made, changed and removed', async ({ start }) => {
  const { page, screenshot, lines } = await startOnPrefetch(start)
  await expect(page.getByText('No plan yet')).toBeVisible()
  await screenshot('60-prefetch-empty')
  await page.getByRole('button', { name: 'New plan' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'New plan' })
  await dialog.getByLabel('Minutes before').fill('0')
  await dialog.getByRole('button', { name: 'Make plan' }).click()
  await expect(dialog.getByRole('alert')).toHaveText(/Minutes from 1 to 1440/)
  await expect(dialog.getByLabel('Minutes before')).toBeFocused()
  await screenshot('61-prefetch-plan')
  await dialog.getByLabel('Minutes before').fill('90')
  await dialog.getByRole('button', { name: 'Make plan' }).click()
  await expect(dialog).toBeHidden()
  const card = page.getByRole('listitem', { name: 'Nightly' })
  await expect(card).toContainText('90 minutes before each open · XNYS')
  await expect(card).toContainText(/Next run \w{3} \d+ \w{3} \d\d:\d\d ET/)
  await expect(page.getByText('Nightly has not run yet')).toBeVisible()

  await card.getByRole('button', { name: 'Change Nightly' }).click()
  const change = page.getByRole('dialog', { name: 'Change Nightly' })
  await change.getByRole('radio', { name: 'By cron' }).click()
  await change.getByLabel('Cron line').fill('61 2 * * *')
  await change.getByRole('button', { name: 'Change', exact: true }).click()
  await expect(change.getByRole('alert')).toBeVisible()
  await change.getByLabel('Cron line').fill('0 2 * * 1-5')
  await change.getByRole('button', { name: 'Change', exact: true }).click()
  await expect(card).toContainText('by cron 0 2 * * 1-5 · XNYS')
  await screenshot('62-prefetch-plans')

  await card.getByRole('button', { name: /^Run Nightly while Tapedeck is not open/ }).click()
  const entry = page.getByRole('dialog', { name: 'Run Nightly while Tapedeck is not open' })
  await expect(entry.getByText(/ExecStart=.*"prefetch" "run" "Nightly" "--due"/)).toBeVisible()
  await expect(entry.getByText('Not installed')).toBeVisible()
  await screenshot('63-prefetch-entry')
  await entry.getByRole('button', { name: 'Close' }).first().click()

  await card.getByRole('button', { name: 'Remove Nightly' }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(page.getByText('No plan yet')).toBeVisible()
  expect(lines).toEqual([])
})

test('a run fetches what the store lacks, and the board fills', async ({ start }) => {
  mkdirSync(barsFolder())
  tapedeck('sources', 'add', 'folder', `files:${barsFolder()}`, '--exchange', 'XNYS', '--store', storePath())
  const symbols = ['--symbols', 'SPY,NOVA,GONE', '--trailing', '2']
  for (const name of ['Early', 'Night'])
    tapedeck('prefetch', 'plans', 'add', name, '--exchange', 'XNYS', ...symbols, '--store', storePath())
  const [next] = JSON.parse(tapedeck('prefetch', 'next', '--json', '--store', storePath()))
  writeBars(['SPY', 'NOVA'], next.runs[0].session)
  const { page, screenshot, lines } = await startOnPrefetch(start)
  const card = page.getByRole('listitem', { name: 'Night' })
  await expect(page.getByRole('heading', { name: 'Early has not run yet' })).toBeVisible()
  await card.getByRole('button', { name: 'Run now' }).click()
  await expect(card).toContainText('partly ready', { timeout: 60_000 })
  // A plan that runs is looked at, whichever was before.
  await expect(page.getByRole('heading', { name: /^Night for .* partly ready$/ })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Next runs' }).getByRole('listitem')).toHaveCount(3)
  const board = page.getByRole('grid', { name: 'Readiness' })
  const row = (symbol: string) => board.getByRole('row', { name: new RegExp(`^${symbol}`) })
  await expect(row('NOVA').locator('td').first()).toHaveText(/✓|filled/)
  await expect(row('SPY').locator('td').first()).toHaveText(/✓|filled/)
  await expect(row('GONE').locator('td').first()).toHaveText('failed')
  await expect(page.getByRole('list', { name: 'Errors' })).toContainText('GONE')
  await expect(page.getByRole('region', { name: 'Runs', exact: true }).getByRole('listitem')).toHaveCount(1)
  await screenshot('64-prefetch-board')
  expect(lines).toEqual([])
})

test('with a plan the program goes on when its window is closed, and shows it at the next start', async ({
  start,
}) => {
  tapedeck(
    'prefetch',
    'plans',
    'add',
    'Night',
    '--exchange',
    'XNYS',
    '--symbols',
    'SPY',
    '--store',
    storePath(),
  )
  const { app, page, userData } = await startOnPrefetch(start)
  await expect(page.getByRole('listitem', { name: 'Night' })).toContainText('Next run')
  const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await expect.poll(isVisible).toBe(false)
  await runToEnd(app.process().spawnfile, programArgs(userData))
  await expect.poll(isVisible).toBe(true)
  await expect(page.getByRole('listitem', { name: 'Night' })).toBeVisible()
})

test('without a plan the program ends with its window', async ({ start }) => {
  const { app } = await startOnPrefetch(start)
  const ended = new Promise((resolve) => app.process().on('exit', resolve))
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => undefined)
  expect(await ended).toBe(0)
})

function barsFolder(): string {
  return join(folder, 'bars')
}

/** A file a symbol with a bar in every minute in which New York may trade, of the twelve days before a session. */
function writeBars(symbols: readonly string[], session: string): void {
  const next = Date.parse(`${session}T00:00:00Z`)
  const rows = Array.from({ length: 12 }, (_, day) => next - (12 - day) * dayMs).flatMap((day) =>
    Array.from({ length: 450 }, (_, minute) => {
      const time = new Date(day + (13.5 * 60 + minute) * 60_000).toISOString().slice(0, 19)
      return `${time}Z,${[100, 101 + (minute % 7), 98, 99 + (minute % 3)].join(',')},10`
    }),
  )
  for (const symbol of symbols)
    writeFileSync(
      join(barsFolder(), `${symbol}.csv`),
      ['time,open,high,low,close,volume', ...rows].join('\n'),
    )
}

function runToEnd(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], { stdio: 'ignore' })
    child.on('error', reject)
    child.on('close', () => resolve())
  })
}
