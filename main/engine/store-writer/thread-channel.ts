import type { MessagePort, Worker } from 'node:worker_threads'
import type { Channel } from '#shared/protocol/channel.ts'

/** The engine's end of the pipe to a thread. It closes when the thread ends, whatever the cause. */
export function workerChannel(worker: Worker): Channel {
  return {
    post: (message) => worker.postMessage(message),
    listen(onMessage, onClose) {
      worker.on('message', onMessage)
      worker.once('exit', onClose)
    },
    close: () => void worker.terminate(),
  }
}

/** The thread's end. */
export function parentChannel(port: MessagePort): Channel {
  return {
    post: (message) => port.postMessage(message),
    listen(onMessage, onClose) {
      port.on('message', onMessage)
      port.once('close', onClose)
    },
    close: () => port.close(),
  }
}
