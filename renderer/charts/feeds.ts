import type { Interval } from '#shared/bars/interval.ts'
import type { ChartIndicator, ChartUpdate } from '#shared/protocol/chart-calls.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { engine } from '../engine/link.ts'
import { attempt, tell } from '../stores/toasts.ts'
import { LineCache } from './indicator-lines.ts'
import { SeriesCache, type SeriesChange } from './series-cache.ts'

/** What a chart shows. */
export interface FeedRequest {
  readonly symbol: string
  readonly interval: Interval
  readonly trailing: boolean
  readonly indicators?: readonly ChartIndicator[]
}

export interface FeedListener {
  /** The bars changed; also told with no change of bars whenever the clock moved. */
  onBars(change: SeriesChange | undefined, clock: EpochMs): void
}

/** Bars of one chart as they stream in. It outlives the engine: after a restart it is opened again. */
export interface Feed {
  readonly request: FeedRequest
  readonly cache: SeriesCache
  /** Values of its indicators, as many as bars. */
  readonly lines: LineCache
  /** The number the engine knows it under now. */
  number: number
  readonly listener: FeedListener
}

const feeds = new Set<Feed>()
let nextNumber = 1
/** Symbols of the open replay; none while there is no replay. */
let replayed: ReadonlySet<string> = new Set()

/** Asks for a symbol's bars until closeFeed. They come once a replay is open that has the symbol. */
export function openFeed(request: FeedRequest, listener: FeedListener): Feed {
  const feed: Feed = { request, cache: new SeriesCache(), lines: new LineCache(), number: 0, listener }
  feeds.add(feed)
  if (replayed.has(request.symbol)) start(feed)
  return feed
}

export function closeFeed(feed: Feed): void {
  feeds.delete(feed)
  if (feed.number !== 0) void closeInEngine(feed.number)
}

/** A replay that was just closed took its charts along, so a refusal tells nothing new. */
async function closeInEngine(chart: number): Promise<void> {
  try {
    await engine().call('chart.close', { chart })
  } catch {}
}

/**
 * Opens all charts of `symbols` on a replay of them that was just opened: the engine knows none of it. A chart of
 * another symbol, which may be about to close, waits for a replay that has it.
 */
export function startFeeds(symbols: readonly string[]): void {
  replayed = new Set(symbols)
  for (const feed of feeds) if (replayed.has(feed.request.symbol)) start(feed)
}

/** The replay rolled and has all charts still open; those of symbols that it lacks wait for another. */
export function keepFeeds(symbols: readonly string[]): void {
  replayed = new Set(symbols)
  for (const feed of feeds) if (!replayed.has(feed.request.symbol)) feed.number = 0
}

/** The open replay has these symbols now: charts of those that came are opened, those of others wait. */
export function changeFeeds(symbols: readonly string[]): void {
  const before = replayed
  replayed = new Set(symbols)
  for (const feed of feeds) {
    if (!replayed.has(feed.request.symbol)) feed.number = 0
    else if (!before.has(feed.request.symbol)) start(feed)
  }
}

/** No replay is open any more: charts keep what they show until the next one. */
export function stopFeeds(): void {
  replayed = new Set()
  for (const feed of feeds) feed.number = 0
}

function start(feed: Feed): void {
  feed.number = nextNumber++
  feed.cache.clear()
  feed.lines.clear()
  const chart = feed.number
  const { indicators = [], ...request } = feed.request
  void attempt(async () => engine().call('chart.open', { chart, ...request, indicators: [...indicators] }))
}

/** Applies the bars of a frame to the charts they are for, then tells every chart the clock. */
export function applyChartUpdates(updates: readonly ChartUpdate[], clock: EpochMs): void {
  for (const feed of feeds) {
    if (feed.number === 0) continue
    const mine = updates.filter(({ chart }) => chart === feed.number)
    if (mine.length === 0) feed.listener.onBars(undefined, clock)
    for (const { from, columns, indicators } of mine) {
      try {
        const change = feed.cache.apply(from, columns)
        feed.lines.apply(from, indicators)
        feed.listener.onBars(change, clock)
      } catch (error) {
        tell('warning', asFailure(error).message)
        start(feed)
        break
      }
    }
  }
}
