import type { Channel } from '#shared/protocol/channel.ts'
import { messageBytes } from './message-bytes.ts'

/** What the engine needs of the port that Electron's main process hands it. */
export interface EnginePort {
  postMessage(message: unknown): void
  on(name: 'message', listener: (event: { readonly data: unknown }) => void): void
  on(name: 'close', listener: () => void): void
  start(): void
  close(): void
}

/** Ports copy what they pass on, and a message of more would hold up both sides for longer than a frame. */
const largestMessageBytes = 8 * 1024 * 1024

/** A port as a channel. Throws a RangeError instead of posting a message that is too large. */
export function enginePortChannel(port: EnginePort): Channel {
  return {
    post(message) {
      const bytes = messageBytes(message)
      if (bytes > largestMessageBytes)
        throw new RangeError(`A message of ${bytes} bytes is too large for the window's port.`)
      port.postMessage(message)
    },
    listen(onMessage, onClose) {
      port.on('message', ({ data }) => onMessage(data))
      port.on('close', onClose)
      port.start()
    },
    close: () => port.close(),
  }
}
