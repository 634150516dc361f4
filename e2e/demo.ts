import type { TestInfo } from '@playwright/test'
import { tapedeck } from './command.ts'
import { expect, type StartOptions, type StartWorkstation, type Workstation } from './workstation.ts'

export interface StartedDemo extends Workstation {
  /** The file of its store. */
  readonly store: string
  /** The symbol that the chart shows. */
  readonly symbol: string
}

interface DemoOptions extends Omit<StartOptions, 'store'> {
  /** Of the window, in points. */
  readonly size: { readonly width: number; readonly height: number }
}

/** Starts the workstation on a demo store of the test's own and waits until its last session can be played. */
export async function startOnDemo(
  start: StartWorkstation,
  testInfo: TestInfo,
  { size, ...options }: DemoOptions,
): Promise<StartedDemo> {
  const store = testInfo.outputPath('demo.tapedeck')
  tapedeck('demo', '--store', store)
  const started = await start({ ...options, store })
  const { app, page } = started
  await app.evaluate(
    ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 0, y: 0, ...bounds }),
    size,
  )
  await expect(page.getByTestId('play')).toBeEnabled()
  await expect(page.getByTestId('session-button')).toContainText('2 Dec 2024')
  const symbol = (await page.getByTestId('chart-symbol').textContent()) ?? ''
  return { ...started, store, symbol }
}
