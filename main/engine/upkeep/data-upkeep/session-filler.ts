import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { DataSource } from '../../sources/data-source.ts'
import { makeSource, type SourceSurroundings } from '../../sources/registry/make-source.ts'
import type { NamedSource } from '../../sources/registry/source-definition.ts'
import { listSources } from '../../sources/registry/source-registry.ts'
import type { FilledBars, SessionFill } from '../../store/fills/stored-fill.ts'
import type { StoreReader } from '../../store/store.ts'
import { GapFiller } from '../fill/gap-filler.ts'
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

/** Asks the sources of a store, in the order the user has set, for what sessions lack. */
export class SessionFiller {
  readonly #options: FillerOptions
  readonly #sources: readonly { readonly named: NamedSource; readonly source: DataSource }[]
  /** By the feed whose gaps are filled, which is not asked itself. */
  readonly #fillers = new Map<string | undefined, GapFiller>()

  constructor(options: FillerOptions) {
    this.#options = options
    this.#sources = sourcesOf(options)
  }

  /** How many sources there are. */
  get sources(): number {
    return this.#sources.length
  }

  /** Whether there is anything to ask for; `ledger` is what the session is found to be. */
  hasPlan(kept: KeptSession, ledger: LedgerSession, maxTries: number): boolean {
    return this.#fillerOf(kept).plan(ledger, maxTries).length > 0
  }

  /**
   * Asks for all that a session lacks, as far as that goes without waiting for a source that failed. Rejects with
   * a Failure of code 'cancelled', or with what an answer could not be stored for.
   */
  async fill(kept: KeptSession, maxTries: number, signal: AbortSignal): Promise<void> {
    const { symbol, exchange, session } = kept
    const synthetic = this.#options.store.symbol(symbol)?.synthetic ?? false
    const filling = this.#fillerOf(kept).run(
      { symbol, exchange, synthetic },
      session,
      { maxTries, waits: false },
      signal,
    )
    for await (const _ of filling) if (signal.aborted) return
  }

  /** Lets go of connections. */
  async close(): Promise<void> {
    for (const { source } of this.#sources) await source.close()
  }

  #fillerOf({ symbol, session }: KeptSession): GapFiller {
    const { store, lookUp, storeFill, time, ticker, random } = this.#options
    const feed = store.readSession(symbol, oneMinute, session)?.feed
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

function sourcesOf(
  options: FillerOptions,
): readonly { readonly named: NamedSource; readonly source: DataSource }[] {
  try {
    return listSources(options.store).map((named) => ({ named, source: makeSource(named, options) }))
  } catch (error) {
    options.trouble(asFailure(error).message)
    return []
  }
}
