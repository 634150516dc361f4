import type { Channel } from '#shared/protocol/channel.ts'
import { portMessage } from '#shared/protocol/desktop-contract.ts'
import { readyMessage } from '#shared/protocol/handshake.ts'

export type PortName = 'engine' | 'desktop'

/** A channel over a port that the preload handed to the window. */
export function portChannel(port: MessagePort): Channel {
  let open = true
  return {
    post(message) {
      if (open) port.postMessage(message)
    },
    listen(onMessage, onClose) {
      port.onmessage = ({ data }) => {
        if (open) onMessage(data)
      }
      port.addEventListener('close', () => {
        if (!open) return
        open = false
        onClose()
      })
      port.start()
    },
    close() {
      open = false
      port.close()
    },
  }
}

/** Asks for ports and takes those that are posted to this window: one to the desktop, one to each new engine. */
export function listenForPorts(onPort: (to: PortName, channel: Channel) => void): void {
  window.addEventListener('message', (event) => {
    if (event.source !== window) return
    const message = portMessage.safeParse(event.data)
    const port = event.ports[0]
    if (message.success && port) onPort(message.data.to, portChannel(port))
  })
  window.postMessage(readyMessage, window.location.origin)
}
