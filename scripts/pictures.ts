import { mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { ensureBuilt } from './build/bundles.ts'
import { makeNight, planName } from './pictures/night-plan.ts'
import { mustRun } from './setup/command.ts'
import { projectRoot } from './setup/project.ts'
import { ensureWorkplace } from './setup/workplace.ts'
import { ensureDemoStore } from './start/demo.ts'

/** Size of the pictures in pixels. */
const size = { width: 1440, height: 900 }
/** A folder whose name may be read in the pictures; it is the same whoever makes them. */
const folder = join(tmpdir(), 'tapedeck')
const store = join(folder, 'demo.tapedeck')
const exported = join(folder, 'csv')
/** Another demo store, with a plan and a source that has what it lacks. */
const nightStore = join(folder, 'night.tapedeck')

/** A session of the demo with an outage of one feed line, some time after it. */
const shown = { session: '2024-11-18', symbol: 'MIRVA', time: '14:10' }
const exportedSymbols = ['HALDO', 'MIRVA', 'SORVE', 'TDBND'] as const

/** Makes the pictures of the README from the demo store and a night of made-up bars, in real Electron. */
async function makePictures(): Promise<void> {
  if (process.env.TAPEDECK_ELECTRON) return drawPictures(process.env.TAPEDECK_ELECTRON)
  const electron = await ensureWorkplace()
  await ensureBuilt({ show: true })
  // On Linux always on a virtual display: a real one has a scale and a pointer of its own.
  const display = process.platform === 'linux' ? ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24'] : []
  const [program = process.execPath, ...args] = [...display, process.execPath, import.meta.filename]
  const env = { ...process.env, TAPEDECK_ELECTRON: electron.executable }
  await mustRun(program, args, { timeoutMs: 300_000, show: true, env })
}

async function drawPictures(executablePath: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  try {
    await ensureDemoStore(store)
    await exportBars()
    await ensureDemoStore(nightStore)
    await makeNight(nightStore, folder)
    await inWindow(executablePath, store, async (app, page) => {
      await drawReplay(page)
      await drawCalendar(page)
      await drawData(app, page)
    })
    await inWindow(executablePath, nightStore, async (_, page) => {
      await drawPrefetch(page)
      await drawBacktest(page)
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function inWindow(
  executablePath: string,
  opened: string,
  draw: (app: ElectronApplication, page: Page) => Promise<void>,
): Promise<void> {
  const rootArgs = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  // Corners of what grows while it is shown would differ by a few pixels from one time to the next.
  const switches = [...rootArgs, '--disable-partial-raster']
  const args = [...switches, projectRoot, `--user-data-dir=${opened}-user`, `--store=${opened}`]
  const app = await _electron.launch({ executablePath, args })
  try {
    const page = await app.firstWindow()
    await app.evaluate(({ BrowserWindow }, { width, height }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
    }, size)
    await page.locator('[data-testid=play]:enabled').waitFor()
    await draw(app, page)
  } finally {
    await app.close()
  }
}

/** Writes a session of some symbols as CSV files, to have something to import. */
async function exportBars(): Promise<void> {
  mkdirSync(exported)
  const cli = join(projectRoot, 'out', 'main', 'cli.js')
  for (const symbol of exportedSymbols) {
    const what = ['--symbol', symbol, '--interval', '1m', '--session', shown.session]
    const target = ['--store', store, '--out', join(exported, `${symbol}.csv`)]
    await mustRun(process.execPath, [cli, 'bars', ...what, ...target], { timeoutMs: 60_000 })
  }
}

async function drawReplay(page: Page): Promise<void> {
  await ask(page, shown.session)
  await page.getByTestId('session-button').filter({ hasText: 'Mon 18 Nov 2024' }).waitFor()
  await ask(page, shown.symbol)
  await ask(page, shown.time)
  await page
    .getByTestId('clock')
    .filter({ hasText: `${shown.time}:00` })
    .waitFor()
  await page
    .getByTestId('ledger-rows')
    .getByText(/12 min/)
    .waitFor()
  // Upkeep measures the session a moment after the clock has come there.
  await page
    .locator(`[data-symbol="${shown.symbol}"] [data-part=coverage]`)
    .filter({ hasText: '%' })
    .waitFor()
  await takePointerAway(page)
  await page.getByTestId('bar-numbers').filter({ hasText: 'Mon 18 14:05' }).waitFor()
  await save(page, 'replay')
}

async function drawCalendar(page: Page): Promise<void> {
  await page.keyboard.press('Control+3')
  await page.getByRole('radio', { name: 'Month' }).click()
  await page.locator(`[data-day="${shown.session}"][data-bars=counted]`).click()
  await page.getByRole('option', { name: new RegExp(`^${shown.symbol}: `) }).click()
  await page
    .getByRole('region', { name: `Gaps of ${shown.symbol}` })
    .getByRole('listitem')
    .waitFor()
  await takePointerAway(page)
  await save(page, 'calendar')
}

/** A night's run, and a session that was opened from it. */
async function drawPrefetch(page: Page): Promise<void> {
  await page.keyboard.press('Control+4')
  const card = page.getByRole('listitem', { name: planName })
  await card.getByRole('button', { name: 'Run now' }).click()
  await card.getByText(/ready \d+ \/ \d+$/).waitFor()
  await waitForRest(page)
  await page.getByRole('button', { name: /^Replay \w{3} \d+ \w{3} \d{4}$/ }).click()
  await page.getByTestId('started').filter({ hasText: 'from prefetch' }).waitFor()
  await page.keyboard.press('Control+4')
  await page.getByTestId('hit-rate').filter({ hasText: '1 of 1' }).waitFor()
  await waitForRest(page)
  await takePointerAway(page)
  await save(page, 'prefetch')
}

/** A run on the bars of the night, which its trades say what they rest on. */
async function drawBacktest(page: Page): Promise<void> {
  await page.keyboard.press('Control+5')
  await page.getByRole('button', { name: 'Run Ctrl Enter', disabled: false }).waitFor()
  await page.keyboard.press('Control+Enter')
  const trades = page.getByRole('grid', { name: /^Trades/ })
  await trades.waitFor()
  await trades.getByRole('button', { name: 'Data' }).click()
  await trades
    .getByRole('columnheader', { name: 'Data' })
    .and(page.locator('[aria-sort=descending]'))
    .waitFor()
  await waitForRest(page)
  await takePointerAway(page)
  await save(page, 'backtest')
}

async function drawData(app: ElectronApplication, page: Page): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
  }, exported)
  await page.keyboard.press('Control+2')
  await page.getByRole('button', { name: 'Choose a folder' }).click()
  await page.locator('button:enabled', { hasText: /^Import \d+ files$/ }).waitFor()
  await takePointerAway(page)
  await save(page, 'data')
}

/** Until upkeep has looked at what is open: a start that is shown is not to wait for it. */
async function waitForRest(page: Page): Promise<void> {
  await page
    .getByTestId('upkeep')
    .filter({ hasText: /^Upkeep \d\.\d % CPU$/ })
    .waitFor()
}

/** The pointer of the display lies where the chart is, and a chart shows the bar under it. */
async function takePointerAway(page: Page): Promise<void> {
  await page.mouse.move(size.width / 2, size.height / 2)
  await page.mouse.move(1, 1)
}

/** Types into the palette and takes its first answer. */
async function ask(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Symbol, time/).fill(text)
  await page.getByRole('option', { selected: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

async function save(page: Page, name: string): Promise<void> {
  const path = join(projectRoot, 'docs', `${name}.png`)
  await page.screenshot({ path, animations: 'disabled' })
  console.log(path)
}

await makePictures()
