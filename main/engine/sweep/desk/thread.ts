import { availableParallelism } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { parentChannel } from '../../store-writer/thread-channel.ts'
import { processTicker } from '../../time/ticker.ts'
import { WallTime } from '../../time/wall-time.ts'
import { serveSweeps } from './serve-sweeps.ts'

if (!parentPort) throw new Error('Sweeps run in a worker thread of the engine.')
// Built, or as it is written.
const cells = import.meta.url.endsWith('.ts') ? '../thread.ts' : './sweep.js'
serveSweeps(parentChannel(parentPort), {
  cells: new URL(cells, import.meta.url),
  // One core is left for the window and the engine, where there are enough.
  workers: Math.max(1, availableParallelism() - (availableParallelism() > 2 ? 1 : 0)),
  time: new WallTime(),
  ticker: processTicker,
})
