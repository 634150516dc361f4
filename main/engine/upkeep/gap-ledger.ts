import type { BarColumns } from '#shared/bars/columns.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { Calendars } from '../calendars/calendars.ts'
import type { StoreReader } from '../store/store.ts'
import { atOnce } from '../time/in-turns.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { type ClassifiedGap, classifyGaps, type EvidenceWanted } from './classify/classify-gaps.ts'
import { ExpectedSlots } from './detect/expected-slots.ts'
import { detectGaps, type GapDetector } from './detect/gap-detector.ts'
import { Peers } from './evidence/peers.ts'
import { type Horizon, SessionEvidence } from './evidence/session-evidence.ts'
import { TablesBefore } from './evidence/tables-before.ts'

/** What one symbol's session is found to be. */
export interface LedgerSession {
  /** The minutes that should have a bar. */
  readonly slots: ExpectedSlots
  readonly columns: BarColumns
  readonly detector: GapDetector
  readonly gaps: readonly ClassifiedGap[]
}

/** Every missing minute of the stored sessions of one store, with its class, as of the clock. */
export class GapLedger {
  readonly #store: StoreReader
  readonly #time: TimeProvider
  readonly #calendars: Calendars
  readonly #before: TablesBefore
  /** The busy symbols of the session that was asked for last. */
  #peers: { readonly of: Session; readonly peers: Peers } | undefined

  constructor(store: StoreReader, time: TimeProvider, calendars: Calendars) {
    this.#store = store
    this.#time = time
    this.#calendars = calendars
    this.#before = new TablesBefore(store)
  }

  /**
   * A symbol's session with its missing minutes in order, with the evidence that their classes need; undefined where the calendar has no session on that date.
   * Throws a Failure of code 'outside-calendar', or 'damaged-store' where its bars cannot be read.
   */
  sessionOf(symbol: string, exchange: string, date: SessionDate): LedgerSession | undefined {
    return atOnce(this.sessionSteps(symbol, exchange, date, { clock: this.#time.now(), view: 'as-repaired' }))
  }

  /** The same in steps, each of them short, as of a horizon of the caller's. */
  *sessionSteps(
    symbol: string,
    exchange: string,
    date: SessionDate,
    horizon: Horizon,
    wanted: EvidenceWanted = 'needed',
  ): Generator<undefined, LedgerSession | undefined, undefined> {
    const calendar = this.#calendars.of(exchange)
    const session = calendar.session(date)
    if (!session) return undefined
    const evidence = new SessionEvidence(this.#store, calendar, session, symbol, horizon, {
      peers: () => atOnce(this.#peersOf(calendar, session)),
      before: this.#before,
    })
    yield
    const slots = new ExpectedSlots(session, minuteMs, calendar.interruptions(date, date))
    const detector = detectGaps(slots, evidence.columns, horizon.clock)
    if (detector.missing > 0) yield* this.#peersOf(calendar, session)
    const gaps = yield* classifyGaps(detector.gaps(), detector.pending(), evidence, wanted)
    return { slots, columns: evidence.columns, detector, gaps }
  }

  /** The missing minutes alone. */
  gapsOf(symbol: string, exchange: string, date: SessionDate): readonly ClassifiedGap[] {
    return this.sessionOf(symbol, exchange, date)?.gaps ?? []
  }

  *#peersOf(calendar: TradingCalendar, session: Session): Generator<undefined, Peers, undefined> {
    if (this.#peers?.of === session) return this.#peers.peers
    const peers = yield* Peers.read(this.#store, calendar, session)
    this.#peers = { of: session, peers }
    return peers
  }
}
