import type { Channel } from '#shared/protocol/channel.ts'
import { type Client, createClient } from '#shared/protocol/client.ts'
import {
  type EndedRun,
  type OvernightContract,
  type OvernightState,
  overnightContract,
} from '#shared/protocol/overnight-contract.ts'
import { type Notice, noticeOf, stayingNotice } from './words.ts'

/** What the night needs of the system. */
export interface NightSurroundings {
  /** Keeps the machine awake until the returned function is called. */
  readonly keepAwake: () => () => void
  readonly notify: (notice: Notice) => void
  /** Told of every state, to be shown where the window is not. */
  readonly show: (state: OvernightState) => void
  /** Writes an instant as local time. */
  readonly at: (epochMs: number) => string
}

const nothing: OvernightState = { plans: 0 }

/** Follows what the engine does by itself: holds the machine awake for it, and tells what came of it. */
export class Overnight {
  readonly #around: NightSurroundings
  #client: Client<OvernightContract> | undefined
  #state = nothing
  #letSleep: (() => void) | undefined
  #hasToldOfStaying = false

  constructor(around: NightSurroundings) {
    this.#around = around
  }

  /** Whether the program is to go on when its window is closed: a plan runs by itself, or is running. */
  get staysOn(): boolean {
    return this.#state.plans > 0 || this.#state.running !== undefined
  }

  get state(): OvernightState {
    return this.#state
  }

  /** Follows the engine behind this channel from now on. One that ends runs nothing any more. */
  connect(channel: Channel): void {
    this.#client?.close()
    const client = createClient(overnightContract, channel, {
      onClose: () => {
        if (this.#client === client) this.#take(nothing)
      },
    })
    this.#client = client
    client.on('overnight.state', (state) => this.#take(state))
    client.on('overnight.progress', (running) => this.#take({ ...this.#state, running }))
    client.on('overnight.ended', (run) => this.#tell(run))
    client.call('overnight.state', undefined).then(
      (state) => {
        if (this.#client === client) this.#take(state)
      },
      // An engine that is gone is started again, and asked then.
      () => undefined,
    )
  }

  /** The machine was asleep until now. */
  woke(): void {
    this.#client?.signal('overnight.woke', null)
  }

  /** The window was closed and the program goes on. */
  stayed(): void {
    if (this.#hasToldOfStaying) return
    this.#hasToldOfStaying = true
    this.#around.notify(stayingNotice(this.#state, this.#around.at))
  }

  close(): void {
    const client = this.#client
    this.#client = undefined
    client?.close()
    this.#take(nothing)
  }

  #take(state: OvernightState): void {
    this.#state = state
    if (state.running) this.#letSleep ??= this.#around.keepAwake()
    else {
      this.#letSleep?.()
      this.#letSleep = undefined
    }
    this.#around.show(state)
  }

  #tell(run: EndedRun): void {
    const notice = noticeOf(run)
    if (notice) this.#around.notify(notice)
  }
}
