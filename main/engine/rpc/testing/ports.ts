import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { type Client, createClient } from '#shared/protocol/client.ts'
import { type EngineContract, engineContract } from '#shared/protocol/engine-contract.ts'
import { type EnginePort, enginePortChannel } from '../port-channel.ts'
import type { ParentPort } from '../serve-ports.ts'

/** A port of Node as Electron's ports are: what arrives comes in an event. */
export function electronPort(port: MessagePort): EnginePort {
  return {
    postMessage: (message) => port.postMessage(message),
    on(name: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) {
      port.on(name, (data: unknown) => listener({ data }))
    },
    start: () => port.start(),
    close: () => port.close(),
  }
}

type Message = Parameters<Parameters<ParentPort['on']>[1]>[0]

/** Electron's main process as the engine sees it. */
export class TestParent implements ParentPort {
  #listener: ((event: Message) => void) | undefined

  on(_name: 'message', listener: (event: Message) => void): void {
    this.#listener = listener
  }

  send(data: unknown, ports: readonly EnginePort[] = []): void {
    this.#listener?.({ data, ports })
  }

  /** Hands the engine a port and returns a client at its other end. */
  connect(): Client<EngineContract> {
    const { port1, port2 } = new MessageChannel()
    this.send({ type: 'connect' }, [electronPort(port2)])
    return createClient(engineContract, enginePortChannel(electronPort(port1)))
  }
}
