import { expect, test } from 'vitest'
import { at, sliceColumns } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import { corrected, forming } from '#shared/bars/state.ts'
import { addMs, type EpochMs, epochMs, minuteMs } from '#shared/time/epoch.ts'
import { SessionData } from '../session/session-data.ts'
import { barsAt, plainSession } from '../session/testing/made-bars.ts'
import { ManualTicker } from '../time/manual-ticker.ts'
import { SimulatedTime } from '../time/simulated-time.ts'
import { asRepaired } from './bar-source.ts'
import { Consumers } from './consumers.ts'
import type { Coordinator } from './coordinator.ts'
import { LiveCoordinator, type LiveFeed, type LiveSink } from './live-coordinator.ts'
import { StreamCoordinator } from './stream-coordinator.ts'

const open = epochMs(Date.parse('2024-01-02T14:30:00Z'))
const session = plainSession(open, 60)
const fiveMinutes = '5m' as Interval

/** A feed that pushes what the test says. */
class ToldFeed implements LiveFeed {
  readonly sinks = new Map<string, LiveSink>()

  subscribe(symbol: string, sink: LiveSink): () => void {
    this.sinks.set(symbol, sink)
    return () => this.sinks.delete(symbol)
  }

  bar(symbol: string, minute: number, seed = 0): void {
    const { start, open: first, high, low, close, volume } = barsAt(open, [minute], seed)
    const [a, b, c, d, e] = [first, high, low, close, volume].map((column) => at(column, 0))
    this.sinks
      .get(symbol)
      ?.bar(at(start, 0) as EpochMs, a as number, b as number, c as number, d as number, e as number, 0)
  }
}

/** A live coordinator on a clock of the wall that goes on with its timers. */
function live() {
  const ticker = new ManualTicker()
  const time = { now: () => addMs(open, ticker.elapsed()) }
  const data = new SessionData(session, time)
  const feed = new ToldFeed()
  const consumers = new Consumers()
  const coordinator = new LiveCoordinator(time, ticker, data, feed, consumers)
  const passTo = (minute: number): void => ticker.pass(minute * minuteMs - ticker.elapsed())
  return { ticker, data, feed, consumers, coordinator, passTo }
}

function everything({ data }: Coordinator, symbol: string) {
  const minutes = data.getLastNBars(symbol, 100)
  const derived = data.derivedBars(symbol, fiveMinutes)
  const range = derived.range()
  return {
    minutes: sliceColumns(minutes.columns, 0, minutes.to),
    derived: sliceColumns(range.columns, 0, range.to),
    counts: derived.counts(),
    metrics: data.getSessionMetrics(symbol),
  }
}

test('a session that came live ends as one that was replayed', () => {
  const on = live()
  on.coordinator.addSource('SPY')
  const minutes = [0, 1, 2, 4, 5, 6, 30, 59]
  for (const minute of minutes) {
    on.passTo(minute + 1.01)
    on.feed.bar('SPY', minute)
  }
  on.passTo(60)
  const time = new SimulatedTime(open)
  const replay = new StreamCoordinator(
    time,
    new SessionData(session, time),
    [asRepaired('SPY', barsAt(open, minutes))],
    () => 0,
  )
  replay.advanceTo(session.close)
  expect(everything(on.coordinator, 'SPY')).toEqual(everything(replay, 'SPY'))
})

test('a bar that is pushed before its end is not seen before it (T1)', () => {
  const on = live()
  on.coordinator.addSource('SPY')
  on.feed.bar('SPY', 0)
  on.ticker.pass(minuteMs - 1)
  expect(on.data.getBarCount('SPY')).toBe(0)
  on.ticker.pass(1)
  expect(on.data.getBarCount('SPY')).toBe(1)
})

test('a version of 30 seconds later takes the place of the first, in derived bars too (R11)', () => {
  const on = live()
  const derived = on.coordinator.derivedBars('SPY', fiveMinutes)
  on.passTo(1)
  on.feed.bar('SPY', 0)
  const [before] = derived.range().columns.high
  on.passTo(1.5)
  on.feed.bar('SPY', 0, 40)
  const { columns, to } = derived.range()
  const highs = [0, 40].map((seed) => at(barsAt(open, [0], seed).high, 0))
  expect([before, at(columns.high, 0), to]).toEqual([...highs, 1])
  expect(at(columns.state, 0)).toBe(corrected | forming)
  expect(on.data.symbolSession('SPY').getRevisions()).toMatchObject([{ knownAt: addMs(open, 90_000) }])
})

test('quotes and ticks come too, and consumers are offered the clock and not waited for', () => {
  const on = live()
  const taken: number[] = []
  on.consumers.add({
    name: 'slow',
    limitMs: 0,
    whenLate: 'pause',
    take: (clock) => taken.push(clock - open),
    get busy() {
      return taken.length > 1
    },
  })
  on.coordinator.addSource('SPY')
  on.coordinator.addSource('SPY')
  const sink = on.feed.sinks.get('SPY')
  on.ticker.pass(10)
  sink?.tick(addMs(open, 10), 5, 1)
  sink?.quote(addMs(open, 20), 4, 6, 1, 1)
  on.ticker.pass(90)
  sink?.tick(addMs(open, 50), 5, 1)
  expect([on.data.getTickCount('SPY'), on.data.getQuoteCount('SPY')]).toEqual([2, 1])
  expect(taken).toEqual([10, 20])
  expect(on.consumers.behind(on.coordinator.now())).toEqual([{ name: 'slow', ms: 80 }])
})

test('a symbol taken out has no say any more, nor has one after the close of all (L3)', () => {
  const on = live()
  for (const symbol of ['SPY', 'IBM']) on.coordinator.addSource(symbol)
  const spy = on.feed.sinks.get('SPY')
  const ibm = on.feed.sinks.get('IBM')
  on.feed.bar('SPY', 0)
  on.feed.bar('IBM', 0)
  on.coordinator.removeSource('SPY')
  spy?.tick(open, 1, 1)
  expect(on.data.getActiveSymbols()).toEqual(['IBM'])
  on.coordinator.close()
  ibm?.tick(open, 1, 1)
  on.passTo(5)
  expect([on.data.getBarCount('IBM'), on.data.getTickCount('IBM'), on.feed.sinks.size]).toEqual([0, 0, 0])
})

test('asking for a derived interval turns the 1m stream on, as if there from the start', () => {
  const time = new SimulatedTime(open)
  const data = new SessionData(session, time)
  const bars = barsAt(open, [0, 1, 2, 7, 8])
  const coordinator = new StreamCoordinator(
    time,
    data,
    [],
    () => 0,
    (symbol) => asRepaired(symbol, bars),
  )
  coordinator.advanceTo(addMs(open, 8 * minuteMs))
  expect(coordinator.derivedBars('SPY', fiveMinutes).range().to).toBe(2)
  expect(data.getBarCount('SPY')).toBe(4)
  const without = new StreamCoordinator(time, data, [], () => 0)
  expect(() => without.derivedBars('IBM', fiveMinutes)).toThrow(/IBM is not part/)
})
