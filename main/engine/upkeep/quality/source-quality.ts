import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { Calendars } from '../../calendars/calendars.ts'
import type { StoredSymbol, StoreReader } from '../../store/store.ts'
import { ExpectedSlots } from '../detect/expected-slots.ts'
import { fillRuns } from '../fill-runs.ts'
import { minutesBySource, type SourceMinutes } from './minute-sources.ts'
import type { QualityQuery } from './quality.ts'
import type { QualityRows, SessionQuality } from './quality-rows.ts'

/** What the minutes of a session are counted as. */
const kinds = ['recorded', 'filled', 'noTrade', 'halted', 'missing', 'pending'] as const

/** Minutes of a symbol that are counted as one kind and came from one place, over all sessions asked for. */
export interface SourceQuality {
  readonly symbol: string
  readonly kind: (typeof kinds)[number]
  /** Name of the feed or the source; undefined for minutes without a bar. */
  readonly source: string | undefined
  readonly minutes: number
  /** Sessions that have such minutes. */
  readonly sessions: number
}

/**
 * Where the minutes came from that quality counted: of each symbol as many in all as are expected of it, and of each
 * kind as many as quality says. In order of symbol as asked, then kind, then source as it was met first.
 */
export function qualityBySource(
  store: StoreReader,
  calendars: Calendars,
  { symbols, from, to }: QualityQuery,
  rows: QualityRows,
): readonly SourceQuality[] {
  const totals = new Map(
    symbols.map((stored) => [stored.symbol, new SymbolTotals(store, calendars, stored, from, to)]),
  )
  rows.forEach((row) => {
    totals.get(row.symbol)?.add(row)
  })
  return [...totals.values()].flatMap((total) => total.rows())
}

/** Adds up the sessions of one symbol. */
class SymbolTotals {
  readonly #store: StoreReader
  readonly #calendars: Calendars
  readonly #stored: StoredSymbol
  readonly #feeds: ReadonlyMap<SessionDate, string>
  readonly #totals = new Map<string, SourceQuality>()

  constructor(
    store: StoreReader,
    calendars: Calendars,
    stored: StoredSymbol,
    from: SessionDate,
    to: SessionDate,
  ) {
    this.#store = store
    this.#calendars = calendars
    this.#stored = stored
    const sessions = store.sessions(stored.symbol, oneMinute, from, to)
    this.#feeds = new Map(sessions.map(({ session, feed }) => [session, feed]))
  }

  add(row: SessionQuality): void {
    for (const { kind, source, minutes } of this.#sourcesOf(row)) this.#addMinutes(kind, source, minutes)
    for (const kind of kinds)
      if (kind !== 'recorded' && kind !== 'filled') this.#addMinutes(kind, undefined, row[kind])
  }

  rows(): readonly SourceQuality[] {
    return kinds.flatMap((kind) => [...this.#totals.values()].filter((total) => total.kind === kind))
  }

  #addMinutes(kind: SourceQuality['kind'], source: string | undefined, minutes: number): void {
    if (minutes === 0) return
    const key = `${kind} ${source ?? ''}`
    const before = this.#totals.get(key)
    this.#totals.set(key, {
      symbol: this.#stored.symbol,
      kind,
      source,
      minutes: (before?.minutes ?? 0) + minutes,
      sessions: (before?.sessions ?? 0) + 1,
    })
  }

  /** The bars are read only where some of them came later: the others are all of the feed. */
  #sourcesOf({ session: date, ...counts }: SessionQuality): readonly SourceMinutes[] {
    const feed = this.#feeds.get(date)
    const stored = counts.filled > 0 ? this.#store.readSession(counts.symbol, oneMinute, date) : undefined
    const calendar = this.#calendars.of(this.#stored.exchange)
    const session = stored && calendar.session(date)
    if (!stored || !session) return [{ kind: 'recorded', source: feed ?? '', minutes: counts.recorded }]
    const slots = new ExpectedSlots(session, minuteMs, calendar.interruptions(date, date))
    const fills = fillRuns(this.#store.fillsOf(counts.symbol, oneMinute, date), Number.POSITIVE_INFINITY)
    return minutesBySource({ counts, feed, slots, columns: stored.columns, fills })
  }
}
