import { MessageChannelMain, type MessagePortMain, utilityProcess } from 'electron'
import type { Channel } from '#shared/protocol/channel.ts'
import { createClient } from '#shared/protocol/client.ts'
import { engineContract } from '#shared/protocol/engine-contract.ts'
import type { EngineNews, EngineProcess } from './engine-host.ts'
import { portChannel } from './port-channel.ts'

/**
 * Starts the engine's bundle `file` in a utility process; the settings lie in the file `settings`, and `serveKeys`
 * answers it over a channel of its own.
 */
export function startUtilityProcess(
  file: string,
  settings: string,
  serveKeys: (channel: Channel) => void,
  news: EngineNews,
): EngineProcess<MessagePortMain> {
  const child = utilityProcess.fork(file, [settings], { serviceName: 'Tapedeck Engine', stdio: 'pipe' })
  child.on('exit', (code) => news.exited(`The engine ended by itself with exit code ${code}.`))
  child.stdout?.on('data', (chunk) => news.printed('stdout', String(chunk)))
  child.stderr?.on('data', (chunk) => news.printed('stderr', String(chunk)))
  const keys = new MessageChannelMain()
  child.postMessage({ type: 'keys' }, [keys.port2])
  serveKeys(portChannel(keys.port1))
  return {
    connect() {
      const { port1, port2 } = new MessageChannelMain()
      child.postMessage({ type: 'connect' }, [port2])
      return port1
    },
    stop: () => child.postMessage({ type: 'stop' }),
    kill: () => child.kill(),
  }
}

/** Asks the engine behind a port for its hello. */
export async function greetEngine(port: MessagePortMain): Promise<void> {
  const client = createClient(engineContract, portChannel(port))
  try {
    await client.call('engine.hello', undefined)
  } finally {
    client.close()
  }
}
