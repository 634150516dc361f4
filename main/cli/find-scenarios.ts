import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { ListedScenario } from '#shared/protocol/scenario-calls.ts'
import { chooseSessions, type ScenarioName, scenarioNames } from '#shared/scenarios/scenarios.ts'
import type { Calendars } from '../engine/calendars/calendars.ts'
import { randomOf } from '../engine/random/random.ts'
import { knownSessionSteps } from '../engine/scenarios/known-sessions.ts'
import type { StoreReader } from '../engine/store/store.ts'
import { storedSymbol } from '../engine/store/stored-symbol.ts'
import { atOnce } from '../engine/time/in-turns.ts'
import type { Arguments } from './arguments.ts'

const mostSeed = 999_999_999

/** What the kinds of scenarios are, for help. */
export const scenarioHelp = `${scenarioNames.join(', ')}: closes early or opens late; the week after the clocks changed; the widest ranges; the most missing minutes; any`

/** What draws random sessions, for help. */
export const seedOption = {
  seed: { value: 'N', help: 'random: the same number draws the same sessions; 1 unless told' },
} as const

/** The seed that is asked for, or the usual one. */
export function seedOf(args: Arguments): number {
  return args.wholeNumber('seed', 0, mostSeed) ?? 1
}

export interface AskedScenarios {
  /** Of one exchange. */
  readonly symbols: readonly string[]
  readonly kind: ScenarioName
  /** First and last session to choose from; those that are stored where undefined. */
  readonly from: SessionDate | undefined
  readonly to: SessionDate | undefined
  readonly count: number
  readonly seed: number
}

/**
 * Finds stored sessions that are worth a replay, and why. Throws a Failure of code 'unknown-symbol', or 'usage' for
 * symbols of several exchanges.
 */
export function findScenarios(
  store: StoreReader,
  calendars: Calendars,
  { symbols: named, kind, from, to, count, seed }: AskedScenarios,
): readonly ListedScenario[] {
  const symbols = named.map((symbol) => storedSymbol(store, symbol))
  const exchange = symbols[0]?.exchange ?? ''
  const other = symbols.find((symbol) => symbol.exchange !== exchange)
  if (other)
    throw new Failure(
      'usage',
      `${other.symbol} trades on ${other.exchange}, not on ${exchange}; name symbols of one exchange`,
    )
  const calendar = calendars.of(exchange)
  const { firstSession, lastSession } = store.summary()
  const known = atOnce(
    knownSessionSteps(
      store,
      calendar,
      symbols.map(({ symbol }) => symbol),
      from ?? firstSession ?? calendar.first,
      to ?? lastSession ?? calendar.last,
    ),
  )
  const random = randomOf(seed)
  return chooseSessions(kind, known, calendar.zone, count, () => random.uniform()).map(
    ({ session: { date }, reason }) => ({ session: date, reason }),
  )
}
