import { z } from 'zod'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { Server } from '#shared/protocol/server.ts'
import type { SystemManager } from '../system-manager.ts'
import { serveEngine } from './engine-server.ts'
import { type EnginePort, enginePortChannel } from './port-channel.ts'

/** The port over which Electron's main process hands the engine ports of windows, of the keys and of itself, and tells it to end. */
export interface ParentPort {
  on(
    name: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly EnginePort[] }) => void,
  ): void
}

const parentMessage = z.object({ type: z.enum(['connect', 'keys', 'overnight', 'stop']) })

/**
 * Serves the window whose port came last: a new port takes the place of the one before. `warn` gets a line for
 * every message that fits no contract; `stopped` is called when everything was closed after a request to stop.
 */
export function servePorts(
  parent: ParentPort,
  system: SystemManager,
  around: { readonly warn: (line: string) => void; readonly stopped: () => void },
): void {
  let server: Server<EngineContract> | undefined

  function report({ message }: Failure): void {
    around.warn(`engine: ${message}`)
  }

  parent.on('message', ({ data, ports: [port] }) => {
    const message = parentMessage.safeParse(data)
    if (!message.success) report(new Failure('bad-message', 'A message of the parent has no known form.'))
    else if (message.data.type === 'stop') void system.close().finally(around.stopped)
    else if (!port) report(new Failure('bad-message', 'A connection came without its port.'))
    else if (message.data.type === 'keys') system.keys.connect(enginePortChannel(port))
    else if (message.data.type === 'overnight') system.prefetch.overnight.connect(enginePortChannel(port))
    else {
      server?.close()
      server = serveEngine(enginePortChannel(port), system, report)
    }
  })
}
