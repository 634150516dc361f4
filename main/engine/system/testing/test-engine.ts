import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Channel, channelPair } from '#shared/protocol/channel.ts'
import { type Client, createClient } from '#shared/protocol/client.ts'
import { type EngineContract, engineContract } from '#shared/protocol/engine-contract.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { serveHost } from '../../backtest/desk/serve-host.ts'
import { OverlayFile } from '../../calendars/overlay-file.ts'
import { servePrefetch } from '../../prefetch/run/serve-prefetch.ts'
import { serveEngine } from '../../rpc/engine-server.ts'
import { SettingsFile } from '../../settings/settings-file.ts'
import { serveWriter } from '../../store-writer/serve-writer.ts'
import { serveSweeps } from '../../sweep/desk/serve-sweeps.ts'
import { createSystem, type SystemManager } from '../../system-manager.ts'
import { processTicker, type Ticker } from '../../time/ticker.ts'
import type { TimeProvider } from '../../time/time-provider.ts'
import { serveUpkeep } from '../../upkeep/data-upkeep/serve-upkeep.ts'

export const fixedTime: TimeProvider = { now: () => epochMs(Date.parse('2024-06-01T12:00:00Z')) }

/** A whole engine with a folder for its stores and a client as the window has it. */
export interface TestEngine {
  readonly system: SystemManager
  readonly client: Client<EngineContract>
  readonly folder: string
  close(): Promise<void>
}

export interface TestEngineOptions {
  readonly ticker?: Ticker
  /** What serves as the writer's thread; one in this process unless told. */
  readonly startWriter?: () => Channel
  /** What serves as the thread of upkeep; one in this process unless told. */
  readonly startUpkeep?: () => Channel
  /** What serves as the thread of a prefetch run; one in this process unless told. */
  readonly startPrefetch?: () => Channel
  /** What serves as a thread of backtests; one in this process unless told, with a thread for strategies. */
  readonly startBacktests?: () => Channel
  /** What serves as the thread of a sweep; one in this process unless told, with threads for its cells. */
  readonly startSweep?: () => Channel
  /** Of its files; one of its own unless told. */
  readonly folder?: string
  /** The environment; empty unless told. */
  readonly variables?: Readonly<Record<string, string>>
}

/** Starts an engine in this process. */
export function startTestEngine({
  ticker = processTicker,
  startWriter = writerInProcess,
  startUpkeep = upkeepInProcess,
  startPrefetch = prefetchInProcess,
  startBacktests = () => backtestsInProcess(),
  startSweep = () => sweepInProcess(),
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-engine-')),
  variables = {},
}: TestEngineOptions = {}): TestEngine {
  const system = createSystem({
    version: '1.2.3',
    time: fixedTime,
    ticker,
    settings: new SettingsFile(join(folder, 'settings.json'), fixedTime),
    overlays: new OverlayFile(join(folder, 'calendar-overlay.json')),
    startWriter,
    startUpkeep,
    startPrefetch,
    startBacktests,
    startSweep,
    describeThread: new URL('../../strategies/describe/thread.ts', import.meta.url),
    variables,
    random: () => 0,
  })
  const [near, far] = channelPair()
  serveEngine(far, system)
  const client = createClient(engineContract, near)
  return {
    system,
    client,
    folder,
    async close() {
      await system.close()
      client.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** A writer that shares this process, behind the same pipe as the thread. */
export function writerInProcess(owner = 'test engine'): Channel {
  const [near, far] = channelPair()
  serveWriter(far, fixedTime, owner)
  return near
}

/** Upkeep that shares this process, behind the same pipe as the thread. */
export function upkeepInProcess(): Channel {
  const [near, far] = channelPair()
  serveUpkeep(far, { time: fixedTime, ticker: processTicker, random: () => 0.5 })
  return near
}

/** A run of prefetch that shares this process, behind the same pipe as its thread. */
export function prefetchInProcess(): Channel {
  const [near, far] = channelPair()
  servePrefetch(far, { time: fixedTime, ticker: processTicker, random: () => 0.5 })
  return near
}

/** A thread of backtests that shares this process, behind the same pipe; strategies have one of their own. */
export function backtestsInProcess(time: TimeProvider = fixedTime): Channel {
  const [near, far] = channelPair()
  const sandbox = new URL('../../backtest/thread.ts', import.meta.url)
  serveHost(far, { sandbox, time, ticker: processTicker })
  return near
}

/** The thread of a sweep that shares this process, behind the same pipe; cells have threads of their own. */
export function sweepInProcess(time: TimeProvider = fixedTime): Channel {
  const [near, far] = channelPair()
  const cells = new URL('../../sweep/thread.ts', import.meta.url)
  serveSweeps(far, { cells, workers: 2, time, ticker: processTicker })
  return near
}

/** Collects an event until it is asked for. */
export function eventsOf<N extends keyof EngineContract['events'] & string>(
  { client }: TestEngine,
  name: N,
): { readonly seen: unknown[]; next(): Promise<unknown> } {
  const seen: unknown[] = []
  const waiting: ((payload: unknown) => void)[] = []
  let read = 0
  client.on(name, (payload) => {
    seen.push(payload)
    waiting.shift()?.(seen[read++])
  })
  return {
    seen,
    next: () =>
      read < seen.length
        ? Promise.resolve(seen[read++])
        : new Promise((resolve) => {
            waiting.push(resolve)
          }),
  }
}
