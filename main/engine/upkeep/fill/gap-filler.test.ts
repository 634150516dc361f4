import { describe, expect, test } from 'vitest'
import { sliceColumns } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { addMs, minuteMs } from '#shared/time/epoch.ts'
import { faultOf } from '../../sources/fault.ts'
import { FeedSource } from '../../sources/feed/feed-source.ts'
import { HastyTicker } from '../../sources/testing/hasty-ticker.ts'
import type { StoreWriter } from '../../store/store.ts'
import { file, openWriter } from '../../store/testing/temporary-store.ts'
import { ManualTicker } from '../../time/manual-ticker.ts'
import type { TimeProvider } from '../../time/time-provider.ts'
import type { MarkEvidence } from '../evidence/evidence.ts'
import { FailingSource, SilentSource } from '../testing/faulty-sources.ts'
import { clock, fillIn } from '../testing/filling.ts'
import { bars, columnsIn, feed, range, storeBut, values } from '../testing/holed-store.ts'
import { clockAt, fullGapsIn, gapsIn, halfDay, monday, yearLater } from '../testing/made-store.ts'

const lacking50 = range(0, 390).filter((minute) => minute !== 50)

function laterBy(minutes: number): TimeProvider {
  return { now: () => addMs(yearLater, minutes * minuteMs) }
}

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

  test('one feed under two names is one source: the second is not asked, and corroborates nothing', async () => {
    const store = storeBut([50], lacking50)
    const surroundings = { time: clock, calendars: { of: calendarOf } }
    const again = new FailingSource(new FeedSource('again', 'two', store, surroundings), clock)
    expect((await fillIn(store, monday, [feed(store), again])).summary).toMatchObject({
      tries: 1,
      noTrade: 0,
    })
    expect(again.asked).toEqual([])
    const window = { from: clockAt(monday, 50), to: clockAt(monday, 51) }
    const { identity } = again
    store.ledger.record('SPY', [
      {
        kind: 'request',
        source: 'again',
        identity,
        ...window,
        askedAt: clock.now(),
        try: 1,
        outcome: 'empty',
        bars: 0,
      },
    ])
    expect(gapsIn(store, 'SPY', monday)).toEqual([[50, 51, 'unknown', 'none']])
  })

  test('another feed under the same name is another source: what the old one lacked is asked of it', async () => {
    const store = storeBut([50, 60], lacking50)
    store.importFile(file({ feed: 'new' }), [bars(lacking50)])
    const surroundings = { time: clock, calendars: { of: calendarOf } }
    await fillIn(store, monday, [new FeedSource('web', 'two', store, surroundings)])
    const anew = new FailingSource(new FeedSource('web', 'new', store, surroundings), clock)
    expect((await fillIn(store, monday, [anew])).summary).toMatchObject({ asked: 1, tries: 1, noTrade: 1 })
    expect(gapsIn(store, 'SPY', monday)).toEqual([[50, 51, 'no-trade', 'corroborated']])
    expect((await fillIn(store, monday, [anew])).summary.tries).toBe(0)
  })

  test('what was asked before a source had an identity counts by its name', async () => {
    const store = storeBut([50], lacking50)
    const window = { from: clockAt(monday, 50), to: clockAt(monday, 51) }
    const old = {
      kind: 'request',
      ...window,
      askedAt: clock.now(),
      try: 1,
      outcome: 'empty',
      bars: 0,
    } as const
    store.ledger.record('SPY', [{ ...old, source: 'two' }])
    expect((await fillIn(store, monday, [feed(store)])).summary.tries).toBe(0)
    store.ledger.record('SPY', [{ ...old, source: 'two', identity: feed(store).identity }])
    expect(gapsIn(store, 'SPY', monday)).toEqual([[50, 51, 'unknown', 'none']])
  })

  test('the feed that has the session says nothing of what it lacks, whatever it was asked as', async () => {
    const store = storeBut([50], lacking50)
    const window = { from: clockAt(monday, 50), to: clockAt(monday, 51) }
    const old = {
      kind: 'request',
      ...window,
      askedAt: clock.now(),
      try: 1,
      outcome: 'empty',
      bars: 0,
    } as const
    store.ledger.record('SPY', [{ ...old, source: 'own', identity: feed(store, 'one').identity }])
    expect((await fillIn(store, monday, [feed(store)])).summary).toMatchObject({ tries: 1, noTrade: 0 })
    expect(gapsIn(store, 'SPY', monday)).toEqual([[50, 51, 'unknown', 'none']])
  })

  test('a feed whose beginning is cut off is no witness of a quiet opening', async () => {
    const store = storeBut(
      [0, 1, 2, 60],
      range(45, 390).filter((minute) => minute !== 60),
    )
    expect((await fillIn(store, monday, [feed(store)])).summary).toMatchObject({
      failed: 4,
      noTrade: 0,
      unanswered: 3,
    })
    expect(gapsIn(store, 'SPY', monday)).toEqual([
      [0, 3, 'not-fetched', 'proven'],
      [60, 61, 'feed-gap', 'probable'],
    ])
  })

  test('R13: what a source has shown to be empty is never asked of it again, and two make it no trade', async () => {
    const store = storeBut(
      [50],
      range(0, 390).filter((minute) => minute !== 50),
    )
    const other = storeBut([50])
    other.importFile(file({ feed: 'three' }), [bars(range(0, 390).filter((minute) => minute !== 50))])
    const two = new FailingSource(feed(store), clock)
    const { summary } = await fillIn(store, monday, [two])
    expect(summary).toEqual({ asked: 1, filled: 0, noTrade: 0, failed: 1, tries: 1, unanswered: 0 })
    expect(gapsIn(store, 'SPY', monday)).toEqual([[50, 51, 'unknown', 'none']])
    expect((await fillIn(store, monday, [two])).summary).toMatchObject({ asked: 0, tries: 0 })
    const three = new FailingSource(
      new FeedSource('three', 'three', other, { time: clock, calendars: { of: calendarOf } }),
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
    const other = storeBut([])
    other.importFile(file({ feed: 'third' }), [bars(range(0, 390))])
    const third = feed(other, 'third')
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
    const store = storeBut([50, 52, 54, 130, 200])
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
      [130, 131],
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
