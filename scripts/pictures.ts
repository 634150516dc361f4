import { mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { ensureBuilt } from './build/bundles.ts'
import { drawBacktest, drawStrategy, drawSweep } from './pictures/backtest-views.ts'
import { makeNight } from './pictures/night-plan.ts'
import { size } from './pictures/page.ts'
import { drawPrefetch } from './pictures/prefetch-view.ts'
import { drawCalendar, drawData, drawPaperOrders, drawReplay, shown } from './pictures/replay-views.ts'
import { mustRun } from './setup/command.ts'
import { projectRoot } from './setup/project.ts'
import { ensureWorkplace } from './setup/workplace.ts'
import { ensureDemoStore } from './start/demo.ts'

/** A folder whose name may be read in the pictures; it is the same whoever makes them. */
const folder = join(tmpdir(), 'tapedeck')
const store = join(folder, 'demo.tapedeck')
const exported = join(folder, 'csv')
/** Another demo store, with a plan and a source that has what it lacks. */
const nightStore = join(folder, 'night.tapedeck')

const exportedSymbols = ['HALDO', 'MIRVA', 'SORVE', 'TDBND'] as const

/** Makes the pictures of the README and of docs/ from the demo store and a night of made-up bars, in real Electron. */
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
      await drawPaperOrders(page)
      await drawCalendar(page)
      await drawData(app, page, exported)
      await drawStrategy(page)
      await drawSweep(page)
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

await makePictures()
