import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test'

export interface Workstation {
  readonly app: ElectronApplication
  readonly page: Page
  /** Every line that any console of the program printed as an error or a warning. */
  readonly complaints: string[]
}

/** Starts the built program in real Electron with user data of its own. */
export async function startWorkstation(args: readonly string[] = []): Promise<Workstation> {
  const userData = mkdtempSync(join(tmpdir(), 'tapedeck-e2e-'))
  const executablePath = process.env.TAPEDECK_ELECTRON
  if (!executablePath)
    throw new Error('TAPEDECK_ELECTRON names no Electron; run npm test or node scripts/e2e.ts')
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = await _electron.launch({
    executablePath,
    args: [...root, join(import.meta.dirname, '..'), `--user-data-dir=${userData}`, ...args],
    timeout: 60_000,
  })
  const complaints: string[] = []
  const page = await app.firstWindow()
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { app, page, complaints }
}

export const test = base
export { expect }
