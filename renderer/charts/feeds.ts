import type { Interval } from '#shared/bars/interval.ts'
import type { ChartIndicator, ChartUpdate, OpenedChart } from '#shared/protocol/chart-calls.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
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
  /** All bars that come next are of this replay; those before were of another. */
  onReplay?(info: ReplayInfo): void
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
/** The open replay and its symbols. */
let replay: { readonly info: ReplayInfo; readonly symbols: ReadonlySet<string> } | undefined

/** Asks for a symbol's bars until closeFeed. They come once a replay is open that has the symbol. */
export function openFeed(request: FeedRequest, listener: FeedListener): Feed {
  const feed: Feed = { request, cache: new SeriesCache(), lines: new LineCache(), number: 0, listener }
  feeds.add(feed)
  if (isReplayed(feed)) start(feed)
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

/** What the charts of `symbols` show now, to be opened with a replay: its first frame has their bars then. */
export function chartsToOpen(symbols: readonly string[]): OpenedChart[] {
  return [...feeds]
    .filter(({ request }) => symbols.includes(request.symbol))
    .map(({ request }) => openedChart(nextNumber++, request))
}

/**
 * Opens all charts on a replay that was just opened: the engine knows none of it but what was `opened` with it. A
 * chart of a symbol that it lacks, which may be about to close, waits for a replay that has it.
 */
export function startFeeds(info: ReplayInfo, opened: readonly OpenedChart[]): void {
  setReplay(info)
  const left = new Map(opened.map((one) => [shownBy(one), one.chart]))
  for (const feed of feeds) {
    if (!isReplayed(feed)) continue
    const key = shownBy(openedChart(0, feed.request))
    const chart = left.get(key)
    left.delete(key)
    if (chart === undefined) start(feed)
    else begin(feed, chart)
  }
  for (const chart of left.values()) void closeInEngine(chart)
}

/** The replay rolled and has all charts still open; those of symbols that it lacks wait for another. */
export function keepFeeds(info: ReplayInfo): void {
  setReplay(info)
  for (const feed of feeds) {
    if (isReplayed(feed)) feed.listener.onReplay?.(info)
    else feed.number = 0
  }
}

/** The open replay has other symbols now: charts of those that came are opened, those of others wait. */
export function changeFeeds(info: ReplayInfo): void {
  const before = replay?.symbols
  setReplay(info)
  for (const feed of feeds) {
    if (!isReplayed(feed)) feed.number = 0
    else if (!before?.has(feed.request.symbol)) start(feed)
  }
}

/** No replay is open any more: charts keep what they show until the next one. */
export function stopFeeds(): void {
  replay = undefined
  for (const feed of feeds) feed.number = 0
}

function setReplay(info: ReplayInfo): void {
  replay = { info, symbols: new Set(info.symbols.map(({ symbol }) => symbol)) }
}

function isReplayed({ request }: Feed): boolean {
  return replay?.symbols.has(request.symbol) === true
}

function start(feed: Feed): void {
  begin(feed, nextNumber++)
  const asked = openedChart(feed.number, feed.request)
  void attempt(async () => engine().call('chart.open', asked))
}

/** From now on the bars of this number are its own. */
function begin(feed: Feed, chart: number): void {
  feed.number = chart
  feed.cache.clear()
  feed.lines.clear()
  if (replay) feed.listener.onReplay?.(replay.info)
}

function openedChart(chart: number, { indicators = [], ...request }: FeedRequest): OpenedChart {
  return { chart, ...request, indicators: [...indicators] }
}

/** Says all that a chart shows. */
function shownBy({ symbol, interval, trailing, indicators }: OpenedChart): string {
  return JSON.stringify([symbol, interval, trailing, indicators])
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
