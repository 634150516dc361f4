import type { Channel } from '#shared/protocol/channel.ts'
import { keysContract } from '#shared/protocol/keys-contract.ts'
import { serve } from '#shared/protocol/server.ts'
import type { Keychain } from './keychain.ts'

/** Answers the engine, and nobody else, what the keys of its sources are. */
export function serveKeys(channel: Channel, keychain: Keychain): void {
  const server = serve(
    keysContract,
    channel,
    {
      calls: {
        'keys.read': ({ secret, ...place }) => {
          const key = keychain.read(place, secret)
          return key === undefined ? {} : { key }
        },
        'keys.held': (place) => keychain.held(place),
      },
      signals: {},
    },
    { onClose: () => silence() },
  )
  const silence = keychain.onChange((source) => server.emit('keys.changed', { source }))
}
