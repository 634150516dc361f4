import { describe, expect, test } from 'vitest'
import { deriveSession } from '#shared/bars/derive.ts'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import { filled, stateName } from '#shared/bars/state.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { randomOf } from '../../random/random.ts'
import { faultOf } from '../../sources/fault.ts'
import type { StoreReader } from '../../store/store.ts'
import { file, openWriter } from '../../store/testing/temporary-store.ts'
import { FailingSource } from '../testing/faulty-sources.ts'
import { clock, fillerOf, fillIn } from '../testing/filling.ts'
import { bars, columnsIn, feed, range, storeBut, values } from '../testing/holed-store.ts'
import { clockAt, fullGapsIn, gapsIn, monday, qualityIn, tuesday, yearLater } from '../testing/made-store.ts'

function derived(store: StoreReader, interval: string) {
  const session = calendarOf('XNYS').session(monday)
  if (!session) throw new Error('There is no session')
  const columns = columnsIn(store)
  const source = { columns, from: 0, to: columns.start.length }
  return deriveSession(source, session, interval as Interval)
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
