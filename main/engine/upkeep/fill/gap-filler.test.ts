import { describe, expect, test } from 'vitest'
import { sliceColumns } from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import { filled, stateName } from '#shared/bars/state.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { addMs, minuteMs } from '#shared/time/epoch.ts'
import { randomOf } from '../../demo/random.ts'
import { faultOf } from '../../sources/fault.ts'
import { FeedSource } from '../../sources/feed/feed-source.ts'
import { HastyTicker } from '../../sources/testing/hasty-ticker.ts'
import type { SessionBatch, StoreReader, StoreWriter } from '../../store/store.ts'
import { type MinuteRow, minuteBatch } from '../../store/testing/batches.ts'
import { file, openWriter } from '../../store/testing/temporary-store.ts'
import { ManualTicker } from '../../time/manual-ticker.ts'
import type { TimeProvider } from '../../time/time-provider.ts'
import type { MarkEvidence } from '../evidence/evidence.ts'
import { FailingSource, SilentSource } from '../testing/faulty-sources.ts'
import { clock, fillerOf, fillIn } from '../testing/filling.ts'
import {
  clockAt,
  fullGapsIn,
  gapsIn,
  halfDay,
  monday,
  qualityIn,
  tuesday,
  yearLater,
} from '../testing/made-store.ts'

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
}

/** Bars whose values hardly any number is like, at some minutes of a session. */
function bars(minutes: readonly number[], session: string = monday, salt = 0): SessionBatch {
  const rows = minutes.map((minute): MinuteRow => {
    const { uniform } = randomOf('bars', session, minute, salt)
    const [one, other] = [90 + 20 * uniform(), 90 + 20 * uniform()]
    return [
      minute,
      one,
      Math.max(one, other) + uniform(),
      Math.min(one, other) - uniform(),
      other,
      1000 * uniform(),
    ]
  })
  return minuteBatch(rows, { session })
}

/** A store whose first feed lacks minutes of a session, and whose feed "two" has other minutes, those told. */
function storeBut(
  missing: readonly number[],
  two: readonly number[] = range(0, 390),
  session: string = monday,
) {
  const store = openWriter()
  const own = range(0, 390).filter((minute) => !missing.includes(minute))
  store.importFile(file({ feed: 'one' }), [bars(own, session)])
  store.importFile(file({ feed: 'two' }), [bars(two, session)])
  return store
}

function feed(store: StoreWriter, name = 'two'): FeedSource {
  return new FeedSource(name, name, store, { time: clock, calendars: { of: calendarOf } })
}

function columnsIn(store: StoreReader, session: SessionDate = monday) {
  const read = store.readSession('SPY', oneMinute, session)
  if (!read) throw new Error('There is no session')
  return read.columns
}

function values(store: StoreReader, session: SessionDate = monday) {
  const { state: _, ...columns } = columnsIn(store, session)
  return columns
}

function derived(store: StoreReader, interval: string) {
  const session = calendarOf('XNYS').session(monday)
  if (!session) throw new Error('There is no session')
  const columns = columnsIn(store)
  const source = { columns, from: 0, to: columns.start.length }
  return deriveSession(source, session, interval as Interval)
}

function laterBy(minutes: number): TimeProvider {
  return { now: () => addMs(yearLater, minutes * minuteMs) }
}

/** 5 % of the minutes at random, the first three quarters of an hour, and the last half hour. */
const random = randomOf('removed', 5)
const removed = range(0, 390).filter((minute) => minute < 45 || minute >= 360 || random.uniform() < 0.05)

