import type { Channel } from '#shared/protocol/channel.ts'
import {
  type EndedRun,
  type OvernightContract,
  type OvernightState,
  overnightContract,
  type RunUnderWay,
} from '#shared/protocol/overnight-contract.ts'
import { type Server, serve } from '#shared/protocol/server.ts'

/** Tells the desktop what runs by itself, so that it goes on without a window. Nobody listens on a command line. */
export class OvernightLink {
  readonly #state: () => OvernightState
  readonly #woke: () => void
  #server: Server<OvernightContract> | undefined

  /** `woke` is told when the computer slept until now. */
  constructor(state: () => OvernightState, woke: () => void) {
    this.#state = state
    this.#woke = woke
  }

  connect(channel: Channel): void {
    this.#server?.close()
    this.#server = serve(overnightContract, channel, {
      calls: { 'overnight.state': () => this.#state() },
      signals: { 'overnight.woke': () => this.#woke() },
    })
  }

  /** Plans, or what runs, are not what they were. */
  changed(): void {
    this.#server?.emit('overnight.state', this.#state())
  }

  /** How far the run is that the state tells of. */
  progressed(run: RunUnderWay | undefined): void {
    if (run) this.#server?.emit('overnight.progress', run)
  }

  ended(run: EndedRun): void {
    this.#server?.emit('overnight.ended', run)
  }

  close(): void {
    this.#server?.close()
    this.#server = undefined
  }
}
