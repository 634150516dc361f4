import type { MessagePortMain } from 'electron'
import type { Channel } from '#shared/protocol/channel.ts'

/** A port of Electron's main process as a channel. */
export function portChannel(port: MessagePortMain): Channel {
  return {
    post: (message) => port.postMessage(message),
    listen(onMessage, onClose) {
      port.on('message', ({ data }) => onMessage(data))
      port.on('close', onClose)
      port.start()
    },
    close: () => port.close(),
  }
}
