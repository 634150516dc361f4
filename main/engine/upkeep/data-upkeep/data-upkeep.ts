import type { CalendarOverlays } from '#shared/calendar/overlays.ts'
import type { Channel } from '#shared/protocol/channel.ts'
import { asFailure, Failure, type FailureCode } from '#shared/protocol/failure.ts'
import type { GapEvidence, LedgerAnswer, RetriedGap } from '#shared/protocol/ledger-calls.ts'
import type { UpkeepQuality, UpkeepStatus } from '#shared/protocol/upkeep-events.ts'
import type { Settings } from '#shared/settings/settings.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { Replay } from '../../replay/replay.ts'
import type { SharedGates, ThreadTurns } from '../../sources/limits/shared-gates.ts'
import type { Secrets } from '../../sources/secrets/secrets.ts'
import type { FilledBars, SessionFill } from '../../store/fills/stored-fill.ts'
import type { Ticker } from '../../time/ticker.ts'
import type { LedgerQuestion } from '../ledger-at-clock.ts'
import type { RetryRequest, WantedSecret } from './contract.ts'
import { FillIntake } from './fill-intake.ts'
import { ReplayUpkeep } from './replay-upkeep.ts'
import { type UpkeepClient, UpkeepLink } from './upkeep-link.ts'
import { threadSettings } from './upkeep-settings.ts'

/** What says something of the thread, not of what it was asked. */
const isOfThread: readonly FailureCode[] = ['engine-gone', 'timeout', 'no-replay']
/** The screen shows a tenth of a percent. */
const cpuDigits = 1

export interface UpkeepHost {
  /** Path of the open store; undefined when none is. */
  storePath(): string | undefined
  overlays(): CalendarOverlays
  /**
   * Has what sources said stored, with the bars they had, all or none. Rejects with a Failure when that cannot be,
   * 'cancelled' when the store at that path is not open any more.
   */
  keep(fills: readonly SessionFill[], store: string): Promise<readonly FilledBars[]>
  /** Lets sources in. */
  readonly secrets: Secrets
  /** Where the requests of all threads take their turn. */
  readonly gates: SharedGates
  changed(status: UpkeepStatus): void
  graded(quality: UpkeepQuality): void
  trouble(message: string): void
}

/**
 * The second thread of the engine, as the coordinator sees it: tells it what is replayed and the clock, takes what
 * it finds into session data and hands it to the store. The thread writes nothing. When it dies the replay plays on.
 */
export class DataUpkeep {
  readonly #host: UpkeepHost
  readonly #ticker: Ticker
  readonly #link: UpkeepLink
  readonly #intake: FillIntake
  #settings: Settings
  #state: UpkeepStatus['state'] = 'idle'
  #cpuPercent: number | undefined
  #filled = 0
  #told = ''
  #runs = 0
  #current: ReplayUpkeep | undefined
  /** The requests of the thread that runs. */
  #turns: ThreadTurns | undefined

