import { parentPort } from 'node:worker_threads'
import { WallTime } from '../time/wall-time.ts'
import { serveWriter } from './serve-writer.ts'
import { parentChannel } from './thread-channel.ts'

if (!parentPort) throw new Error('The store writer runs as a worker thread of the engine.')
serveWriter(parentChannel(parentPort), new WallTime(), `Tapedeck (process ${process.pid})`)
