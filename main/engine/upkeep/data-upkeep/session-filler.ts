import { isDeepStrictEqual } from 'node:util'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import { type RetriedGap, retryLimitMs } from '#shared/protocol/ledger-calls.ts'
import type { DataSource } from '../../sources/data-source.ts'
import { makeSource, type SourceSurroundings } from '../../sources/registry/make-source.ts'
import type { NamedSource } from '../../sources/registry/source-definition.ts'
import { listSources } from '../../sources/registry/source-registry.ts'
import type { FilledBars, SessionFill } from '../../store/fills/stored-fill.ts'
import type { StoreReader } from '../../store/store.ts'
import type { FillTarget } from '../fill/ask-source.ts'
import type { PlannedRequest } from '../fill/fill-plan.ts'
import { GapFiller } from '../fill/gap-filler.ts'
import { type MinuteRun, planRetry } from '../fill/retry-plan.ts'
import type { LedgerSession } from '../gap-ledger.ts'

/** A symbol's session that is looked after. */
export interface KeptSession {
  readonly symbol: string
  readonly exchange: string
  readonly session: SessionDate
}

export interface FillerOptions extends Omit<SourceSurroundings, 'store'> {
  readonly store: StoreReader
  /** A session as the ledger sees it now; undefined where nothing of it is missing, or it cannot be read. */
  readonly lookUp: (kept: KeptSession) => LedgerSession | undefined
  /** Told where the sources make no sense; none is asked then. */
  readonly trouble: (message: string) => void
  /** Has an answer stored by whoever may write. */
  readonly storeFill: (fill: SessionFill) => Promise<FilledBars>
}

interface OpenSource {
  readonly named: NamedSource
  readonly source: DataSource
}

/** Asks the sources of a store, in the order the user has set, for what sessions lack. */
export class SessionFiller {
  readonly #options: FillerOptions
  #sources: readonly OpenSource[] = []
  /** Sources that are none any more, until nobody is asked. */
  readonly #former: OpenSource[] = []
  #asked = 0
  /** By the feed whose gaps are filled, which is not asked itself. */
  readonly #fillers = new Map<string | undefined, GapFiller>()

  constructor(options: FillerOptions) {
    this.#options = options
    this.readSources()
  }

  /** Takes the sources as the store has them now. What is being asked goes on with those it began with. */
  readSources(): void {
    const before = this.#sources
    this.#sources = sourcesOf(this.#options, before)
    this.#former.push(...before.filter((one) => !this.#sources.includes(one)))
    this.#fillers.clear()
    if (this.#asked === 0) void this.#closeFormer()
  }

  /** How many sources there are. */
  get sources(): number {
    return this.#sources.length
  }

  /** Whether there is anything to ask for; `ledger` is what the session is found to be. */
  hasPlan(kept: KeptSession, ledger: LedgerSession, maxTries: number): boolean {
    return this.plan(kept, ledger, maxTries).length > 0
  }

  /** The requests that come next; `ledger` is what the session is found to be. */
  plan(kept: KeptSession, ledger: LedgerSession, maxTries: number): readonly PlannedRequest[] {
    return this.#fillerOf(kept).plan(ledger, maxTries)
  }

  /**
   * Asks all sources in their order, or one, for what is missing in a run, and tells what came of it. Rejects like
   * `fill`, with 'usage' where there is nobody to ask, and with 'timeout' where that takes too long.
   */
  async retry(
    kept: KeptSession,
    run: MinuteRun,
    only: string | undefined,
    signal: AbortSignal,
  ): Promise<RetriedGap> {
    const late = new AbortController()
    const cancel = this.#options.ticker.after(retryLimitMs, () => late.abort())
    try {
      return await this.#askAgain(kept, run, only, AbortSignal.any([signal, late.signal]))
    } catch (error) {
      if (!late.signal.aborted) throw error
      throw new Failure('timeout', `The sources did not answer within ${retryLimitMs / 1000} s.`)
    } finally {
      cancel()
    }
  }

  async #askAgain(
    kept: KeptSession,
    run: MinuteRun,
    only: string | undefined,
    signal: AbortSignal,
  ): Promise<RetriedGap> {
    const { session } = kept
    const filler = this.#fillerOf(kept)
    const names = filler.names.filter((name) => only === undefined || name === only)
    if (names.length === 0) throw nobodyToAsk(only)
    const asked: RetriedGap['asked'] = []
    await this.#whileAsking(async () => {
      for await (const { evidence, bars } of filler.retry(
        this.#targetOf(kept),
        session,
        run,
        names,
        signal,
      )) {
        const { source, outcome, detail } = evidence
        asked.push({ source, outcome, added: bars.added, ...(detail !== undefined && { detail }) })
      }
    })
    const after = this.#options.lookUp(kept)
    const left = after ? (planRetry(after.gaps, run, { name: '' })?.missing.length ?? 0) : 0
    return { asked, left }
  }

  /**
   * Asks for all that a session lacks, as far as that goes without waiting for a source that failed. Rejects with
   * a Failure of code 'cancelled', or with what an answer could not be stored for.
   */
  async fill(kept: KeptSession, maxTries: number, signal: AbortSignal): Promise<void> {
    const filling = this.#fillerOf(kept).run(
      this.#targetOf(kept),
      kept.session,
      { maxTries, waits: false },
      signal,
    )
    await this.#whileAsking(async () => {
      for await (const _ of filling) if (signal.aborted) return
    })
  }

  /** Lets go of connections. */
  async close(): Promise<void> {
    await this.#closeFormer()
    for (const { source } of this.#sources) await source.close()
  }

  #targetOf({ symbol, exchange }: KeptSession): FillTarget {
    return { symbol, exchange, synthetic: this.#options.store.symbol(symbol)?.synthetic ?? false }
  }

  /** Former sources are let go of when nobody asks them any more. */
  async #whileAsking(ask: () => Promise<void>): Promise<void> {
    this.#asked++
    try {
      await ask()
    } finally {
      if (--this.#asked === 0) void this.#closeFormer()
    }
  }

  async #closeFormer(): Promise<void> {
    for (const { source } of this.#former.splice(0)) await source.close()
  }

  #fillerOf({ symbol, session }: KeptSession): GapFiller {
    const { store, lookUp, storeFill, time, ticker, random } = this.#options
    const feed = store.sessions(symbol, oneMinute, session, session)[0]?.feed
    const known = this.#fillers.get(feed)
    if (known) return known
    const others = this.#sources.filter(
      ({ named: { definition } }) => definition.kind !== 'feed' || definition.feed !== feed,
    )
    const around = {
      sessionOf: (symbol: string, exchange: string, session: SessionDate) =>
        lookUp({ symbol, exchange, session }),
      storeFill,
      time,
      ticker,
      random,
    }
    const filler = new GapFiller(
      around,
      others.map(({ source }) => source),
    )
    this.#fillers.set(feed, filler)
    return filler
  }
}

function nobodyToAsk(only: string | undefined): Failure {
  if (only === undefined)
    return new Failure('usage', 'There is no source to ask. Add one under Data, in Sources.')
  return new Failure(
    'usage',
    `${only} is no source for this gap: it is the feed that has it, or was removed.`,
  )
}

/** One that is as it was before is kept, since the limits of what is asked of it hold on. */
function sourcesOf(options: FillerOptions, before: readonly OpenSource[]): readonly OpenSource[] {
  try {
    return listSources(options.store).map((named) => {
      const known = before.find((one) => isDeepStrictEqual(one.named, named))
      return known ?? { named, source: makeSource(named, options) }
    })
  } catch (error) {
    options.trouble(asFailure(error).message)
    return []
  }
}