describe('a session with 5 % of its minutes removed, a hole at the open and its end cut off', () => {
  test('is filled from a second source: every value to the last digit, derived bars those of a complete feed', async () => {
    const store = storeBut(removed)
    const whole = storeBut([])
    const { summary, outcomes } = await fillIn(store, monday, [feed(store)])
    const asked = removed.length
    expect(summary).toEqual({
      asked,
      filled: asked,
      noTrade: 0,
      failed: 0,
      tries: outcomes.length,
      unanswered: 0,
    })
    expect(values(store)).toEqual(values(whole))
    expect(gapsIn(store, 'SPY', monday)).toEqual([])
    for (const interval of ['5m', '15m', '1h', '1d']) {
      const { state: _, ...made } = derived(store, interval).columns
      const { state: __, ...complete } = derived(whole, interval).columns
      expect(made).toEqual(complete)
    }
    const { state } = columnsIn(store)
    expect(range(0, 390).filter((minute) => state[minute] === filled)).toEqual(removed)
    expect(stateName(derived(store, '5m').columns.state[0] ?? 0)).toBe('filled')
  })

  test('G2: the latest bar is still the latest, and volume, high and low equal a recomputation', async () => {
    const store = storeBut(removed)
    const day = () => derived(store, '1d').columns
    await fillIn(store, monday, [feed(store)])
    const { start, volume, high, low } = columnsIn(store)
    expect(start.at(-1)).toBe(clockAt(monday, 389))
    expect(day().volume[0]).toBeCloseTo(
      volume.reduce((sum, one) => sum + one, 0),
      9,
    )
    expect([day().high[0], day().low[0]]).toEqual([Math.max(...high), Math.min(...low)])
  })

  test('says of each filled bar where it came from, and quality counts them', async () => {
    const store = storeBut(removed)
    const { outcomes } = await fillIn(store, monday, [feed(store)])
    const fills = store.fillsOf('SPY', oneMinute, monday)
    expect(fills.map(({ start }) => (start - clockAt(monday, 0)) / minuteMs)).toEqual(removed)
    const requests = new Set(outcomes.map(({ evidence }) => evidence.id))
    expect(requests.size).toBe(outcomes.length)
    expect(new Set(fills.map(({ request }) => request))).toEqual(requests)
    for (const fill of fills)
      expect(fill).toMatchObject({ source: 'two', askedAt: yearLater, cameAt: yearLater, try: 1 })
    expect(qualityIn(store, 'SPY', monday)).toMatchObject({
      expected: 390,
      recorded: 390 - removed.length,
      filled: removed.length,
      missing: 0,
      coverage: 100,
    })
  })

  test('comes to the same end when the source fails every other time, with the tries recorded', async () => {
    const store = storeBut(removed)
    const luck = randomOf('luck', 1)
    const source = new FailingSource(feed(store), clock, () => luck.uniform() < 0.5)
    const { summary, outcomes } = await fillIn(store, monday, [source], { maxTries: 20 })
    expect(summary).toMatchObject({ filled: removed.length, failed: 0, tries: source.asked.length })
    expect(values(store)).toEqual(values(storeBut([])))
    const failed = outcomes.filter(({ fault }) => fault)
    expect(failed.length).toBeGreaterThan(2)
    const recorded = store.ledger.recorded('SPY', clockAt(monday, 0), clockAt(monday, 390))
    expect(recorded).toEqual(outcomes.map(({ evidence }) => evidence))
    for (const start of new Set(outcomes.map(({ planned }) => planned.start))) {
      const tries = outcomes.filter(({ planned }) => planned.start === start)
      expect(tries.map(({ evidence }) => evidence.try)).toEqual(tries.map((_, index) => index + 1))
    }
    expect(Math.max(...store.fillsOf('SPY', oneMinute, monday).map((fill) => fill.try))).toBeGreaterThan(1)
  })

  test('is unknown at its edges after the last try of a source that never answers', async () => {
    const store = storeBut(removed, [])
    const source = new FailingSource(
      feed(store),
      clock,
      () => true,
      faultOf('timeout', 'two did not answer.'),
    )
    const { summary } = await fillIn(store, monday, [source], { maxTries: 3 })
    expect(summary).toMatchObject({ asked: removed.length, filled: 0, noTrade: 0, failed: removed.length })
    expect(summary.unanswered).toBe(removed.length)
    const gaps = fullGapsIn(store, 'SPY', monday)
    for (const edge of [gaps[0], gaps.at(-1)])
      expect(edge).toMatchObject({ class: 'unknown', certainty: 'none', tries: 3 })
    expect(gaps[0]?.reason).toBe('two was asked and did not answer')
    expect(gaps.every(({ tries }) => tries === 3)).toBe(true)
  })
})

