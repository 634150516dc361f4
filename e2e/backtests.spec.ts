import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { tapedeck } from './command.ts'
import { killEngine } from './engine-process.ts'
import { callOver, countPorts, notePorts } from './ports.ts'
import { expect, test } from './workstation.ts'

const folder = mkdtempSync(join(tmpdir(), 'tapedeck-backtests-'))
const store = join(folder, 'demo.tapedeck')
test.beforeAll(() => {
  tapedeck('demo', '--store', store)
})
test.afterAll(() => rmSync(folder, { recursive: true }))

const request = {
  strategy: { kind: 'built-in', name: 'two-averages' },
  params: {},
  symbols: ['TDALL'],
  from: '2024-11-18',
  to: '2024-11-20',
  interval: '1m',
  view: 'as-repaired',
  broker: {
    cash: 100_000,
    commission: { kind: 'none' },
    slippage: { kind: 'none' },
    spread: { kind: 'none' },
    volumeShare: null,
    margin: { initial: 0.5, maintenance: 0.25 },
    allowShort: true,
  },
  closeAtEnd: true,
}

async function asked<T>(page: Page, name: string, params?: unknown): Promise<T> {
  const { value, failure } = (await callOver(page, 'engine', name, params)) as {
    value: T
    failure?: { message: string }
  }
  if (failure) throw new Error(failure.message)
  return value
}

interface Ended {
  readonly run: number
  readonly outcome: string
  readonly kept?: unknown
}

/** How a run ended, once it has. */
async function endOf(page: Page, run: number): Promise<Ended> {
  const heard = (): Promise<Ended | undefined> =>
    page.evaluate((run) => {
      const messages = window.handed.flatMap((entry) => entry.messages) as { name?: string; payload: Ended }[]
      return messages.find(({ name, payload }) => name === 'backtest.ended' && payload.run === run)?.payload
    }, run)
  await expect.poll(heard, { timeout: 60_000 }).toBeDefined()
  return (await heard()) as Ended
}

test('a backtest runs in the engine, is cancelled, and a kept one outlives a crash of the engine', async ({
  start,
}) => {
  const { app, page } = await start({ store })
  await expect(page.getByTestId('play')).toBeEnabled()
  await notePorts(page)
  const { run } = await asked<{ run: number }>(page, 'backtest.start', { request })
  expect(await endOf(page, run)).toMatchObject({
    outcome: 'done',
    kept: { strategy: 'Two moving averages', bars: 1170 },
  })

  const endless = 'export default { name: "Endless", onBar() { for (;;); } }'
  const strategy = { kind: 'file', file: 'endless.ts', text: endless }
  const second = await asked<{ run: number }>(page, 'backtest.start', { request: { ...request, strategy } })
  await asked(page, 'backtest.cancel', second)
  expect(await endOf(page, second.run)).toMatchObject({ outcome: 'cancelled' })

  await killEngine(app)
  await expect.poll(() => countPorts(page, 'engine')).toBeGreaterThan(1)
  await expect
    .poll(() => asked<{ id: number }[]>(page, 'backtest.runs').catch(() => []), { timeout: 60_000 })
    .toMatchObject([{ id: run }])
  const trust = await asked<{ variants: unknown[] }>(page, 'backtest.trust', { run })
  expect(trust.variants).toHaveLength(4)
})
