import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { _electron, type Page } from '@playwright/test'
import type { MeasuredStart, StartTask } from './session-start.ts'

/** What session-start.ts runs on a display: the built program, in which days are clicked as a user clicks them. */
const task = JSON.parse(process.argv[2] ?? '') as StartTask
const checkout = join(import.meta.dirname, '..')
/** A taken session is prepared anew after the rest between two rounds; the machine may be busy. */
const preparedAfterMs = 16_000
const quietMs = 1_500

/**
 * Notes the click, when the opening goes out and is answered, when the last call of a chart for bars of the session was
 * made, which is when the window has taken the frame that brought them, when those were painted, and when all of the
 * window shows the session: its button has other words then, with the hours, and no list waits for its numbers.
 */
const watchStarts = `{
  const post = MessagePort.prototype.postMessage
  const heard = new WeakSet()
  const button = () => document.querySelector('[data-testid=session-button]')
  window.start_ = {}
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-day]'))
      window.start_ = { click: event.timeStamp, charts: new Set(), before: button().textContent }
  }, true)
  new MutationObserver(() => {
    const { start_ } = window
    const words = button().textContent
    if (start_.answered && words !== start_.before && words.includes(':') && !document.querySelector('[aria-busy=true]'))
      start_.whole ??= performance.now()
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
  MessagePort.prototype.postMessage = function (message, ...rest) {
    const start = window.start_
    if (!heard.has(this)) {
      heard.add(this)
      this.addEventListener('message', ({ data }) => {
        const { start_ } = window
        if (data?.name === 'frame' && data.payload.charts.some(({ chart }) => start_.charts?.has(chart))) {
          start_.drawn = performance.now()
          start_.seq = data.payload.seq
        }
        if (data?.type !== 'answer' || data.id !== start_.id || start_.answered) return
        start_.answered = performance.now()
        start_.from = data.value.opened?.from ?? 'unknown'
        start_.opening = data.value.opened?.ms
      })
    }
    if (message?.type === 'call' && message.name === 'replay.open') {
      start.id = message.id
      start.asked = performance.now()
      for (const { chart } of message.params.charts ?? []) start.charts?.add(chart)
    }
    if (message?.type === 'call' && message.name === 'chart.open') start.charts?.add(message.params.chart)
    if (message?.type === 'signal' && message.name === 'frame.drawn' && message.payload.seq === start.seq)
      setTimeout(() => { start.painted = performance.now() }, 0)
    return post.call(this, message, ...rest)
  }
}`

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
  await page.locator('[data-testid=play]:enabled').waitFor({ timeout: 60_000 })
  await page.evaluate(watchStarts)
  const starts: MeasuredStart[] = []
  for (let round = 0; round < task.rounds; round++) {
    await wait(preparedAfterMs)
    const both = [await startOf(page, task.prepared), await startOf(page, task.other)]
    if (round > 0) starts.push(...both)
  }
  console.log(JSON.stringify(starts))
} finally {
  await app.close()
  rmSync(userData, { recursive: true, force: true })
}

async function startOf(page: Page, session: string): Promise<MeasuredStart> {
  await page.getByTestId('session-button').click()
  await page.locator(`[data-day="${session}"]`).click()
  // A page without eval cannot wait for an expression by itself.
  while (!(await page.evaluate('window.start_.painted !== undefined && window.start_.whole !== undefined')))
    await wait(100)
  await wait(quietMs)
  const { click, from, opening, ...times } = (await page.evaluate(
    '({ ...window.start_, charts: undefined })',
  )) as {
    readonly click: number
    readonly from: string
    readonly opening: number
    readonly asked: number
    readonly answered: number
    readonly drawn: number
    readonly painted: number
    readonly whole: number
  }
  const since = (time: number): number => time - click
  const { asked, answered, drawn, painted, whole } = times
  return {
    from,
    opening,
    asked: since(asked),
    answered: since(answered),
    drawn: since(drawn),
    painted: since(painted),
    whole: since(whole),
  }
}