describe('the order of sources (R14)', () => {
  test('the same source is asked again, and the second one when it is used up', async () => {
    const store = storeBut([50])
    const first = new FailingSource(new SilentSource('first'), clock, () => true)
    const { outcomes } = await fillIn(store, monday, [first, feed(store)], { maxTries: 3 })
    expect(outcomes.map(({ evidence }) => [evidence.source, evidence.try, evidence.outcome])).toEqual([
      ['first', 1, 'failed'],
      ['first', 2, 'failed'],
      ['first', 3, 'failed'],
      ['two', 1, 'bars'],
    ])
    expect(store.fillsOf('SPY', oneMinute, monday)).toMatchObject([{ source: 'two', try: 1 }])
  })

  test('one that cannot help is left at once', async () => {
    const store = storeBut([50, 200])
    const noKey = faultOf('no-key', 'first has no key.')
    const first = new FailingSource(new SilentSource('first'), clock, () => true, noKey)
    const { outcomes } = await fillIn(store, monday, [first, feed(store)])
    expect(outcomes.map(({ evidence }) => [evidence.source, evidence.try])).toEqual([
      ['first', 1],
      ['two', 1],
      ['two', 1],
    ])
  })

  test('a feed that ends early is left for what it does not have, not for the rest', async () => {
    const store = storeBut([50, ...range(300, 390)], range(0, 320))
    store.importFile(file({ feed: 'three' }), [bars(range(0, 390))])
    const { outcomes, summary } = await fillIn(store, monday, [feed(store), feed(store, 'three')])
    expect(summary).toMatchObject({ filled: 91, failed: 0, tries: 3 })
    expect(
      outcomes.map(({ evidence, bars: { added } }) => [evidence.source, evidence.outcome, added]),
    ).toEqual([
      ['two', 'bars', 1],
      ['two', 'truncated', 20],
      ['three', 'bars', 70],
    ])
  })

  test('R13: what a source has shown to be empty is never asked of it again, and two make it no trade', async () => {
    const store = storeBut(
      [50],
      range(0, 390).filter((minute) => minute !== 50),
    )
    const other = storeBut(
      [50],
      range(0, 390).filter((minute) => minute !== 50),
    )
    const two = new FailingSource(feed(store), clock)
    const { summary } = await fillIn(store, monday, [two])
    expect(summary).toEqual({ asked: 1, filled: 0, noTrade: 0, failed: 1, tries: 1, unanswered: 0 })
    expect(gapsIn(store, 'SPY', monday)).toEqual([[50, 51, 'unknown', 'none']])
    expect((await fillIn(store, monday, [two])).summary).toMatchObject({ asked: 0, tries: 0 })
    const three = new FailingSource(
      new FeedSource('three', 'two', other, { time: clock, calendars: { of: calendarOf } }),
      clock,
    )
    expect((await fillIn(store, monday, [two, three])).summary).toMatchObject({
      asked: 1,
      noTrade: 1,
      tries: 1,
    })
    expect(gapsIn(store, 'SPY', monday)).toEqual([[50, 51, 'no-trade', 'corroborated']])
    expect([two.asked.length, three.asked.length]).toEqual([1, 1])
    expect((await fillIn(store, monday, [two, three])).summary.tries).toBe(0)
  })

  test('another feed that has the bar proves the gap, until it fills it', async () => {
    const store = storeBut([50])
    expect(gapsIn(store, 'SPY', monday)).toEqual([[50, 51, 'feed-gap', 'proven']])
    await fillIn(store, monday, [feed(store)])
    expect(gapsIn(store, 'SPY', monday)).toEqual([])
    expect(store.fillsOf('SPY', oneMinute, monday)).toMatchObject([
      { start: clockAt(monday, 50), source: 'two' },
    ])
  })

  test('made-up bars do not fill a market’s', async () => {
    const store = openWriter()
    store.importFile(file({ feed: 'one' }), [bars(range(1, 390))])
    store.importFile(file({ feed: 'made', synthetic: true }), [bars(range(0, 390))])
    const { summary, outcomes } = await fillIn(store, monday, [feed(store, 'made')])
    expect(summary).toMatchObject({ filled: 0, failed: 1, tries: 1 })
    expect(outcomes[0]?.evidence.detail).toMatch(/made has made-up bars of SPY/)
  })
})

