import { describe, expect, test } from 'vitest'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import { corrected, filled, recorded, synthetic } from '#shared/bars/state.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { addMs, epochMs, minuteMs } from '#shared/time/epoch.ts'
import { asKnownAt } from '../../bars-query/as-traded.ts'
import type { StoreReader, StoreWriter } from '../store.ts'
import { dayBatch, type MinuteRow, minuteBatch, openOf } from '../testing/batches.ts'
import { file, openReader, openWriter } from '../testing/temporary-store.ts'
import type { AnsweredRequest, SessionFill } from './stored-fill.ts'

const monday = '2024-07-08' as SessionDate
const open = epochMs(openOf(monday))
const askedAt = epochMs(Date.parse('2024-07-20T00:00:00Z'))
const cameAt = addMs(askedAt, 1500)

function bar(minute: number, close = 2, volume = 100): MinuteRow {
  return [minute, 2, 3, 1, close, volume]
}

function minute(number: number) {
  return addMs(open, number * minuteMs)
}

/** What a source answered about minutes of Monday's session. */
function fillOf(rows: readonly MinuteRow[], told: Partial<AnsweredRequest> = {}): SessionFill {
  const batch = minuteBatch(rows)
  if (batch.kind !== 'trade') throw new TypeError('trades')
  const request: AnsweredRequest = {
    kind: 'request',
    source: 'second',
    from: open,
    to: minute(10),
    askedAt,
    try: 2,
    outcome: rows.length > 0 ? 'bars' : 'empty',
    bars: rows.length,
    id: 'r1',
    answeredAt: cameAt,
    ...told,
  }
  return { ...batch, request, columns: batch.columns }
}

function withBars(...rows: readonly MinuteRow[]): StoreWriter {
  const store = openWriter()
  store.importFile(file({ feed: 'one' }), [minuteBatch(rows)])
  return store
}

function session(store: StoreReader) {
  const read = store.readSession('SPY', oneMinute, monday)
  if (!read) throw new Error('There is no session')
  return read
}

function minutesIn(store: StoreReader): number[] {
  return Array.from(session(store).columns.start, (start) => (start - open) / minuteMs)
}

