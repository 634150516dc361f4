import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test'

const checkout = join(import.meta.dirname, '..')
const screens = join(checkout, 'test-results', 'screens')
const startMs = 60_000

export interface StartOptions {
  /** Opens this store, as `--store=PATH` does. */
  readonly store?: string
  /** Keeps the user's data between two starts; a fresh folder without it. */
  readonly userData?: string
  readonly args?: readonly string[]
}

/** A running workstation with user data of its own. */
export interface Workstation {
  readonly app: ElectronApplication
  readonly page: Page
  readonly userData: string
  /** Every line that a console of the program has printed: those of the window, of main and of the engine. */
  readonly lines: readonly string[]
  /** Saves what the window shows as test-results/screens/NAME.png; names start with their order, e.g. 03-replay. */
  screenshot(name: string): Promise<void>
  /** Quits like a user and waits for the end of the process. */
  close(): Promise<void>
}

/** Starts the built workstation in real Electron. One that does not show its page within 60 s fails with its output. */
export type StartWorkstation = (options?: StartOptions) => Promise<Workstation>

/** The test function of every specification; what it started is closed after each test. */
export const test = base.extend<{ start: StartWorkstation }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are used from the pattern.
  start: async ({}, use) => {
    const running: { close(): Promise<void> }[] = []
    const folders: string[] = []
    await use(async (options = {}) => {
      const userData = options.userData ?? mkdtempSync(join(tmpdir(), 'tapedeck-e2e-'))
      folders.push(userData)
      const workstation = await startWorkstation(userData, options)
      running.push(workstation)
      return workstation
    })
    for (const workstation of running) await workstation.close()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  },
})

export { expect }

/** Arguments of Electron for the built workstation with a folder of user data of its own. */
export function programArgs(userData: string): readonly string[] {
  const rootArgs = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return [...rootArgs, checkout, `--user-data-dir=${userData}`]
}

async function startWorkstation(userData: string, options: StartOptions): Promise<Workstation> {
  const executablePath = process.env.TAPEDECK_ELECTRON
  if (!executablePath) throw new Error('TAPEDECK_ELECTRON names no Electron; run node scripts/e2e.ts')
  const lines: string[] = []
  const storeArgs = options.store === undefined ? [] : [`--store=${options.store}`]
  const app = await _electron.launch({
    executablePath,
    args: [...programArgs(userData), ...storeArgs, ...(options.args ?? [])],
    timeout: startMs,
  })
  collectOutput(app, lines)
  app.on('window', (page) => collectConsole(page, lines))
  const page = await shownPage(app, lines)
  let closed: Promise<void> | undefined
  return {
    app,
    page,
    userData,
    lines,
    async screenshot(name) {
      mkdirSync(screens, { recursive: true })
      await page.screenshot({ path: join(screens, `${name}.png`), animations: 'disabled' })
    },
    close() {
      closed ??= app.close()
      return closed
    },
  }
}

async function shownPage(app: ElectronApplication, lines: readonly string[]): Promise<Page> {
  try {
    const page = await app.firstWindow({ timeout: startMs })
    await page.waitForSelector('#root > *', { timeout: startMs })
    return page
  } catch (error) {
    app.process().kill('SIGKILL')
    const cause = error instanceof Error ? error.message : String(error)
    throw new Error(`The workstation did not start: ${cause}\nIts output:\n${lines.join('\n')}`)
  }
}

function collectConsole(page: Page, lines: string[]): void {
  page.on('console', (message) => lines.push(`window: ${message.text()}`))
  page.on('pageerror', (error) => lines.push(`window: ${error.stack ?? error.message}`))
  page.on('crash', () => lines.push('window: crashed'))
}

function collectOutput(app: ElectronApplication, lines: string[]): void {
  const { stdout, stderr } = app.process()
  for (const stream of [stdout, stderr]) {
    let rest = ''
    stream?.on('data', (chunk) => {
      const parts = (rest + String(chunk)).split('\n')
      rest = parts.pop() ?? ''
      for (const part of parts) if (part.trim() && !isOfTheMachine(part)) lines.push(`main: ${part.trim()}`)
    })
  }
}

/** What Chromium and the test's own debugger print on a machine without a desktop; the program has no part in it. */
function isOfTheMachine(line: string): boolean {
  return (
    /:ERROR:(bus|object_proxy)\.cc\(\d+\)\]/.test(line) ||
    /:ERROR:(viz_main_impl|gpu_init|command_buffer_proxy_impl|gl_factory)\.cc\(\d+\)\]/.test(line) ||
    /:ERROR:display\.cc\(\d+\)\] Frame latency is negative/.test(line) ||
    /^(Debugger (listening|ending|attached)|DevTools listening|For help, see: https:\/\/nodejs\.org|Waiting for the debugger)/.test(
      line,
    )
  )
}
