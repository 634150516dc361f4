import { setTimeout as wait } from 'node:timers/promises'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import { createClient } from '#shared/protocol/client.ts'
import { engineContract } from '#shared/protocol/engine-contract.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { enginePortChannel } from '../main/engine/rpc/port-channel.ts'
import { electronPort } from '../main/engine/rpc/testing/ports.ts'
import type { PlayTask } from './coordinator-delay.ts'

/** The window of delay-engine.ts: opens a session with four charts, plays it, and acknowledges every frame at once. */
const { task, port } = workerData as { readonly task: PlayTask; readonly port: MessagePort }
const client = createClient(engineContract, enginePortChannel(electronPort(port)))
let frames = 0
let clock = 0
client.on('frame', (frame) => {
  frames++
  clock = frame.clock
  client.signal('frame.drawn', { seq: frame.seq })
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
  const [framesBefore, clockBefore] = [frames, clock]
  await client.call('replay.play', undefined)
  await wait(task.seconds * 1000)
  await client.call('replay.pause', undefined)
  parentPort?.postMessage({
    frames: frames - framesBefore,
    minutes: Math.round((clock - clockBefore) / minuteMs),
  })
}
