import { MessageChannelMain, type MessagePortMain, utilityProcess } from 'electron'
import type { Channel } from '#shared/protocol/channel.ts'
import { createClient } from '#shared/protocol/client.ts'
import { engineContract } from '#shared/protocol/engine-contract.ts'
import type { EngineNews, EngineProcess } from './engine-host.ts'
import { portChannel } from './port-channel.ts'

/**
 * Starts the engine's bundle `file` in a utility process; the settings lie in the file `settings`. Main
 * answers it about keys, and hears of what it does by itself, over a channel each.
 */
export function startUtilityProcess(
  file: string,
  settings: string,
  mains: { readonly serveKeys: (channel: Channel) => void; readonly followNight: (channel: Channel) => void },
  news: EngineNews,
): EngineProcess<MessagePortMain> {
  const child = utilityProcess.fork(file, [settings], { serviceName: 'Tapedeck Engine', stdio: 'pipe' })
  child.on('exit', (code) => news.exited(`The engine ended by itself with exit code ${code}.`))
  child.stdout?.on('data', (chunk) => news.printed('stdout', String(chunk)))
  child.stderr?.on('data', (chunk) => news.printed('stderr', String(chunk)))
  const channelFor = (type: 'keys' | 'overnight'): Channel => {
    const { port1, port2 } = new MessageChannelMain()
    child.postMessage({ type }, [port2])
    return portChannel(port1)
  }
  mains.serveKeys(channelFor('keys'))
  mains.followNight(channelFor('overnight'))
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
