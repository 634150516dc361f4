import { expect, test } from 'vitest'
import { at } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { addMs, type EpochMs, formatUtc, minuteMs } from '#shared/time/epoch.ts'
import { Consumers } from '../coordinator/consumers.ts'
import { LiveCoordinator, type LiveFeed, type LiveSink } from '../coordinator/live-coordinator.ts'
import { SessionData } from '../session/session-data.ts'
import { barsAt } from '../session/testing/made-bars.ts'
import { ManualTicker } from '../time/manual-ticker.ts'
import type { BoundaryEvent } from './boundary-event.ts'
import { keepChecking } from './keep-checking.ts'
import { SessionBoundary } from './session-boundary.ts'
import { usual } from './testing/stage.ts'
import { utc } from './testing/utc.ts'

const calendar = calendarOf('XHKG')
const [today, tomorrow] = ['2024-01-10', '2024-01-11'].map((date) => {
  const session = calendar.session(date as SessionDate)
  if (!session) throw new Error(`XHKG has no session on ${date}.`)
  return session
}) as [Session, Session]

/** A feed that pushes what the test says, each bar some seconds after its end. */
class PushedFeed implements LiveFeed {
  readonly #sinks = new Map<string, LiveSink>()

  subscribe(symbol: string, sink: LiveSink): () => void {
    this.#sinks.set(symbol, sink)
    return () => this.#sinks.delete(symbol)
  }

  push(symbol: string, start: EpochMs): void {
    const { open, high, low, close, volume } = barsAt(start, [0])
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = [open, high, low, close, volume].map((column) =>
      at(column, 0),
    )
    this.#sinks.get(symbol)?.bar(start, a, b, c, d, e, 0)
  }
}

/**
 * A live session: the feed writes through the coordinator into session data, the boundary is checked by the wall and
 * hears of every bar that arrives; a roll begins the session data anew under the label of the next session.
 */
class LiveSession {
  readonly ticker = new ManualTicker()
  readonly events: BoundaryEvent[] = []
  readonly failures: string[] = []
  /** Bars of each session by its own label, as they were when it rolled (B4). */
  readonly stored = new Map<SessionDate, Readonly<Record<string, number>>>()
  readonly boundary: SessionBoundary
  readonly stop: () => void
  readonly #begin: EpochMs
  readonly #feed = new PushedFeed()
  readonly #symbols: readonly string[]
  #coordinator: LiveCoordinator

  constructor(begin: string, symbols: readonly string[]) {
    this.#begin = utc(begin)
    this.#symbols = symbols
    const time = { now: () => this.now }
    this.boundary = new SessionBoundary({ calendar, time, settings: usual })
    for (const symbol of symbols) this.boundary.addSymbol(symbol)
    this.#coordinator = this.#coordinate(today)
    this.stop = keepChecking(this.boundary, {
      time,
      ticker: this.ticker,
      intervalMs: () => minuteMs,
      onEvents: (events) => this.#take(events),
      onFailure: ({ message }) => this.failures.push(message),
    })
  }

