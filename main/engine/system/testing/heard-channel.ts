import type { Channel } from '#shared/protocol/channel.ts'
import { serverMessage } from '#shared/protocol/wire.ts'

/** The same pipe, that tells of each event of a name that comes over it. */
export function heardChannel(channel: Channel, name: string, tell: () => void): Channel {
  return {
    post: (message) => channel.post(message),
    close: () => channel.close(),
    listen: (onMessage, onClose) =>
      channel.listen((message) => {
        const { data } = serverMessage.safeParse(message)
        if (data?.type === 'event' && data.name === name) tell()
        onMessage(message)
      }, onClose),
  }
}
