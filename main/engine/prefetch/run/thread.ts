import { parentPort } from 'node:worker_threads'
import { parentChannel } from '../../store-writer/thread-channel.ts'
import { processTicker } from '../../time/ticker.ts'
import { WallTime } from '../../time/wall-time.ts'
import { servePrefetch } from './serve-prefetch.ts'

if (!parentPort) throw new Error('A prefetch run is a worker thread of the engine.')
servePrefetch(parentChannel(parentPort), {
  time: new WallTime(),
  ticker: processTicker,
  random: Math.random,
})
