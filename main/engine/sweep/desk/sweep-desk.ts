import type { CalendarOverlays } from '#shared/calendar/overlays.ts'
import type { Channel } from '#shared/protocol/channel.ts'
import { type Client, createClient } from '#shared/protocol/client.ts'
import type { EventPayload } from '#shared/protocol/contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import type { SweepView } from '#shared/protocol/sweep-calls.ts'
import type { RankName } from '#shared/sweep/rank.ts'
import type { SweepRequest } from '#shared/sweep/sweep-file.ts'
import type { Tell } from '../../system/news.ts'
import type { Ticker } from '../../time/ticker.ts'
import { type SweepHostContract, sweepHostContract } from './host-contract.ts'

/** A thread that was told to end what it does and has not done so after this is ended itself. */
const mostEndingMs = 8000

export interface SweepDeskHost {
  /** Starts a thread for one sweep and returns the pipe to it. */
  readonly start: () => Channel
  /** Folder of the sweeps that are kept. */
  readonly keptPath: string
  /** Path of the open store. Throws a Failure with code 'no-store'. */
  readonly storePath: () => string
  readonly overlays: () => CalendarOverlays
  readonly ticker: Ticker
  readonly tell: Tell
}

type End = EventPayload<EngineContract, 'sweep.ended'>

/** The thread of a sweep, and how it is with it. */
interface Sweep {
  readonly id: number
  readonly client: Client<SweepHostContract>
  state: 'going on' | 'through' | 'ended'
  cancelled: boolean
  /** Resolves when it does nothing more. */
  ended: Promise<void>
}

/** Sweeps for a window: one at a time, in a thread of its own, which shows what came of it until the next one starts. */
export class SweepDesk {
  readonly #host: SweepDeskHost
  #count = 0
  #sweep: Sweep | undefined

  constructor(host: SweepDeskHost) {
    this.#host = host
  }

  /** Starts a sweep; how it goes is told. Throws a Failure of code 'usage' while one goes on. */
  start(request: SweepRequest): { sweep: number } {
    const store = this.#host.storePath()
    if (this.#sweep?.state === 'going on')
      throw new Failure('usage', 'A sweep goes on already; let it end, or cancel it.')
    this.#sweep?.client.close()
    this.#count += 1
    const id = this.#count
    const client = createClient(sweepHostContract, this.#host.start())
    client.on('progress', (progress) => this.#host.tell('sweep.progress', { sweep: id, ...progress }))
    const sweep: Sweep = { id, client, state: 'going on', cancelled: false, ended: Promise.resolve() }
    sweep.ended = this.#run(sweep, request, store)
    this.#sweep = sweep
    return { sweep: id }
  }

  /** Ends the sweep that goes on; nothing happens where there is none. */
  cancel(): void {
    const sweep = this.#sweep
    if (sweep?.state !== 'going on' || sweep.cancelled) return
    sweep.cancelled = true
    sweep.client.signal('cancel', undefined)
    const close = this.#host.ticker.after(mostEndingMs, () => sweep.client.close())
    void sweep.ended.then(close)
  }

  /** What the last sweep gave; null while none is through. */
  async view(by: RankName | undefined): Promise<SweepView | null> {
    const sweep = this.#sweep
    if (sweep?.state !== 'through') return null
    try {
      return await sweep.client.call('view', by === undefined ? {} : { by })
    } catch (error) {
      const failure = asFailure(error)
      if (failure.code !== 'engine-gone') throw failure
      throw new Failure('internal', 'The thread of the sweep ended; run it again, what is through is kept.')
    }
  }

  /** Ends what goes on and forgets what is through: another store is opened, or none. */
  async stop(): Promise<void> {
    this.cancel()
    await this.#sweep?.ended
    this.#sweep?.client.close()
    this.#sweep = undefined
  }

  async #run(sweep: Sweep, request: SweepRequest, store: string): Promise<void> {
    const { id, client } = sweep
    let end: End = { sweep: id, outcome: 'done' }
    try {
      const overlays = this.#host.overlays()
      await client.call('run', { sweep: id, store, kept: this.#host.keptPath, overlays, request })
    } catch (error) {
      const { code, message } = asFailure(error)
      const died =
        'Its thread ended before it was through; run it again, the cells that are through are kept.'
      end =
        sweep.cancelled || code === 'cancelled'
          ? { sweep: id, outcome: 'cancelled' }
          : { sweep: id, outcome: 'failed', message: code === 'engine-gone' ? died : message }
    }
    sweep.state = end.outcome === 'done' ? 'through' : 'ended'
    if (end.outcome !== 'done') client.close()
    this.#host.tell('sweep.ended', end)
  }
}
