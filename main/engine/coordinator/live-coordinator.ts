import type { Interval } from '#shared/bars/interval.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { DerivedSeries } from '../session/derived-series.ts'
import type { SessionData } from '../session/session-data.ts'
import type { Ticker } from '../time/ticker.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import type { Consumers } from './consumers.ts'
import type { Coordinator } from './coordinator.ts'

/** Where a feed pushes what comes of a symbol. */
export interface LiveSink {
  /** A 1m bar, or a later version of one. */
  bar(
    start: EpochMs,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    state: number,
  ): void
  quote(time: EpochMs, bid: number, ask: number, bidSize: number, askSize: number): void
  tick(time: EpochMs, price: number, size: number): void
}

export interface LiveFeed {
  /** Pushes what comes of a symbol from now on, until the returned function is called. */
  subscribe(symbol: string, sink: LiveSink): () => void
}

/**
 * Writes what a live feed pushes into session data, on the clock of the wall. A bar that comes before its end is held
 * until then (T1); one that comes late takes its place. Consumers are offered the clock with every event, and nobody
 * waits for them.
 */
export class LiveCoordinator implements Coordinator {
  readonly data: SessionData
  readonly #time: TimeProvider
  readonly #ticker: Ticker
  readonly #feed: LiveFeed
  readonly #consumers: Consumers
  readonly #subscriptions = new Map<string, () => void>()
  readonly #held = new Map<string, Set<() => void>>()

  constructor(time: TimeProvider, ticker: Ticker, data: SessionData, feed: LiveFeed, consumers: Consumers) {
    this.data = data
    this.#time = time
    this.#ticker = ticker
    this.#feed = feed
    this.#consumers = consumers
  }

  now(): EpochMs {
    return this.#time.now()
  }

  /** Turns the stream of a symbol on; does nothing when it is on. */
  addSource(symbol: string): void {
    if (this.#subscriptions.has(symbol)) return
    this.data.registerSymbol(symbol)
    this.#held.set(symbol, new Set())
    this.#subscriptions.set(symbol, () => undefined)
    this.#subscriptions.set(symbol, this.#feed.subscribe(symbol, this.#sinkOf(symbol)))
  }

  derivedBars(symbol: string, interval: Interval): DerivedSeries {
    this.addSource(symbol)
    return this.data.derivedBars(symbol, interval)
  }

  removeSource(symbol: string): void {
    this.#subscriptions.get(symbol)?.()
    this.#subscriptions.delete(symbol)
    for (const drop of this.#held.get(symbol) ?? []) drop()
    this.#held.delete(symbol)
    this.data.removeSymbol(symbol)
  }

  /** Turns every stream off; what is known stays. */
  close(): void {
    for (const end of this.#subscriptions.values()) end()
    this.#subscriptions.clear()
    for (const drops of this.#held.values()) for (const drop of drops) drop()
    this.#held.clear()
  }

  #sinkOf(symbol: string): LiveSink {
    return {
      bar: (start, ...values) =>
        this.#when(symbol, start + minuteMs, () => this.data.addBar(symbol, start, ...values)),
      quote: (time, ...values) => this.#when(symbol, time, () => this.data.addQuote(symbol, time, ...values)),
      tick: (time, ...values) => this.#when(symbol, time, () => this.data.addTick(symbol, time, ...values)),
    }
  }

  /** Writes now, or at `time` where that is still to come; a feed that was turned off has no say any more. */
  #when(symbol: string, time: number, write: () => void): void {
    const held = this.#held.get(symbol)
    if (!held) return
    const wait = time - this.now()
    if (wait <= 0) {
      write()
      this.#consumers.offer(this.now(), 0)
      return
    }
    const drop = this.#ticker.after(wait, () => {
      held.delete(drop)
      // A timer may fire a little early by the wall's clock.
      this.#when(symbol, time, write)
    })
    held.add(drop)
  }
}