  /** `start` starts the thread and returns the pipe to it. */
  constructor(start: () => Channel, ticker: Ticker, settings: Settings, host: UpkeepHost) {
    this.#host = host
    this.#ticker = ticker
    this.#settings = settings
    // What belongs to a replay that is closed meanwhile is kept in the store all the same.
    this.#intake = new FillIntake({
      ticker,
      take: (found) => (found.store === host.storePath() ? this.#current?.take(found) : undefined),
      taken: () => this.#current?.showFills(),
      keep: (fills, store) => host.keep(fills, store),
      notKept: (failure) => {
        // What another store lacks is nothing that the present replay goes without.
        if (failure.code !== 'cancelled') this.#current?.notKept(failure)
      },
    })
    this.#link = new UpkeepLink(start, ticker, {
      started: (client) => this.#started(client),
      died: (isGivenUp) => this.#died(isGivenUp),
      used: (percent) => {
        this.#cpuPercent = Number(percent.toFixed(cpuDigits))
        this.#tell()
      },
    })
  }

  /** Looks after a replay in place of the one before; after none when undefined. */
  follow(replay: Replay | undefined): void {
    this.#current?.end()
    this.#current = undefined
    this.#filled = 0
    if (!replay) {
      this.#setState(this.#settings.dataUpkeepEnabled ? 'idle' : 'off')
      return
    }
    this.#current = new ReplayUpkeep(replay, ++this.#runs, this.#settings, {
      ticker: this.#ticker,
      filled: (bars) => {
        this.#filled += bars
      },
      graded: (quality) => {
        this.#host.graded(quality)
        this.#tell()
      },
      trouble: (message) => this.#host.trouble(message),
    })
    this.#begin()
  }

  /** Applies other settings from now on. */
  configure(settings: Settings): void {
    const wasEnabled = this.#settings.dataUpkeepEnabled
    this.#settings = settings
    this.#current?.configure(settings)
    if (wasEnabled !== settings.dataUpkeepEnabled) this.#begin()
    else this.#link.client?.signal('configure', threadSettings(settings))
  }

  /** Sources, or what lets them in, are not what they were: those that are new are asked at once. */
  sourcesChanged(): void {
    this.#link.client?.signal('sourcesChanged', undefined)
  }

  /** The store was written to, but for what is found here. */
  storeChanged(): void {
    this.#link.client?.signal('storeChanged', undefined)
  }

  /** A calendar is another. */
  calendarsChanged(): void {
    this.#link.client?.signal('calendarsChanged', this.#host.overlays())
  }

  /** A session of the replay as the window is told of it; undefined while upkeep does not run. Throws like `findSession`. */
  ledger(question: LedgerQuestion): Promise<LedgerAnswer | undefined> {
    return this.#whileRunning((client) => client.call('ledger', question))
  }

  /** What the gap that holds a minute follows from, in the same way. Throws like `evidenceOf`, too. */
  evidence(question: LedgerQuestion, time: EpochMs): Promise<GapEvidence | undefined> {
    return this.#whileRunning((client) => client.call('evidence', { question, time }))
  }

  /**
   * Asks for what is missing of a run at once. Throws a Failure of code 'usage' while upkeep does not run, and what
   * the thread refuses it with.
   */
  async retry(request: RetryRequest): Promise<RetriedGap> {
    const { client } = this.#link
    if (!client || this.#state !== 'running')
      throw new Failure('usage', 'Sources are asked by data upkeep, which does not run now.')
    try {
      return await client.call('retry', request)
    } catch (error) {
      const failure = asFailure(error)
      if (failure.code !== 'engine-gone') throw failure
      throw new Failure('cancelled', 'Data upkeep ended before the sources had answered. Try again.')
    }
  }

  /** How it is doing. */
  status(): UpkeepStatus {
    const asking = this.#current?.asking ?? 0
    return {
      state: this.#state,
      asking,
      filled: this.#filled,
      ...(this.#state === 'running' && this.#cpuPercent !== undefined && { cpuPercent: this.#cpuPercent }),
    }
  }

  /** Ends the thread. */
  close(): void {
    this.follow(undefined)
    this.#closeLink()
  }

  /** Undefined where there is no thread that could tell, or it ends before it did. */
  async #whileRunning<T>(ask: (client: UpkeepClient) => Promise<T>): Promise<T | undefined> {
    const { client } = this.#link
    if (!client || this.#state !== 'running') return undefined
    try {
      return await ask(client)
    } catch (error) {
      const failure = asFailure(error)
      if (isOfThread.includes(failure.code)) return undefined
      throw failure
    }
  }

  /** Begins with the present replay: anew after the thread died, or was off. */
  #begin(): void {
    const current = this.#current
    if (!this.#settings.dataUpkeepEnabled) {
      current?.stop()
      this.#cpuPercent = undefined
      this.#setState('off')
      this.#closeLink()
      return
    }
    if (!current) {
      this.#setState('idle')
      return
    }
    const path = this.#host.storePath()
    if (path === undefined) return
    const { client } = this.#link
    if (!client) {
      this.#link.open()
      return
    }
    this.#setState('running')
    current.begin(client, { path, overlays: this.#host.overlays() })
  }

  #closeLink(): void {
    this.#link.close()
    this.#turns?.close()
  }

  #started(client: UpkeepClient): void {
    const turns = this.#host.gates.forThread((turn) => client.signal('turn', turn))
    this.#turns = turns
    client.on('turnWanted', (wanted) => void turns.want(wanted))
    client.on('turnOver', (turn) => turns.over(turn))
    client.on('sources', (sources) => this.#current?.hasSources(sources))
    client.on('graded', (graded) => this.#current?.graded(graded))
    client.on('wanted', (wanted) => void this.#answerSecret(client, wanted))
    client.on('found', (found) => this.#intake.add(found, (answer) => client.signal('kept', answer)))
    client.on('trouble', ({ message }) => this.#host.trouble(message))
    this.#begin()
  }

  #died(isGivenUp: boolean): void {
    this.#turns?.close()
    this.#current?.stop()
    this.#cpuPercent = undefined
    this.#setState(isGivenUp ? 'stopped' : 'restarting')
    this.#host.trouble(
      isGivenUp
        ? 'Data upkeep ended again and again and is not started any more: missing minutes are neither counted nor filled. The replay goes on. Open the session again to try once more.'
        : 'Data upkeep ended unexpectedly and is started again. The replay goes on.',
    )
  }

  /** A source that is gone meanwhile has no secret. */
  async #answerSecret(client: UpkeepClient, { id, source, server, secret }: WantedSecret): Promise<void> {
    const key = await this.#host.secrets.read({ source, server }, secret).catch(() => undefined)
    client.signal('secret', { id, ...(key !== undefined && { key }) })
  }

  #setState(state: UpkeepStatus['state']): void {
    this.#state = state
    this.#tell()
  }

  /** Only what is different is told. */
  #tell(): void {
    const status = this.status()
    const told = JSON.stringify(status)
    if (told === this.#told) return
    this.#told = told
    this.#host.changed(status)
  }
}
