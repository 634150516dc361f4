import { parentPort } from 'node:worker_threads'
import { parentChannel } from '../../store-writer/thread-channel.ts'
import { processTicker } from '../../time/ticker.ts'
import { WallTime } from '../../time/wall-time.ts'
import { serveHost } from './serve-host.ts'

if (!parentPort) throw new Error('Backtests run in a worker thread of the engine.')
// Built, or as it is written.
const sandbox = import.meta.url.endsWith('.ts') ? '../thread.ts' : './backtest.js'
serveHost(parentChannel(parentPort), {
  sandbox: new URL(sandbox, import.meta.url),
  time: new WallTime(),
  ticker: processTicker,
})