describe('G3: tries', () => {
  const dead = (store: StoreWriter) => new FailingSource(feed(store), clock, () => true)

  test('are counted over runs, and once they are used up nobody is asked any more', async () => {
    const store = storeBut([50])
    const source = dead(store)
    for (const tries of [1, 1, 1, 0, 0])
      expect((await fillIn(store, monday, [source], { maxTries: 3, waits: false })).summary.tries).toBe(tries)
    expect(fullGapsIn(store, 'SPY', monday)).toMatchObject([{ tries: 3 }])
  })

  test('begin anew with another source, and when a mark is taken back', async () => {
    const store = storeBut([50])
    const source = dead(store)
    await fillIn(store, monday, [source], { maxTries: 2 })
    const window = { from: clockAt(monday, 50), to: clockAt(monday, 51) }
    const mark = (gapClass: MarkEvidence['class'], minute: number): MarkEvidence => {
      return { kind: 'mark', ...window, class: gapClass, reason: 'seen elsewhere', at: laterBy(minute).now() }
    }
    store.ledger.record('SPY', [mark('no-trade', 1)])
    expect((await fillIn(store, monday, [source, feed(store)], { maxTries: 2 })).summary.tries).toBe(0)
    store.ledger.record('SPY', [mark('none', 2)])
    const told = { maxTries: 2, time: laterBy(3) }
    const again = new FailingSource(feed(store), laterBy(3), () => true)
    expect((await fillIn(store, monday, [again], told)).summary.tries).toBe(2)
    expect((await fillIn(store, monday, [again], told)).summary.tries).toBe(0)
    const third = new FeedSource('third', 'two', store, { time: clock, calendars: { of: calendarOf } })
    expect((await fillIn(store, monday, [again, third], told)).summary).toMatchObject({ filled: 1, tries: 1 })
  })

  test('end in a run, whatever the clock says', async () => {
    const store = storeBut([50])
    const window = { from: clockAt(monday, 50), to: clockAt(monday, 51) }
    const takenBack = { kind: 'mark', ...window, class: 'none', reason: '', at: laterBy(60).now() } as const
    store.ledger.record('SPY', [takenBack])
    expect((await fillIn(store, monday, [dead(store)], { maxTries: 3 })).summary.tries).toBe(3)
  })

  test('wait longer each time, and not at all for a run that does not wait', async () => {
    const store = storeBut([50])
    const ticker = new HastyTicker()
    await fillIn(store, monday, [dead(store)], { maxTries: 4, ticker })
    expect(ticker.waits).toHaveLength(3)
    for (const [index, ms] of ticker.waits.entries()) {
      expect(ms).toBeGreaterThanOrEqual(250 * 2 ** index)
      expect(ms).toBeLessThanOrEqual(500 * 2 ** index)
    }
  })

  test('a source that wants to be left alone for long is, and the next one is asked', async () => {
    const store = storeBut([50])
    const later = faultOf('rate-limited', 'Too many requests.', { retryAfterMs: 3_600_000 })
    const first = new FailingSource(new SilentSource('first'), clock, () => true, later)
    const { outcomes } = await fillIn(store, monday, [first, feed(store)])
    expect(outcomes.map(({ evidence }) => evidence.source)).toEqual(['first', 'two'])
  })
})