describe('a fill', () => {
  test('G1: adds each missing minute once, however often it comes, and replaces no stored bar', () => {
    const store = withBars(bar(0), bar(3))
    const answer = fillOf([bar(0), bar(1, 2.5), bar(2, 2.25), bar(3, 2.75)])
    expect(store.storeFill(answer)).toEqual({ added: 2, same: 1, differing: 1 })
    expect(store.storeFill(answer)).toEqual({ added: 0, same: 3, differing: 1 })
    expect(minutesIn(store)).toEqual([0, 1, 2, 3])
    const { columns, bars, regularBars, feed } = session(store)
    expect([...columns.close]).toEqual([2, 2.5, 2.25, 2])
    expect([...columns.state]).toEqual([recorded, filled, filled, recorded])
    expect({ bars, regularBars, feed }).toEqual({ bars: 4, regularBars: 4, feed: 'one' })
  })

  test('tells of each bar its source, its request, when it was asked for and came, and the try', () => {
    const store = withBars(bar(0))
    store.storeFill(fillOf([bar(1)]))
    store.storeFill(fillOf([bar(4)], { source: 'third', id: 'r2', try: 1 }))
    const provenance = { source: 'second', request: 'r1', askedAt, cameAt, try: 2 }
    expect(openReader(store.path).fillsOf('SPY', oneMinute, monday)).toEqual([
      { start: minute(1), ...provenance },
      { start: minute(4), ...provenance, source: 'third', request: 'r2', try: 1 },
    ])
    expect(store.fillsOf('SPY', oneMinute, '2024-07-09' as SessionDate)).toEqual([])
  })

  test('R17: is known from when it came, so that nobody sees it as traded', () => {
    const store = withBars(bar(0))
    store.storeFill(fillOf([bar(1, 2.5)]))
    const versions = store.versions('SPY', oneMinute, monday)
    expect(versions).toMatchObject([
      { start: minute(1), version: 1, knownAt: cameAt, state: filled, close: 2.5 },
    ])
    const at = (clock: number) => [...asKnownAt(session(store).columns, versions, epochMs(clock)).start]
    expect(at(cameAt - 1)).toEqual([minute(0)])
    expect(at(cameAt)).toEqual([minute(0), minute(1)])
  })

  test.each([
    ['an empty answer', fillOf([])],
    ['one cut off', fillOf([], { outcome: 'truncated', reached: minute(4), detail: 'page 2 did not come' })],
    ['none at all', fillOf([], { outcome: 'failed', detail: 'timed out' })],
  ])('R13: %s is kept as evidence, and grades are counted anew', (_, fill) => {
    const store = withBars(bar(0))
    const before = store.ledger.changes().get('SPY') ?? 0
    expect(store.storeFill(fill)).toEqual({ added: 0, same: 0, differing: 0 })
    expect(openReader(store.path).ledger.recorded('SPY', open, minute(1))).toEqual([fill.request])
    expect(store.ledger.changes().get('SPY')).toBe(before + 1)
    expect(minutesIn(store)).toEqual([0])
  })

  test('G4: of a session or a symbol without a bar makes the session', () => {
    const store = withBars()
    store.importFile(file({ feed: 'days' }), [dayBatch(monday, 5)])
    expect(store.storeFill(fillOf([bar(0), bar(1)]))).toEqual({ added: 2, same: 0, differing: 0 })
    expect(session(store)).toMatchObject({ feed: 'filled', bars: 2, regularBars: 2 })
    const other = withBars(bar(0))
    const tuesday = '2024-07-09' as SessionDate
    const batch = minuteBatch([bar(5)], { session: tuesday })
    if (batch.kind !== 'trade') throw new TypeError('trades')
    other.storeFill({ ...fillOf([]), session: tuesday, columns: batch.columns })
    expect(other.readSession('SPY', oneMinute, tuesday)).toMatchObject({ feed: 'one', bars: 1 })
  })

  test('goes to the feed that readers see, and leaves the others alone', () => {
    const store = openWriter()
    store.importFile(file({ feed: 'one' }), [minuteBatch([bar(0)], { session: '2024-07-09' })])
    store.importFile(file({ feed: 'two' }), [minuteBatch([bar(0)])])
    store.importFile(file({ feed: 'three' }), [minuteBatch([bar(0)])])
    store.storeFill(fillOf([bar(1)]))
    const bars = (feed: string) => store.readFeedSessions(feed, 'SPY', oneMinute, monday, monday)[0]?.bars
    expect(['one', 'two', 'three'].map(bars)).toEqual([undefined, 2, 1])
  })

  test('is told apart in a made-up feed too', () => {
    const store = openWriter()
    store.importFile(file({ feed: 'demo', synthetic: true }), [minuteBatch([bar(0)])])
    store.storeFill(fillOf([bar(1)]))
    expect([...session(store).columns.state]).toEqual([synthetic, filled])
    expect(store.versions('SPY', oneMinute, monday)).toMatchObject([{ state: filled }])
  })

  test('is corrected by the file that brings the recorded bar, and its past is kept', () => {
    const store = withBars(bar(0))
    store.storeFill(fillOf([bar(1, 2.5), bar(2, 2.5)]))
    const seen = file({ feed: 'one', seen: '2024-08-01T00:00:00Z' })
    expect(store.importFile(seen, [minuteBatch([bar(1, 2.5), bar(2, 2.75)])])).toEqual({
      added: 0,
      revised: 1,
      unchanged: 1,
    })
    expect([...session(store).columns.state]).toEqual([recorded, filled, corrected])
    const versions = store.versions('SPY', oneMinute, monday)
    expect(versions.map(({ start, version, close }) => [(start - open) / minuteMs, version, close])).toEqual([
      [1, 1, 2.5],
      [2, 1, 2.5],
      [2, 2, 2.75],
    ])
  })

  test('of another exchange than the symbol’s is refused, and nothing of it stays', () => {
    const store = withBars(bar(0))
    const wrong = { ...fillOf([bar(1)]), exchange: 'XLON' }
    expect(() => store.storeFill(wrong)).toThrow(/SPY is a symbol of XNYS in .*, not of XLON/)
    expect(store.ledger.recorded('SPY', open, minute(1))).toEqual([])
  })

  test('together with others is stored whole with them, or none of them is', () => {
    const store = withBars(bar(0))
    const [one, two] = [fillOf([bar(1)]), fillOf([bar(2)], { id: 'r2' })]
    expect(() => store.storeFills([one, { ...two, exchange: 'XLON' }])).toThrow(/SPY is a symbol of XNYS/)
    expect(minutesIn(store)).toEqual([0])
    expect(store.ledger.recorded('SPY', open, minute(1))).toEqual([])
    const added = { added: 1, same: 0, differing: 0 }
    expect(store.storeFills([one, two])).toEqual([added, added])
    expect(minutesIn(store)).toEqual([0, 1, 2])
  })

  test('of another interval stands beside the minutes', () => {
    const store = withBars(bar(0))
    store.storeFill({ ...fillOf([bar(0), bar(5)]), interval: '5m' as Interval })
    expect(store.readSession('SPY', '5m' as Interval, monday)).toMatchObject({ bars: 2 })
    expect(minutesIn(store)).toEqual([0])
  })
})
