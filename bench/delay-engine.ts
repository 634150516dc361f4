import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { MessageChannel, Worker } from 'node:worker_threads'
import type { Channel } from '#shared/protocol/channel.ts'
import { OverlayFile } from '../main/engine/calendars/overlay-file.ts'
import { serveEngine } from '../main/engine/rpc/engine-server.ts'
import { enginePortChannel } from '../main/engine/rpc/port-channel.ts'
import { electronPort } from '../main/engine/rpc/testing/ports.ts'
import { SettingsFile } from '../main/engine/settings/settings-file.ts'
import { startThread } from '../main/engine/store-writer/start-thread.ts'
import { createSystem } from '../main/engine/system-manager.ts'
import { processTicker, type Ticker } from '../main/engine/time/ticker.ts'
import { time } from './filled-store.ts'
import { type Delay, type DelayFinding, type Played, type PlayTask, spreadOf } from './play.ts'

/** What play.ts runs in a process of its own: the engine, played by a window in another thread. */
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
  startWriter: () => threadOf('store-writer/thread.ts'),
  startUpkeep: () => threadOf('upkeep/data-upkeep/thread.ts'),
  startPrefetch: () => threadOf('prefetch/run/thread.ts'),
  startBacktests: () => threadOf('backtest/desk/thread.ts'),
  startSweep: () => threadOf('sweep/desk/thread.ts'),
  describeThread: new URL('../main/engine/strategies/describe/thread.ts', import.meta.url),
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
const ended = once(window, 'message')
const rounds = processorOfRounds()
const playing = await delayUntil(ended)
const [{ ledgerMs, ...played }] = (await ended) as [Played]
const turns = { count: wall.length, wall: spreadOf(wall), processor: spreadOf(processor) }
const finding: DelayFinding = {
  ...{ idle, opening, playing, turns, rounds: spreadOf(rounds), longestGc },
  ...{ ...played, ledger: spreadOf(ledgerMs) },
}
console.log(JSON.stringify(finding))
await system.close()
process.exit(0)

function threadOf(file: string): Channel {
  return startThread(new URL(`../main/engine/${file}`, import.meta.url), (cause) => {
    throw cause
  })
}

/** What the thread took of the processor from one sample to the next, whatever else the machine does meanwhile. */
function processorOfRounds(): readonly number[] {
  const taken: number[] = []
  let before = process.threadCpuUsage()
  setInterval(() => {
    const now = process.threadCpuUsage()
    taken.push((now.user + now.system - before.user - before.system) / 1000)
    before = now
  }, sampleMs)
  return taken
}

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