describe('what is not asked for', () => {
  test('halted, marked and pending minutes, nor anything between two of which one is', async () => {
    const store = storeBut([50, 52, 54, 100, 200])
    const window = (minute: number) => ({ from: clockAt(monday, minute), to: clockAt(monday, minute + 1) })
    store.ledger.record('SPY', [
      { kind: 'halt', ...window(52), code: 'T1', source: 'halts.csv', knownAt: yearLater },
      { kind: 'mark', ...window(200), class: 'no-trade', reason: 'known', at: yearLater },
    ])
    const two = new FailingSource(feed(store), clock)
    await fillIn(store, monday, [two])
    const asked = two.asked.map(({ start, end }) =>
      [start, end].map((time) => (time - clockAt(monday, 0)) / minuteMs),
    )
    expect(asked).toEqual([
      [50, 51],
      [54, 55],
      [100, 101],
    ])
    expect(gapsIn(store, 'SPY', monday).map(([from]) => from)).toEqual([52, 200])
  })

  test('runs near to each other are asked for together, bars between them are left as they are', async () => {
    const store = storeBut([50, 60, 70])
    const two = new FailingSource(feed(store), clock)
    const { outcomes } = await fillIn(store, monday, [two])
    expect(two.asked).toHaveLength(1)
    expect(outcomes[0]?.bars).toEqual({ added: 3, same: 18, differing: 0 })
  })

  test('G1: a bar that differs from a recorded one is ignored and counted', async () => {
    const store = openWriter()
    store.importFile(file({ feed: 'one' }), [
      bars(range(0, 390).filter((minute) => minute !== 50 && minute !== 60)),
    ])
    store.importFile(file({ feed: 'two' }), [bars(range(0, 390), monday, 1)])
    const before = values(store)
    const { outcomes } = await fillIn(store, monday, [feed(store)])
    expect(outcomes[0]?.bars).toEqual({ added: 2, same: 0, differing: 9 })
    expect(sliceColumns(columnsIn(store), 51, 60).close).toEqual(before.close.slice(50, 59))
    expect(columnsIn(store).start).toHaveLength(390)
  })

  test('minutes after an early close', async () => {
    const store = storeBut([209, ...range(220, 390)], range(0, 240), halfDay)
    expect((await fillIn(store, halfDay, [feed(store)])).summary).toMatchObject({ asked: 1, filled: 1 })
    expect(columnsIn(store, halfDay).start).toHaveLength(220)
  })
})

describe('G4: a session without any bar', () => {
  test('is filled whole', async () => {
    const store = storeBut([])
    const elsewhere = openWriter()
    elsewhere.importFile(file({ feed: 'two' }), [bars(range(0, 390), tuesday)])
    expect((await fillIn(store, tuesday, [feed(elsewhere)])).summary).toMatchObject({
      asked: 390,
      filled: 390,
      tries: 1,
    })
    expect(values(store, tuesday)).toEqual(values(elsewhere, tuesday))
    expect(qualityIn(store, 'SPY', tuesday)).toMatchObject({ recorded: 0, filled: 390, coverage: 100 })
  })

  test('a day that is no session is nothing to do', async () => {
    const store = storeBut([])
    const steps = fillerOf(store, [feed(store)]).run(
      { symbol: 'SPY', exchange: 'XNYS', synthetic: false },
      '2024-07-04' as SessionDate,
      { maxTries: 5, waits: true },
      new AbortController().signal,
    )
    expect((await steps.next()).done).toBe(true)
  })
})

describe('waiting', () => {
  test('for a source that never answers ends, it is told to stop, and that counts as a try', async () => {
    const store = storeBut([50])
    const [silent, ticker] = [new SilentSource('silent'), new ManualTicker()]
    const filling = fillIn(store, monday, [silent], { ticker, maxTries: 1 })
    ticker.pass(10 * minuteMs)
    const { outcomes } = await filling
    expect(silent.signals.map(({ aborted }) => aborted)).toEqual([true])
    expect(outcomes).toMatchObject([{ fault: { code: 'timeout' }, evidence: { outcome: 'failed', try: 1 } }])
    expect(outcomes[0]?.evidence.detail).toMatch(/silent did not answer within 600 s/)
  })

  test('is cancelled at once, and is then no try', async () => {
    const store = storeBut([50])
    const [silent, cancel] = [new SilentSource('silent'), new AbortController()]
    const filling = fillIn(store, monday, [silent], { ticker: new ManualTicker(), signal: cancel.signal })
    cancel.abort()
    await expect(filling).rejects.toMatchObject({ code: 'cancelled' })
    expect(silent.signals.map(({ aborted }) => aborted)).toEqual([true])
    expect(fullGapsIn(store, 'SPY', monday)).toMatchObject([{ tries: 0 }])
  })

  test('between two tries is cancelled at once too', async () => {
    const store = storeBut([50])
    const cancel = new AbortController()
    const source = new FailingSource(feed(store), clock, () => {
      setImmediate(() => setImmediate(() => cancel.abort()))
      return true
    })
    const filling = fillIn(store, monday, [source], { ticker: new ManualTicker(), signal: cancel.signal })
    await expect(filling).rejects.toMatchObject({ code: 'cancelled' })
    expect(source.asked).toHaveLength(1)
  })
})
