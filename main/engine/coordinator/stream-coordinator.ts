import { allocateColumns, at, type BarColumns, lowerBound, upperBound } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { DerivedSeries } from '../session/derived-series.ts'
import type { SessionData } from '../session/session-data.ts'
import type { SymbolSession } from '../session/symbol-session.ts'
import type { SimulatedTime } from '../time/simulated-time.ts'
import { type BarSource, checkSource } from './bar-source.ts'
import type { Coordinator } from './coordinator.ts'
import { EventQueue, type EventStream, eventStreams } from './event-stream.ts'
import { LateStream } from './late-stream.ts'

/**
 * Merges what becomes known of all symbols by time and writes it into session data while the simulated clock goes
 * on. A bar is there from its end on, never earlier (T1, T2); one that ended before the clock is still delivered
 * (T3). At one instant ticks and quotes come first, then bars, then late bars, symbols in the order they were added.
 */
export class StreamCoordinator implements Coordinator {
  readonly #time: SimulatedTime
  readonly data: SessionData
  readonly #elapsed: () => number
  readonly #open: (symbol: string) => BarSource
  readonly #sources: BarSource[] = []
  readonly #sessions: SymbolSession[] = []
  readonly #events = new EventQueue()
  readonly #streams = new Map<string, readonly EventStream[]>()
  /** By source: index of its next bar, and when that bar ends. */
  #next = new Int32Array(0)
  #nextEnd = new Float64Array(0)
  /** The earliest entry of `#nextEnd`. */
  #nextInstant = Number.POSITIVE_INFINITY

  /**
   * `elapsed` counts milliseconds and serves for budgets of work alone; `open` finds the source of a symbol that is
   * asked for later. Throws a Failure with code 'bad-file' for a source that is out of order.
   */
  constructor(
    time: SimulatedTime,
    data: SessionData,
    sources: readonly BarSource[],
    elapsed: () => number,
    open: (symbol: string) => BarSource = noSource,
  ) {
    this.#time = time
    this.data = data
    this.#elapsed = elapsed
    this.#open = open
    for (const source of sources) checkSource(source)
    for (const source of sources) this.#take(source)
    this.#next = Int32Array.from(this.#sources, ({ from }) => from)
    this.#nextEnd = Float64Array.from(this.#sources, (source) => endOf(source, source.from))
    this.#nextInstant = minimum(this.#nextEnd)
    this.#deliverUpTo(time.now())
  }

  now(): EpochMs {
    return this.#time.now()
  }

  /**
   * Adds a symbol as if it had been there from the start: all that is known of it at the clock is there at once
   * (L3). A symbol that is there already keeps its source. Throws a Failure with code 'bad-file', and changes
   * nothing, when the source is out of order.
   */
  addSource(source: BarSource): void {
    if (this.#streams.has(source.symbol)) return
    checkSource(source)
    this.#take(source)
    this.#next = Int32Array.of(...this.#next, source.from)
    this.#nextEnd = Float64Array.of(...this.#nextEnd, endOf(source, source.from))
    this.#nextInstant = minimum(this.#nextEnd)
    this.#deliverUpTo(this.#time.now())
    this.data.publish()
  }

  /**
   * Takes bars of a symbol that became known now, whatever its source has, sorted by start: they are there at once,
   * gone before this time, and there again from it on whatever way the clock comes (T6). A bar that has not ended,
   * because the clock was set back meanwhile, is known from its end on. Throws a RangeError, and changes nothing, for
   * a symbol that is not there.
   */
  takeLate(symbol: string, bars: BarColumns): void {
    const now = this.#time.now()
    const index = this.#sources.findIndex((source) => source.symbol === symbol)
    const session = this.#sessions[index]
    if (!session) throw new RangeError(`${symbol} is not part of this replay`)
    const late = this.#lateStream(symbol, session)
    const next = upperBound(late.times, now)
    late.insert(
      bars,
      bars.start.map((start) => Math.max(now, start + minuteMs)),
    )
    late.write(next, upperBound(late.times, now))
    this.#events.moveTo(now)
    this.data.publish()
  }

  #lateStream(symbol: string, session: SymbolSession): LateStream {
    const streams = this.#streams.get(symbol) ?? []
    const known = streams.find((stream) => stream instanceof LateStream)
    if (known) return known
    const late = new LateStream(session, { columns: allocateColumns(0), knownAt: new Float64Array(0) })
    this.#streams.set(symbol, [...streams, late])
    this.#events.add(late)
    return late
  }

