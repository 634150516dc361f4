import { parentPort } from 'node:worker_threads'
import { loadZones } from '../time/load-zones.ts'
import { WallTime } from '../time/wall-time.ts'
import { serveWriter } from './serve-writer.ts'
import { parentChannel } from './thread-channel.ts'

if (!parentPort) throw new Error('The store writer runs as a worker thread of the engine.')
// A store is open after this, and what is asked of its sessions must not hold the coordinator.
loadZones()
serveWriter(parentChannel(parentPort), new WallTime(), `Tapedeck (process ${process.pid})`)
