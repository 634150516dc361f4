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
    const desktop = serve(
      desktopContract,
      portChannel(port1),
      { calls: this.#calls, signals: {} },
      {
        onBadMessage: ({ message }) => this.#warn(`From the window: ${message}`),
        onClose: () => {
          if (this.#desktop === desktop) this.pageGone()
        },
      },
    )
    this.#desktop = desktop
    this.#hand('desktop', port2)
    this.#handEngine()
  }

  /** The page was closed, or it crashed; one that is left or reloaded closes its port by itself. */
  pageGone(): void {
    this.#page = undefined
    this.#desktop?.close()
    this.#desktop = undefined
  }

  engineChanged(state: EngineState): void {
    this.#desktop?.emit('engine.state', state)
    if (state.state === 'ready') this.#handEngine()
  }

  /** Tells the page that the user wants a store: a certain one, or one that they are yet to choose. */
  requestStore(store: { readonly path?: string }): void {
    this.#desktop?.emit('store.requested', store)
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
