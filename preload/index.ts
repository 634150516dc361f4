import { ipcRenderer } from 'electron'
import { ipcNames, readyMessage } from '#shared/protocol/handshake.ts'

const ownOrigin = window.location.origin

window.addEventListener('message', ({ source, origin, data }) => {
  if (source === window && origin === ownOrigin && data === readyMessage) ipcRenderer.send(ipcNames.ready)
})

ipcRenderer.on(ipcNames.port, ({ ports }, message: unknown) => {
  window.postMessage(message, ownOrigin, [...ports])
})
