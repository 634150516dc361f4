import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { epochMs } from '#shared/time/epoch.ts'
import { createDemoStore } from '../../demo/create-demo-store.ts'
import type { TimeProvider } from '../../time/time-provider.ts'
import { fixedTime, startTestEngine, type TestEngine, type TestEngineOptions } from './test-engine.ts'

/** A clock that stands after the last bar of the demo. */
export const afterDemo: TimeProvider = { now: () => epochMs(Date.parse('2025-01-01T00:00:00Z')) }

/** Makes the demo once for all tests of a file; what it gives starts an engine that has a copy of it open, `demo.tapedeck` in its folder. */
export function demoEngines(): (options: TestEngineOptions) => Promise<TestEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-demo-'))
  const demo = join(folder, 'demo.tapedeck')
  beforeAll(() => createDemoStore(demo, { time: fixedTime }))
  afterAll(() => rmSync(folder, { recursive: true }))
  return async (options) => {
    const engine = startTestEngine(options)
    const path = join(engine.folder, 'demo.tapedeck')
    copyFileSync(demo, path)
    await engine.client.call('store.open', { path })
    return engine
  }
}
