import { MessageChannelMain, type MessagePortMain, type WebContents } from 'electron'
import { type DesktopContract, desktopContract, type EngineState } from '#shared/protocol/desktop-contract.ts'
import { ipcNames } from '#shared/protocol/handshake.ts'
import { type CallHandlers, type Server, serve } from '#shared/protocol/server.ts'
import { portChannel } from './port-channel.ts'

/** Hands a page of the window its ports: one to the desktop, and one to every engine that becomes ready. */
export class WindowPorts {
  readonly #calls: CallHandlers<DesktopContract>
  readonly #connectEngine: () => MessagePortMain | undefined
  readonly #warn: (line: string) => void
  #page: WebContents | undefined
  #desktop: Server<DesktopContract> | undefined

  constructor(
    calls: CallHandlers<DesktopContract>,
    connectEngine: () => MessagePortMain | undefined,
    warn: (line: string) => void,
  ) {
    this.#calls = calls
    this.#connectEngine = connectEngine
    this.#warn = warn
  }

  /** A page asks for its ports; those of the page before are of no use any more. */
  pageReady(page: WebContents): void {
    this.pageGone()
    this.#page = page
    const { port1, port2 } = new MessageChannelMain()
    this.#desktop = serve(
      desktopContract,
      portChannel(port1),
      { calls: this.#calls, signals: {} },
      { onBadMessage: ({ message }) => this.#warn(`From the window: ${message}`) },
    )
    this.#hand('desktop', port2)
    this.#handEngine()
  }

  /** The page was left, reloaded or closed, or it crashed. */
  pageGone(): void {
    this.#page = undefined
    this.#desktop?.close()
    this.#desktop = undefined
  }

  engineChanged(state: EngineState): void {
    this.#desktop?.emit('engine.state', state)
    if (state.state === 'ready') this.#handEngine()
  }

  #handEngine(): void {
    if (!this.#page) return
    const port = this.#connectEngine()
    if (port) this.#hand('engine', port)
  }

  #hand(to: 'engine' | 'desktop', port: MessagePortMain): void {
    if (!this.#page || this.#page.isDestroyed()) return
    this.#page.postMessage(ipcNames.port, { type: 'tapedeck-port', to }, [port])
  }
}
