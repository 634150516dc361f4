import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Channel } from '#shared/protocol/channel.ts'
import { defaultSettings } from '#shared/settings/settings.ts'
import { addMs, minuteMs } from '#shared/time/epoch.ts'
import { Calendars } from '../calendars/calendars.ts'
import { openReader, openWriter, temporaryPath } from '../store/testing/temporary-store.ts'
import { WriterChild } from '../store/testing/writer-child.ts'
import { startThread } from '../store-writer/start-thread.ts'
import { WriterLink } from '../store-writer/writer-link.ts'
import { OpenStore } from '../system/open-store.ts'
import { ManualTicker } from '../time/manual-ticker.ts'
import { leaseIsOver, processIsAlive } from './lease.ts'
import type { RunPlan } from './plan-run.ts'
import { PrefetchManager } from './prefetch-manager.ts'
import { openRunStore } from './runner/run-store.ts'
import { planOf, utc } from './testing/plans.ts'

const due = utc('2024-07-05T12:30:00Z')
const later = { now: () => addMs(due, 20 * minuteMs) }
const writerThread = new URL('../store-writer/thread.ts', import.meta.url)
const planScript = join(import.meta.dirname, 'testing', 'plan-process.ts')
const counts = {
  symbols: 1,
  ready: 6,
  of: 6,
  requests: 1,
  bars: 390,
  bytes: 9,
  gaps: 0,
  filled: 0,
  errors: [],
}

/** A manager as the engine has it: the store read here and written to by a thread. */
function managerOf(path: string, runPlan: RunPlan) {
  const link = new WriterLink((): Channel => startThread(writerThread, () => undefined))
  const store = new OpenStore(link, () => undefined)
  const troubles: string[] = []
  const manager = new PrefetchManager(
    {
      store: openRunStore(store),
      time: later,
      ticker: new ManualTicker(),
      calendars: new Calendars(),
      runPlan,
      news: {
        changed: () => undefined,
        progress: () => undefined,
        ended: () => undefined,
        trouble: (message) => troubles.push(message),
      },
      owner: 'Tapedeck',
      pid: process.pid,
    },
    defaultSettings,
  )
  return {
    manager,
    troubles,
    open: () => store.open(path, 'open'),
    async close() {
      await manager.stop()
      await store.close()
      link.close()
    },
  }
}

describe('a plan that another process runs', () => {
  test('is not run here; once that process is killed its run is interrupted and taken up', async () => {
    const path = temporaryPath()
    openWriter(path).close()
    const other = new WriterChild(path, 'tapedeck prefetch', 0, planScript)
    await other.line('running')
    const ran: string[] = []
    const { manager, open, close, troubles } = managerOf(path, async ({ session }) => {
      ran.push(session)
      return { outcome: 'done', ...counts }
    })
    expect(await open()).toMatchObject({ access: 'read-only', owner: 'tapedeck prefetch' })
    manager.start()
    await manager.look()
    await expect(manager.runNow('Night')).rejects.toMatchObject({ code: 'read-only' })
    expect([ran, openReader(path).prefetch.running().length]).toEqual([[], 1])

    await other.kill()
    await manager.look()
    await Promise.all(manager.runner.going)
    await close()
    expect(ran).toEqual(['2024-07-05'])
    const { prefetch } = openReader(path)
    expect(prefetch.runs({ most: 9 }).map(({ outcome, reason }) => `${outcome}: ${reason}`)).toEqual([
      'done: It took up a run that had ended with its process.',
      expect.stringContaining('interrupted: tapedeck prefetch ended before the run was done'),
    ])
    expect(troubles).toEqual([])
  })

  test('and that lives keeps its lease', async () => {
    const path = temporaryPath()
    openWriter(path).close()
    const other = new WriterChild(path, 'tapedeck prefetch', 0, planScript)
    await other.line('running')
    const [leased] = openReader(path).prefetch.running()
    const runner = { owner: 'Tapedeck', pid: process.pid, runs: [] }
    expect(leased && leaseIsOver(runner, addMs(due, minuteMs), processIsAlive)(leased)).toBe(false)
    await other.kill()
    expect(leased && leaseIsOver(runner, addMs(due, minuteMs), processIsAlive)(leased)).toBe(true)
  })
})

test('a manager whose store is written to by a thread keeps plans, runs and reasons there', async () => {
  const path = temporaryPath()
  const made = openWriter(path)
  made.prefetch.savePlan(planOf(), undefined, addMs(due, -minuteMs))
  made.prefetch.savePlan(planOf({ name: 'Skips', missed: 'skip' }), undefined, addMs(due, -minuteMs))
  made.close()
  const { manager, open, close } = managerOf(path, async (_, tell) => {
    tell({ counts, cells: [] })
    return {
      outcome: 'partial',
      reason: 'A source was late.',
      ...counts,
      errors: [{ symbol: 'SPY', cause: 'late' }],
    }
  })
  await open()
  manager.start()
  await manager.look()
  await Promise.all(manager.runner.going)
  await close()
  const { prefetch } = openReader(path)
  expect(prefetch.plans().map(({ lookedAt }) => lookedAt)).toEqual([later.now(), later.now()])
  expect(prefetch.lastRun('Night')).toMatchObject({
    trigger: 'missed',
    outcome: 'partial',
    reason: expect.stringContaining('A source was late. It was due at 2024-07-05T12:30:00Z'),
    bars: 390,
    errors: [{ symbol: 'SPY', cause: 'late' }],
  })
  expect(prefetch.lastRun('Skips')).toMatchObject({
    outcome: 'skipped',
    reason: expect.stringContaining('the plan skips runs that were missed'),
  })
})