  get now(): EpochMs {
    return addMs(this.#begin, this.ticker.elapsed())
  }

  get data(): SessionData {
    return this.#coordinator.data
  }

  /** Lets time pass up to `time`; in every minute of `session` that ends on the way, bars of `symbols` come. */
  passTo(time: string, session: Session, ...symbols: readonly string[]): void {
    while (this.now < utc(time)) {
      const end = (Math.floor(this.now / minuteMs) + 1) * minuteMs
      this.ticker.pass(end - this.now + 2000)
      const isExpected = session.segments.some(({ open, close }) => end > open && end <= close)
      for (const symbol of isExpected ? symbols : []) {
        this.#feed.push(symbol, (end - minuteMs) as EpochMs)
        this.#take(this.boundary.noteBar(symbol, end as EpochMs))
      }
    }
  }

  state(symbol: string): string | undefined {
    return this.boundary.status().symbols.find((status) => status.symbol === symbol)?.state
  }

  /** What the session did, as "from → to TIME". */
  moves(): readonly string[] {
    return this.events.flatMap((event) => {
      const time = formatUtc(event.due).slice(11, 16)
      if (event.type === 'moved') return [`${event.from} → ${event.to} ${time}`]
      if (event.type === 'break') return [`break ${event.began ? 'begins' : 'ends'} ${time}`]
      return event.type === 'rolled' ? [`${event.session} rolled to ${event.next} ${time}`] : []
    })
  }

  #coordinate(session: Session): LiveCoordinator {
    const time = { now: () => this.now }
    const data = new SessionData(session, time, 'regular')
    const coordinator = new LiveCoordinator(time, this.ticker, data, this.#feed, new Consumers())
    for (const symbol of this.#symbols) coordinator.addSource(symbol)
    return coordinator
  }

  #take(events: readonly BoundaryEvent[]): void {
    this.events.push(...events)
    const roll = events.find((event) => event.type === 'rolled')
    if (roll?.type !== 'rolled') return
    const counts = this.#symbols.map((symbol) => [symbol, this.data.getBarCount(symbol)] as const)
    this.stored.set(roll.session, Object.fromEntries(counts))
    this.#coordinator.close()
    const next = roll.next && calendar.session(roll.next)
    if (next) this.#coordinator = this.#coordinate(next)
  }
}

test('a live session stalls, comes back, breaks for lunch, closes and rolls once, by the clock of the wall', () => {
  const live = new LiveSession('2024-01-10T00:30:20Z', ['0700', '0005'])
  live.passTo('2024-01-10T02:00:00Z', today, '0700', '0005')
  expect([live.boundary.state, live.state('0700'), live.state('0005')]).toEqual([
    'active',
    'current',
    'current',
  ])

  // One symbol stalls: it alone is late (L1), and comes back as partial.
  live.passTo('2024-01-10T02:06:00Z', today, '0700')
  expect([live.state('0700'), live.state('0005')]).toEqual(['current', 'late'])
  live.passTo('2024-01-10T02:12:00Z', today, '0700')
  expect(live.state('0005')).toBe('stalled')
  live.passTo('2024-01-10T02:20:00Z', today, '0700', '0005')
  expect(live.state('0005')).toBe('partial')

  // The feed dies, and returns: the session times out and goes on.
  live.passTo('2024-01-10T02:30:00Z', today)
  expect(live.boundary.state).toBe('timeout')
  live.passTo('2024-01-10T04:30:00Z', today, '0700', '0005')
  expect(live.boundary.status()).toMatchObject({ state: 'active', onBreak: true })
  expect(live.state('0700')).toBe('partial')

  live.passTo('2024-01-10T08:20:00Z', today, '0700', '0005')
  expect(live.boundary.state).toBe('post-market')
  const fives = live.data.derivedBars('0700', '5m' as Interval).range()
  const expected = 330 - 10
  expect(live.data.getSessionMetrics('0700')).toMatchObject({ recorded: expected, expected: 330 })
  expect(fives.to).toBe(66 - 2)

  // A night without data: one roll, and not another state until the morning (B1, B2).
  live.passTo('2024-01-11T01:29:00Z', today)
  expect(live.moves()).toEqual([
    'not-started → active 01:30',
    'active → timeout 02:25',
    'timeout → active 02:31',
    'break begins 04:00',
    'break ends 05:00',
    'active → post-market 08:00',
    'post-market → ended 08:30',
    '2024-01-10 rolled to 2024-01-11 08:30',
    'ended → not-started 08:30',
  ])
  expect(Object.fromEntries(live.stored)).toEqual({
    '2024-01-10': { '0700': expected, '0005': expected - 12 },
  })
  expect(live.boundary.session).toBe('2024-01-11')
  expect(live.data.getBarCount('0700')).toBe(0)

  live.passTo('2024-01-11T01:40:00Z', tomorrow, '0700', '0005')
  expect([live.boundary.state, live.state('0700')]).toEqual(['active', 'current'])
  expect(live.data.getBarCount('0700')).toBe(10)
  live.stop()
  expect(live.failures).toEqual([])
})
