import { Failure } from '#shared/protocol/failure.ts'
import type { ListedScenario } from '#shared/protocol/scenario-calls.ts'
import { chooseSessions, type ScenarioName } from '#shared/scenarios/scenarios.ts'
import type { Calendars } from '../calendars/calendars.ts'
import { randomOf } from '../random/random.ts'
import type { StoreReader } from '../store/store.ts'
import { storedSymbol } from '../store/stored-symbol.ts'
import type { OpenStore } from '../system/open-store.ts'
import { inTurns } from '../time/in-turns.ts'
import type { Ticker } from '../time/ticker.ts'
import { knownSessionSteps } from './known-sessions.ts'

export interface StoredScenariosOptions {
  readonly store: OpenStore
  readonly calendars: Calendars
  readonly ticker: Ticker
}

/** Sessions of one symbol, `most` at most, of a kind or drawn by a seed. */
export interface ScenariosAsked {
  readonly symbol: string
  readonly kind: ScenarioName
  readonly most: number
  readonly seed: number
}

/** Finds sessions of the open store that are worth a replay, in turns with everything else. */
export class StoredScenarios {
  readonly #options: StoredScenariosOptions
  /** Counts the questions: only the last one is worth an answer. */
  #asked = 0

  constructor(options: StoredScenariosOptions) {
    this.#options = options
  }

  /**
   * Throws a Failure of code 'cancelled' when it is asked again or the store is closed meanwhile, 'no-store',
   * 'unknown-symbol', 'unknown-exchange' or 'damaged-store'.
   */
  async choose(asked: ScenariosAsked): Promise<ListedScenario[]> {
    const question = ++this.#asked
    const { store, ticker } = this.#options
    const { reader } = store
    const isWanted = (): boolean =>
      question === this.#asked && store.state() !== undefined && store.reader === reader
    return inTurns(whileWanted(this.#chooseSteps(reader, asked), isWanted), ticker)
  }

  *#chooseSteps(
    reader: StoreReader,
    { symbol, kind, most, seed }: ScenariosAsked,
  ): Generator<undefined, ListedScenario[], undefined> {
    // The first one to ask for a calendar makes it: a step of its own.
    const calendar = this.#options.calendars.of(storedSymbol(reader, symbol).exchange)
    yield
    const known = yield* knownSessionSteps(reader, calendar, [symbol], calendar.first, calendar.last)
    const random = randomOf(seed)
    return chooseSessions(kind, known, calendar.zone, most, () => random.uniform()).map(
      ({ session: { date }, reason }) => ({ session: date, reason }),
    )
  }
}

/** The same steps, until nobody waits for their end. */
function* whileWanted<T>(
  steps: Iterator<unknown, T, undefined>,
  isWanted: () => boolean,
): Generator<undefined, T, undefined> {
  for (;;) {
    if (!isWanted()) throw new Failure('cancelled', 'Something else was asked for.')
    const step = steps.next()
    if (step.done) return step.value
    yield
  }
}
