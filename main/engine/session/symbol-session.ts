import { at, type BarColumns, type BarRange } from '#shared/bars/columns.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import type { PublishedBars } from './bar-delta.ts'
import type { BarSeries } from './bar-series.ts'
import { type QuoteEvents, quoteLayout, type TickEvents, tickLayout } from './column-table.ts'
import { DerivedSeries } from './derived-series.ts'
import { EventSeries } from './event-series.ts'
import { MinuteBars } from './minute-bars.ts'
import type { Revision } from './revision.ts'
import { endedMinutes, isRegular, Measure, metricsOf, type SessionMetrics } from './session-metrics.ts'
import type { SharedArena } from './shared-arena.ts'

/** A table of a symbol in shared memory. */
export interface SharedTable {
  readonly kind: 'bars' | 'quotes' | 'ticks'
  readonly headerOffset: number
}

/**
 * What is known of one symbol at the clock of a session: its 1m bars, quotes and ticks, bars made of the minutes,
 * and its metrics. Written by one thread. Who asks for a symbol often holds on to this.
 */
export class SymbolSession {
  readonly symbol: string
  readonly session: Session
  readonly #arena: SharedArena
  readonly #time: TimeProvider
  readonly #hours: Hours
  readonly #bars: MinuteBars
  readonly #measure: Measure
  readonly #derived = new Map<Interval, DerivedSeries>()
  #quotes: EventSeries<QuoteEvents> | undefined
  #ticks: EventSeries<TickEvents> | undefined
  #provenEmpty: Float64Array = new Float64Array(0)

  /** `hours` say of which minutes derived bars are made. */
  constructor(symbol: string, session: Session, hours: Hours, time: TimeProvider, arena: SharedArena) {
    this.symbol = symbol
    this.session = session
    this.#arena = arena
    this.#time = time
    this.#hours = hours
    this.#bars = new MinuteBars(arena, time)
    this.#measure = new Measure(this.#bars, session.segments)
  }

  /** Lends columns of 1m bars that stay as they are, to be read there when they are added; see MinuteBars.lend. */
  lend(columns: BarColumns): void {
    this.#bars.lend(columns)
  }

  /** Adds or corrects one 1m bar; see MinuteBars.addBar. */
  addBar(
    start: EpochMs,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    state: number,
    knownAt?: EpochMs,
  ): void {
    this.#bars.addBar(start, open, high, low, close, volume, state, knownAt)
  }

  /** Adds or corrects 1m bars [from, to) of `source`, sorted by start. */
  addBars(source: BarColumns, from: number, to: number, knownAt?: EpochMs): void {
    this.#bars.addBars(source, from, to, knownAt)
  }

  /** The latest bar as a range of one; undefined before the first. */
  getLatestBar(): BarRange | undefined {
    return this.#bars.getLatestBar()
  }

  /** The last `count` bars, or all when there are fewer. */
  getLastNBars(count: number): BarRange {
    return this.#bars.getLastNBars(count)
  }

  /** Bars that start at `time` or later. */
  getBarsSince(time: EpochMs): BarRange {
    return this.#bars.getBarsSince(time)
  }

  getBarCount(): number {
    return this.#bars.count
  }

  /** The 1m bars for a reader that keeps up with them. */
  minutes(): BarSeries {
    return this.#bars
  }

  /** The 1m bars for a reader of changes; see readDelta. */
  published(): PublishedBars {
    return this.#bars.published()
  }

  /** Late and corrected bars in the order they were known, with what they took the place of. */
  getRevisions(): readonly Revision[] {
    return this.#bars.revisions
  }

  /** Bars of an interval of at most a day, made of the minutes. Throws a RangeError for a longer one. */
  derivedBars(interval: Interval, hours: Hours = this.#hours): DerivedSeries {
    const known = hours === this.#hours ? this.#derived.get(interval) : undefined
    if (known) return known
    const series = new DerivedSeries(this.#bars, this.#time, this.session, interval, hours)
    if (hours === this.#hours) this.#derived.set(interval, series)
    return series
  }

  /** Quotes known at the clock. */
  get quotes(): EventSeries<QuoteEvents> {
    this.#quotes ??= new EventSeries(this.#arena, quoteLayout)
    return this.#quotes
  }

  /** Ticks known at the clock. */
  get ticks(): EventSeries<TickEvents> {
    this.#ticks ??= new EventSeries(this.#arena, tickLayout)
    return this.#ticks
  }

  /** Starts of minutes that are proven to be empty or halted; they take the place of those told before. */
  setProvenEmpty(starts: Float64Array): void {
    this.#provenEmpty = starts
  }

  getMetrics(): SessionMetrics {
    this.#measure.update()
    const now = this.#time.now()
    return metricsOf(this.#measure, endedMinutes(this.session.segments, now), this.#countProvenEmpty(now))
  }

  /** Everything as it was known at `time`. */
  rewindTo(time: EpochMs): void {
    this.#bars.rewindTo(time)
    this.#quotes?.rewindTo(time)
    this.#ticks?.rewindTo(time)
  }

  /** The tables that readers in other threads find in shared memory. */
  tables(): readonly SharedTable[] {
    const tables: SharedTable[] = [{ kind: 'bars', headerOffset: this.#bars.headerOffset }]
    if (this.#quotes) tables.push({ kind: 'quotes', headerOffset: this.#quotes.headerOffset })
    if (this.#ticks) tables.push({ kind: 'ticks', headerOffset: this.#ticks.headerOffset })
    return tables
  }

  /** Writes what those readers see; to be called between the arena's beginPublish and endPublish. */
  publish(): void {
    this.#bars.publish()
    this.#quotes?.publish()
    this.#ticks?.publish()
  }

  #countProvenEmpty(now: EpochMs): number {
    let count = 0
    for (const start of this.#provenEmpty) {
      if (start + minuteMs > now || !isRegular(this.session.segments, start)) continue
      const { columns, from, to } = this.#bars.getBarsSince(start as EpochMs)
      const isThere = from < to && at(columns.start, from) < start + minuteMs
      if (!isThere) count++
    }
    return count
  }
}
