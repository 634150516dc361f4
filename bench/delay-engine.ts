import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { MessageChannel, Worker } from 'node:worker_threads'
import { OverlayFile } from '../main/engine/calendars/overlay-file.ts'
import { serveEngine } from '../main/engine/rpc/engine-server.ts'
import { enginePortChannel } from '../main/engine/rpc/port-channel.ts'
import { electronPort } from '../main/engine/rpc/testing/ports.ts'
import { SettingsFile } from '../main/engine/settings/settings-file.ts'
import { startThread } from '../main/engine/store-writer/start-thread.ts'
import { writerInProcess } from '../main/engine/system/testing/test-engine.ts'
import { createSystem } from '../main/engine/system-manager.ts'
import { processTicker, type Ticker } from '../main/engine/time/ticker.ts'
import type { Delay, DelayFinding, PlayTask } from './coordinator-delay.ts'
import { time } from './filled-store.ts'

/** What coordinator-delay.ts runs in a process of its own: the engine, played by a window in another thread. */
const task = JSON.parse(process.argv[2] ?? '') as PlayTask
const sampleMs = 1
const nsPerMs = 1e6
const wall: number[] = []
const processor: number[] = []
let longestGc = 0

/** The ticker of the process; notes how long each turn takes. */
const ticker: Ticker = {
  elapsed: processTicker.elapsed,
  after: (ms, run) => processTicker.after(ms, () => timed(run)),
  soon: (run) => processTicker.soon(() => timed(run)),
}

const system = createSystem({
  version: 'bench',
  time,
  ticker,
  settings: new SettingsFile(join(dirname(task.path), 'settings.json'), time),
  overlays: new OverlayFile(join(dirname(task.path), 'calendars.json')),
  startWriter: () => writerInProcess('bench'),
  startUpkeep: () =>
    startThread(new URL('../main/engine/upkeep/data-upkeep/thread.ts', import.meta.url), (cause) => {
      throw cause
    }),
  startPrefetch: () =>
    startThread(new URL('../main/engine/prefetch/run/thread.ts', import.meta.url), (cause) => {
      throw cause
    }),
  variables: {},
  random: () => 0,
})
const { port1, port2 } = new MessageChannel()
serveEngine(enginePortChannel(electronPort(port1)), system)
const window = new Worker(new URL('./delay-window.ts', import.meta.url), {
  workerData: { task, port: port2 },
  transferList: [port2],
})

const idle = await delayUntil(wait(2000))
window.postMessage('open')
const opening = await delayUntil(once(window, 'message'))
wall.length = 0
processor.length = 0
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longestGc = Math.max(longestGc, duration)
}).observe({ entryTypes: ['gc'] })
window.postMessage('play')
const played = once(window, 'message')
const playing = await delayUntil(played)
const [{ frames, minutes }] = (await played) as [{ frames: number; minutes: number }]
const turns = { count: wall.length, wall: spreadOf(wall), processor: spreadOf(processor) }
const finding: DelayFinding = { idle, opening, playing, turns, longestGc, frames, minutes }
console.log(JSON.stringify(finding))
await system.close()
process.exit(0)

function timed(run: () => void): void {
  const before = performance.now()
  const cpuBefore = process.threadCpuUsage()
  run()
  const { user, system } = process.threadCpuUsage(cpuBefore)
  wall.push(performance.now() - before)
  processor.push((user + system) / 1000)
}

async function delayUntil(end: Promise<unknown>): Promise<Delay> {
  const histogram = monitorEventLoopDelay({ resolution: sampleMs })
  histogram.enable()
  await end
  histogram.disable()
  const late = (ns: number): number => Math.max(0, ns / nsPerMs - sampleMs)
  return {
    p50: late(histogram.percentile(50)),
    p99: late(histogram.percentile(99)),
    max: late(histogram.max),
  }
}

function spreadOf(times: readonly number[]): Delay {
  const sorted = [...times].sort((a, b) => a - b)
  const share = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
  return { p50: share(0.5), p99: share(0.99), max: share(1) }
}
