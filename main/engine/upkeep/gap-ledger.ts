import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { StoreReader } from '../store/store.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { type ClassifiedGap, classifyGaps } from './classify/classify-gaps.ts'
import { ExpectedSlots } from './detect/expected-slots.ts'
import { detectGaps } from './detect/gap-detector.ts'
import { Peers } from './evidence/peers.ts'
import { SessionEvidence } from './evidence/session-evidence.ts'

/** Every missing minute of the stored sessions of one store, with its class, as of the clock. */
export class GapLedger {
  readonly #store: StoreReader
  readonly #time: TimeProvider
  /** The busy symbols of the session that was asked for last. */
  #peers: { readonly of: Session; readonly peers: Peers } | undefined

  constructor(store: StoreReader, time: TimeProvider) {
    this.#store = store
    this.#time = time
  }

  /**
   * The missing minutes of a symbol's session, in order; none where the calendar has no session on that date.
   * Throws a Failure of code 'outside-calendar', or 'damaged-store' where its bars cannot be read.
   */
  gapsOf(symbol: string, exchange: string, date: SessionDate): readonly ClassifiedGap[] {
    const calendar = calendarOf(exchange)
    const session = calendar.session(date)
    if (!session) return []
    const evidence = new SessionEvidence(this.#store, calendar, session, symbol, () =>
      this.#peersOf(calendar, session),
    )
    const slots = new ExpectedSlots(session, minuteMs, calendar.interruptions(date, date))
    const detector = detectGaps(slots, evidence.columns, this.#time.now())
    return classifyGaps(detector.gaps(), detector.pending(), evidence)
  }

  #peersOf(calendar: TradingCalendar, session: Session): Peers {
    if (this.#peers?.of !== session)
      this.#peers = { of: session, peers: new Peers(this.#store, calendar, session) }
    return this.#peers.peers
  }
}