  /** Throws what the source of a symbol that is not there yet cannot be opened for. */
  derivedBars(symbol: string, interval: Interval): DerivedSeries {
    if (!this.#streams.has(symbol)) this.addSource(this.#open(symbol))
    return this.data.derivedBars(symbol, interval)
  }

  /** Takes a symbol out, with all that is known of it; does nothing when it is not there. */
  removeSource(symbol: string): void {
    const index = this.#sources.findIndex((source) => source.symbol === symbol)
    if (index < 0) return
    this.#events.remove(this.#streams.get(symbol) ?? [])
    this.#streams.delete(symbol)
    this.#sources.splice(index, 1)
    this.#sessions.splice(index, 1)
    this.#next = this.#next.filter((_, place) => place !== index)
    this.#nextEnd = this.#nextEnd.filter((_, place) => place !== index)
    this.#nextInstant = minimum(this.#nextEnd)
    this.data.removeSymbol(symbol)
  }

  /**
   * Moves the clock on to `target`, minute by minute and through holes alike. Stops after the minute in which
   * `budgetMs` of work is used up. Returns whether the target was reached.
   */
  advanceTo(target: EpochMs, budgetMs = Number.POSITIVE_INFINITY): boolean {
    const deadline = this.#elapsed() + budgetMs
    for (;;) {
      const now = this.#time.now()
      const nextMinute = (Math.floor(now / minuteMs) + 1) * minuteMs
      const stop = Math.min(nextMinute, target)
      this.#deliverUpTo(stop)
      this.#time.advanceTo(stop as EpochMs)
      this.data.publish()
      if (stop === target) return true
      if (this.#elapsed() >= deadline) return false
    }
  }

  /**
   * Moves the clock on to `target` at once, for callers who do not look in between: each symbol's bars up to there
   * are taken over together, and what is known at `target` is the same. Where ticks, quotes or late bars lie
   * between, it goes minute by minute.
   */
  skipTo(target: EpochMs): void {
    if (this.#events.nextTime <= target) {
      this.advanceTo(target)
      return
    }
    this.#time.advanceTo(target)
    if (this.#nextInstant <= target) this.#deliverBars(target)
    this.data.publish()
  }

  /** Moves the clock back to `time`; everything is as it was then. */
  rewindTo(time: EpochMs): void {
    this.#time.rewindTo(time)
    this.data.rewindTo(time)
    this.#events.moveTo(time)
    for (const [index, source] of this.#sources.entries()) {
      const { columns, from, to } = source
      const next = Math.max(from, lowerBound(columns.start, time - minuteMs + 1, to))
      this.#next[index] = next
      this.#nextEnd[index] = endOf(source, next)
    }
    this.#nextInstant = minimum(this.#nextEnd)
  }

  #take(source: BarSource): void {
    const session = this.data.registerSymbol(source.symbol, source.session)
    if (source.from === 0) session.lend(source.columns)
    const streams = eventStreams(source, session)
    this.#sources.push(source)
    this.#sessions.push(session)
    this.#streams.set(source.symbol, streams)
    for (const stream of streams) this.#events.add(stream)
  }

  #deliverUpTo(stop: number): void {
    const events = this.#events
    for (;;) {
      const instant = this.#nextInstant
      const eventTime = events.nextTime
      if (instant > stop && eventTime > stop) return
      const isEvent = eventTime < instant || (eventTime === instant && !events.isAfterBars)
      const time = isEvent ? eventTime : instant
      if (time > this.#time.now()) this.#time.advanceTo(time as EpochMs)
      if (isEvent) events.deliver()
      else this.#deliverBars(instant)
    }
  }

  /** Writes every bar that ends at `instant` or earlier, and finds the next instant on the same way. */
  #deliverBars(instant: number): void {
    const ends = this.#nextEnd
    let nextInstant = Number.POSITIVE_INFINITY
    for (let index = 0; index < ends.length; index++) {
      if ((ends[index] as number) <= instant) this.#deliverSource(index, instant)
      const end = ends[index] as number
      if (end < nextInstant) nextInstant = end
    }
    this.#nextInstant = nextInstant
  }

  #deliverSource(index: number, instant: number): void {
    const { columns, to } = this.#sources[index] as BarSource
    const { start } = columns
    const first = this.#next[index] as number
    const lastStart = instant - minuteMs
    let next = first + 1
    while (next < to && (start[next] as number) <= lastStart) next++
    ;(this.#sessions[index] as SymbolSession).addBars(columns, first, next)
    this.#next[index] = next
    this.#nextEnd[index] = next < to ? (start[next] as number) + minuteMs : Number.POSITIVE_INFINITY
  }
}

function noSource(symbol: string): never {
  throw new Failure('unknown-symbol', `${symbol} is not part of this replay.`)
}

function endOf({ columns, to }: BarSource, next: number): number {
  return next < to ? at(columns.start, next) + minuteMs : Number.POSITIVE_INFINITY
}

function minimum(values: Float64Array): number {
  let least = Number.POSITIVE_INFINITY
  for (const value of values) if (value < least) least = value
  return least
}
