import type { BarView } from '#shared/bars/bar-view.ts'
import { allocateColumns, at, type BarColumns, lowerBound, sliceColumns } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import { dayNumber } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { asKnownAt } from '../../bars-query/as-traded.ts'
import { feedIdentity } from '../../sources/source-identity.ts'
import type { FeedStarts } from '../../store/ledger/stored-ledger.ts'
import type { StoreReader } from '../../store/store.ts'
import { ExpectedSlots } from '../detect/expected-slots.ts'
import { dailyVolumeOf } from './daily-volume.ts'
import type {
  DailyVolumeEvidence,
  Evidence,
  NeighboursEvidence,
  OthersEvidence,
  RecordedEvidence,
  StoredEvidence,
} from './evidence.ts'
import { type MinuteTable, minuteTable } from './minute-table.ts'
import type { Peers } from './peers.ts'
import type { TablesBefore } from './tables-before.ts'
import { usualAround } from './usual.ts'

const noBars = allocateColumns(0)

/** Up to when things are known, and whether what was repaired later counts. */
export interface Horizon {
  readonly clock: EpochMs
  readonly view: BarView
}

/** What is known around the session, looked up once for many. */
export interface EvidenceAround {
  readonly peers: () => Peers
  readonly before: TablesBefore
}

/** A run of missing minutes, [start, end) in epoch ms, without a break in it. */
export interface MissingRun {
  readonly start: number
  readonly end: number
}

/**
 * All that a store knows of one symbol's session, looked up when it is first asked for. Until the session is over
 * on the clock, bars that have not ended yet are not known (R17), and a halt is known up to the clock only. As
 * traded, nothing is known either that a source brought later.
 */
export class SessionEvidence {
  readonly columns: BarColumns
  readonly recorded: readonly RecordedEvidence[]
  readonly #clock: EpochMs
  readonly #view: BarView
  /** Of the last stored bar, known or not: that the file goes on says nothing of the market. */
  readonly #lastStart: number
  readonly #store: StoreReader
  readonly #calendar: TradingCalendar
  readonly #session: Session
  readonly #symbol: string
  readonly #feed: string | undefined
  readonly #around: EvidenceAround
  #otherFeeds: readonly FeedStarts[] | undefined
  #quoteStarts: Float64Array | undefined
  #tables: { readonly own: MinuteTable; readonly before: readonly MinuteTable[] } | undefined
  #firstStart: number | undefined
  #daily: readonly DailyVolumeEvidence[] | undefined

  constructor(
    store: StoreReader,
    calendar: TradingCalendar,
    session: Session,
    symbol: string,
    { clock, view }: Horizon,
    around: EvidenceAround,
  ) {
    const stored = store.readSession(symbol, oneMinute, session.date)
    const isAsTraded = view === 'as-traded'
    const versions = isAsTraded ? store.versions(symbol, oneMinute, session.date) : []
    const bars = asKnownAt(stored?.columns ?? noBars, versions, clock)
    const { start, end } = spanOf(session)
    this.#store = store
    this.#calendar = calendar
    this.#session = session
    this.#symbol = symbol
    this.#clock = clock
    this.#view = view
    this.#around = around
    this.columns = endedBars(clock, session, bars)
    this.#lastStart = stored?.columns.start.at(-1) ?? Number.NEGATIVE_INFINITY
    this.#feed = stored?.feed
    // What the feed itself lacks is no second opinion, whatever it was asked as.
    const own = stored && feedIdentity(stored.feed)
    this.recorded = store.ledger
      .recorded(symbol, start, end)
      .filter((entry) => entry.kind !== 'request' || own === undefined || entry.identity !== own)
      .filter((entry) => !isAsTraded || cameAt(entry) <= clock)
      .map((entry) => (entry.kind === 'halt' && entry.to > clock ? { ...entry, to: clock } : entry))
  }

