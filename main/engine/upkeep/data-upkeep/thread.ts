import { parentPort } from 'node:worker_threads'
import { parentChannel } from '../../store-writer/thread-channel.ts'
import { processTicker } from '../../time/ticker.ts'
import { WallTime } from '../../time/wall-time.ts'
import { serveUpkeep } from './serve-upkeep.ts'

if (!parentPort) throw new Error('Upkeep runs as a worker thread of the engine.')
serveUpkeep(parentChannel(parentPort), {
  time: new WallTime(),
  ticker: processTicker,
  random: Math.random,
})
