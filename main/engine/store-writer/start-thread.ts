import { Worker } from 'node:worker_threads'
import type { Channel } from '#shared/protocol/channel.ts'
import { workerChannel } from './thread-channel.ts'

/** Starts a thread of the engine. `onError` hears what it died of. */
export function startThread(file: URL, onError: (cause: unknown) => void): Channel {
  const worker = new Worker(file)
  worker.on('error', onError)
  return workerChannel(worker)
}
