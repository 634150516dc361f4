import { setTimeout as wait } from 'node:timers/promises'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import { createClient } from '#shared/protocol/client.ts'
import { engineContract } from '#shared/protocol/engine-contract.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { enginePortChannel } from '../main/engine/rpc/port-channel.ts'
import { electronPort } from '../main/engine/rpc/testing/ports.ts'
import type { Played, PlayTask } from './play.ts'

/** The window of delay-engine.ts: opens a session with four charts, plays it, and acknowledges every frame at once. */
const { task, port } = workerData as { readonly task: PlayTask; readonly port: MessagePort }
const client = createClient(engineContract, enginePortChannel(electronPort(port)))
/** Between two questions about the ledger. */
const ledgerPauseMs = 250
let frames = 0
let clock = 0
client.on('frame', (frame) => {
  frames++
  clock = frame.clock
  client.signal('frame.drawn', { seq: frame.seq })
})
/** The thread of upkeep runs and knows the session: how long it takes to start is not what is measured here. */
const isGraded = new Promise<void>((resolve) => {
  client.on('upkeep.quality', ({ measured }) => {
    if (measured) resolve()
  })
})
parentPort?.on('message', (command) => void (command === 'open' ? open() : play()))

async function open(): Promise<void> {
  const { path, exchange, session, symbols } = task
  await client.call('store.open', { path })
  await client.call('replay.open', {
    exchange,
    session,
    symbols: [...symbols],
    trailing: [{ sessions: 5, interval: oneMinute }],
    hours: 'regular',
  })
  for (const [chart, interval] of ['1m', '5m', '15m', '1h'].entries())
    await client.call('chart.open', {
      chart,
      symbol: symbols[chart] as string,
      interval: interval as Interval,
      trailing: true,
    })
  await client.call('replay.speed', { speed: task.speed })
  parentPort?.postMessage('opened')
}

async function play(): Promise<void> {
  if (task.jump) await isGraded
  const [framesBefore, clockBefore] = [frames, clock]
  await client.call('replay.play', undefined)
  const asking = new AbortController()
  const ledgerMs = askLedger(asking.signal)
  const complete = task.jump && (await jump(task.jump))
  await wait(task.seconds * 1000)
  await client.call('replay.pause', undefined)
  asking.abort()
  const played: Played = {
    frames: frames - framesBefore,
    minutes: Math.round((clock - clockBefore) / minuteMs),
    ledgerMs: await ledgerMs,
    ...(complete && { complete }),
  }
  parentPort?.postMessage(played)
}

/** Goes to a time while it plays, and waits until so many minutes were filled; answers what that took. */
async function jump({ to, missing }: NonNullable<PlayTask['jump']>): Promise<Played['complete']> {
  const [before, usedBefore] = [performance.now(), process.cpuUsage()]
  const complete = new Promise<void>((resolve) => {
    client.on('upkeep.changed', ({ filled }) => {
      if (filled >= missing) resolve()
    })
  })
  await client.call('replay.seek', { at: to })
  await complete
  const { user, system } = process.cpuUsage(usedBefore)
  return { wallMs: performance.now() - before, processorMs: (user + system) / 1000 }
}

/** Asks for the ledger of one symbol over and over, as the window does while the replay is on the screen. */
async function askLedger(signal: AbortSignal): Promise<readonly number[]> {
  const taken: number[] = []
  const [symbol = ''] = task.symbols
  while (!signal.aborted) {
    const before = performance.now()
    await client.call('ledger.session', { symbol })
    taken.push(performance.now() - before)
    await wait(ledgerPauseMs)
  }
  return taken
}
