import { asFailure, type Failure } from '#shared/protocol/failure.ts'
import type { PreviousCloses } from '#shared/protocol/replay-calls.ts'
import type { Ticker } from '../time/ticker.ts'
import type { LoadedSymbol } from './loaded-session.ts'
import { sessionBefore, storedPreviousClose } from './previous-close.ts'
import type { Run } from './replay-run.ts'
import { pastReaderOf } from './session-reader.ts'
import type { FilledSession } from './trailing-fill.ts'

/** Symbols read in one turn of the event loop: about a session of each. */
const readAtOnce = 25

export interface RenewedClosesHost {
  readonly ticker: Ticker
  /** The open run; undefined when none is. */
  run(): Run | undefined
  tell(closes: PreviousCloses): void
  trouble(failure: Failure): void
}

/**
 * Previous closes that are read anew because the session before is another in the store: as repaired as it is there
 * now, as traded as far as it was known when the replayed one began (R17). A few in each turn of the event loop.
 */
export class RenewedCloses {
  readonly #host: RenewedClosesHost
  #wanted = new Set<string>()
  #of: Run | undefined

  constructor(host: RenewedClosesHost) {
    this.#host = host
  }

  /** A session of a symbol has more bars: does nothing unless it is the one before. */
  noteFilled(run: Run, { symbol, session }: FilledSession): void {
    const exchange = run.replay.loaded.symbols.find((one) => one.symbol === symbol)?.exchange
    if (exchange && sessionBefore(exchange)?.date === session) this.#note(run, [symbol])
  }

  /** Any session of any symbol may have other bars. */
  noteAll(run: Run): void {
    this.#note(
      run,
      run.replay.loaded.symbols.map(({ symbol }) => symbol),
    )
  }

  #note(run: Run, symbols: readonly string[]): void {
    if (run !== this.#of) this.#wanted = new Set()
    const isWaiting = this.#wanted.size > 0
    this.#of = run
    for (const symbol of symbols) this.#wanted.add(symbol)
    if (!isWaiting && this.#wanted.size > 0) this.#host.ticker.soon(() => this.#renew(run))
  }

  #renew(run: Run): void {
    if (run !== this.#of || run !== this.#host.run()) return
    const now = new Set([...this.#wanted].slice(0, readAtOnce))
    for (const symbol of now) this.#wanted.delete(symbol)
    const { loaded } = run.replay
    const closes = loaded.symbols
      .filter(({ symbol }) => now.has(symbol))
      .flatMap((one) => this.#read(run, one))
    if (closes.length > 0) {
      for (const { symbol, previousClose } of closes) run.replay.setPreviousClose(symbol, previousClose)
      this.#host.tell({ session: loaded.session.date, closes })
    }
    if (this.#wanted.size > 0) this.#host.ticker.soon(() => this.#renew(run))
  }

  /** None where it is as before, or cannot be read. */
  #read(
    { reader, replay: { loaded } }: Run,
    { symbol, exchange, previousClose: before }: LoadedSymbol,
  ): PreviousCloses['closes'] {
    try {
      const previousClose = storedPreviousClose(pastReaderOf(reader, exchange, loaded), exchange, symbol)
      if (previousClose === before) return []
      return [{ symbol, ...(previousClose !== undefined && { previousClose }) }]
    } catch (error) {
      this.#host.trouble(asFailure(error))
      return []
    }
  }
}