  /** What is known of a whole run; stops while the sessions before are read. */
  *ofRun(run: MissingRun): Generator<undefined, readonly Evidence[], undefined> {
    this.#daily ??= this.#dailyVolume()
    return [this.#stored(run), yield* this.#usual(run), this.#neighbours(run), ...this.#daily]
  }

  /** Evidence that was recorded about a minute as a whole, by its place in `recorded`. */
  recordedAt(start: number): readonly number[] {
    const end = start + minuteMs
    return this.recorded.flatMap(({ from, to }, index) => (from <= start && end <= to ? [index] : []))
  }

  /** Busy symbols that lack a minute too. */
  othersMissing(start: number): OthersEvidence {
    const peers = this.#around.peers()
    return {
      kind: 'others',
      liquid: peers.countBeside(this.#symbol),
      missing: peers.missingAt(start, this.#symbol),
    }
  }

  /** Another feed of the store that has a bar in a minute. */
  otherFeedAt(start: number): string | undefined {
    this.#otherFeeds ??= this.#store.ledger
      .feedStarts(this.#symbol, dayNumber(this.#session.date))
      .filter(({ feed }) => feed !== this.#feed)
    return this.#otherFeeds.find((other) => hasStart(other.start, start))?.feed
  }

  /** Whether the symbol has a quote in a minute. */
  hasQuotesAt(start: number): boolean {
    this.#quoteStarts ??=
      this.#store.readQuotes(this.#symbol, oneMinute, this.#session.date)?.bid.start ?? noBars.start
    return hasStart(this.#quoteStarts, start)
  }

  /** Start of the first bar that is known of the symbol; no bar there is at all is Infinity. */
  firstStart(): number {
    this.#firstStart ??= this.#store.ledger.firstStart(this.#symbol) ?? Number.POSITIVE_INFINITY
    return this.#firstStart < this.#clock ? this.#firstStart : Number.POSITIVE_INFINITY
  }

  #stored({ start, end }: MissingRun): StoredEvidence {
    const { start: starts } = this.columns
    return {
      kind: 'stored',
      feed: this.#feed,
      before: starts.length > 0 && at(starts, 0) < start,
      after: this.#lastStart >= end,
    }
  }

  #neighbours({ start, end }: MissingRun): NeighboursEvidence {
    const { start: starts, volume } = this.columns
    const volumeAt = (time: number) => {
      const index = lowerBound(starts, time)
      return starts[index] === time ? volume[index] : undefined
    }
    return { kind: 'neighbours', before: volumeAt(start - minuteMs), after: volumeAt(end) }
  }

  /** Known once the session is over; none, or one. */
  #dailyVolume(): readonly DailyVolumeEvidence[] {
    if (this.#feed === undefined || this.#clock < this.#session.close) return []
    const found = dailyVolumeOf(
      this.#store,
      this.#feed,
      this.#symbol,
      this.#session,
      this.columns,
      this.#view,
    )
    return found ? [found] : []
  }

  *#usual({ start, end }: MissingRun) {
    this.#tables ??= yield* this.#readTables()
    const slots = new ExpectedSlots(this.#session, minuteMs)
    const from = slots.slotAt(start)
    const run = { from, to: from + (end - start) / minuteMs }
    return usualAround(run, this.#tables.own, this.#tables.before)
  }

  *#readTables() {
    const own = minuteTable(new ExpectedSlots(this.#session, minuteMs), this.columns)
    return { own, before: yield* this.#around.before.of(this.#symbol, this.#calendar, this.#session) }
  }
}

/** From when on a replay as traded knows it: what a source or a person brought later, not before. */
function cameAt(entry: RecordedEvidence): number {
  if (entry.kind === 'request') return entry.askedAt
  return entry.kind === 'stand-in' ? entry.at : Number.NEGATIVE_INFINITY
}

/** The bars that have ended on the clock; once the session is over all that are stored of it. */
function endedBars(clock: EpochMs, { close }: Session, columns: BarColumns): BarColumns {
  if (clock >= close) return columns
  const count = lowerBound(columns.start, clock - minuteMs + 1)
  return count === columns.start.length ? columns : sliceColumns(columns, 0, count)
}

/** All hours of a session, regular and extended. */
function spanOf({ open, close, preMarket, postMarket }: Session): MissingRun {
  return { start: preMarket?.open ?? open, end: postMarket?.close ?? close }
}

function hasStart(starts: Float64Array, time: number): boolean {
  return starts[lowerBound(starts, time)] === time
}
