import { asFailure } from '#shared/protocol/failure.ts'
import type { GapEvidence, LedgerAnswer } from '#shared/protocol/ledger-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { Calendars } from '../../calendars/calendars.ts'
import type { StoreReader } from '../../store/store.ts'
import { atOnce } from '../../time/in-turns.ts'
import type { TimeProvider } from '../../time/time-provider.ts'
import { GapLedger, type LedgerSession } from '../gap-ledger.ts'
import { answerOf, evidenceOf, findSession, type LedgerQuestion, type NextTries } from '../ledger-at-clock.ts'
import type { KeptSession } from './session-filler.ts'

export interface RunLedgerOptions {
  readonly store: StoreReader
  readonly calendars: Calendars
  /** The clock that the thread has come to. */
  readonly time: TimeProvider
  readonly trouble: (message: string) => void
}

/** The gap ledger in the thread: for what upkeep does itself, and for what the window asks. */
export class RunLedger {
  readonly #options: RunLedgerOptions
  #ledger: GapLedger

  constructor(options: RunLedgerOptions) {
    this.#options = options
    this.#ledger = new GapLedger(options.store, options.time, options.calendars)
  }

  /** The store was changed by others: what was read for many symbols at once may be out of date. */
  forget(): void {
    const { store, time, calendars } = this.#options
    this.#ledger = new GapLedger(store, time, calendars)
  }

  /** A session at the clock, as repaired. One that cannot be read is told of, and has nothing to ask for. */
  lookUp({ symbol, exchange, session }: KeptSession): LedgerSession | undefined {
    const { store, trouble } = this.#options
    try {
      return store.inSnapshot(() => this.#ledger.sessionOf(symbol, exchange, session))
    } catch (error) {
      trouble(asFailure(error).message)
      return undefined
    }
  }

  /** What the window is told; `known` is what was found of just that before. Throws like `findSession`. */
  answer(question: LedgerQuestion, known: LedgerSession | undefined, next?: NextTries): LedgerAnswer {
    const { store } = this.#options
    return store.inSnapshot(() => {
      const found = known ?? atOnce(findSession(this.#ledger, question))
      return answerOf(store, question, found, next)
    })
  }

  /** All that is known of the gap that holds a minute. Throws like `findSession` and `evidenceOf`. */
  evidence(question: LedgerQuestion, time: EpochMs): GapEvidence {
    const found = this.#options.store.inSnapshot(() => atOnce(findSession(this.#ledger, question, 'all')))
    return evidenceOf(question.symbol, found, time)
  }
}
