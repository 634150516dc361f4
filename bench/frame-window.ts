import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { _electron, type Page } from '@playwright/test'
import type { FrameFinding } from './frame.ts'
import { type PlayTask, spreadOf } from './play.ts'

/** What frame.ts runs on a display: the built program, played as a user plays it. */
const task = JSON.parse(process.argv[2] ?? '') as PlayTask
const checkout = join(import.meta.dirname, '..')
const longMs = 16
const fileName = 'frames.json'

/** Notes every frame that the page measures, from now on. */
const watchFrames = `
  window.frames_ = []
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntriesByName('frame')) window.frames_.push([startTime, duration])
  }).observe({ type: 'measure' })`

const userData = mkdtempSync(`${task.path}-user-`)
const rootArgs = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const app = await _electron.launch({
  executablePath: process.env.TAPEDECK_ELECTRON ?? '',
  args: [...rootArgs, checkout, `--user-data-dir=${userData}`, `--store=${task.path}`],
  timeout: 60_000,
})
try {
  const page = await app.firstWindow({ timeout: 60_000 })
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900))
  await openSession(page)
  await page.evaluate(watchFrames)
  await page.getByTestId('play').click()
  await wait(1000)
  await jump(page)
  await wait(task.seconds * 1000)
  console.log(JSON.stringify(findingOf((await page.evaluate('window.frames_')) as [number, number][])))
} finally {
  await app.close()
  rmSync(userData, { recursive: true, force: true })
}

/** Lets a session file fall on the window and waits until it is open, its ledger graded. */
async function openSession(page: Page): Promise<void> {
  const { session, symbols, speed } = task
  await page.locator('[data-testid=play]:enabled').waitFor()
  const file = { session, symbols, speed, intervals: ['1m'] }
  const dropped = JSON.stringify(JSON.stringify(file))
  await page.evaluate(`{
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([${dropped}], '${fileName}'))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  }`)
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByTestId('watchlist-name').filter({ hasText: fileName }).waitFor()
  await page.getByText(`${symbols.length} symbols in replay`).waitFor()
  await page.locator('[data-testid=play]:enabled').waitFor()
  await page.getByTestId('count-missing').waitFor()
}

/** Sets the clock on by the palette while it plays. */
async function jump(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Symbol, time/).fill('@15:00')
  await page.getByRole('option', { selected: true }).waitFor()
  await page.keyboard.press('Enter')
}

function findingOf(frames: readonly [start: number, work: number][]): FrameFinding {
  const works = frames.map(([, work]) => work)
  const starts = frames.map(([start]) => start)
  const intervals = starts.slice(1).map((start, index) => start - (starts[index] ?? start))
  return {
    frames: frames.length,
    work: spreadOf(works),
    interval: spreadOf(intervals),
    long: works.filter((work) => work > longMs).length,
  }
}
