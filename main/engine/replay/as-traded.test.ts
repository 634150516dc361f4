import { expect, test } from 'vitest'
import type { BarView } from '#shared/bars/bar-view.ts'
import { at, type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import { type Interval, oneDay, oneMinute } from '#shared/bars/interval.ts'
import { corrected, filled, recorded } from '#shared/bars/state.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { addMs, type EpochMs, formatUtc, minuteMs } from '#shared/time/epoch.ts'
import { versionsOfBar } from '../bars-query/bar-versions.ts'
import { Calendars } from '../calendars/calendars.ts'
import type { StoreWriter } from '../store/store.ts'
import { dayBatch, type MinuteRow, minuteBatch, openOf } from '../store/testing/batches.ts'
import { file, openWriter } from '../store/testing/temporary-store.ts'
import { processTicker } from '../time/ticker.ts'
import { verifySession } from '../verify/verify-session.ts'
import { dailyHistory } from './daily-bars.ts'
import { loadSession } from './load-session.ts'
import { replayInfo } from './replay-info.ts'
import { pastReaderOf } from './session-reader.ts'
import { Stage } from './testing/stage.ts'

const calendar = calendarOf('XNYS')
const friday = '2024-07-05' as SessionDate
const monday = '2024-07-08' as SessionDate
const tuesday = '2024-07-09' as SessionDate
const yearsLater = '2026-11-21T15:02:00Z'

function endOf(minute: number, session: string = monday): EpochMs {
  return (openOf(session) + (minute + 1) * minuteMs) as EpochMs
}

function bar(minute: number, close: number, volume = 100): MinuteRow {
  return [minute, close, close + 1, close - 1, close, volume]
}

function fill(store: StoreWriter, session: SessionDate, rows: readonly MinuteRow[], came: string): void {
  const batch = minuteBatch(rows, { symbol: 'S0', session })
  if (batch.kind !== 'trade') throw new TypeError('trades')
  const answeredAt = Date.parse(came) as EpochMs
  const request = {
    kind: 'request',
    source: 'warehouse',
    from: openOf(session) as EpochMs,
    to: endOf(389, session),
    askedAt: answeredAt,
    answeredAt,
    try: 1,
    outcome: 'bars',
    bars: rows.length,
    id: `r-${session}-${rows.length}`,
  } as const
  store.storeFill({
    symbol: 'S0',
    exchange: 'XNYS',
    interval: oneMinute,
    session,
    request,
    columns: batch.columns,
  })
}

/**
 * Monday has minutes 0 to 9 but 4. Minute 2 was corrected 30 s after its end; minute 4 was filled years later. On
 * Friday one minute was corrected before Monday's open, another a year later, and a third filled then.
 */
function storeWithPast(): StoreWriter {
  const store = openWriter()
  const minutes = [0, 1, 2, 3, 5, 6, 7, 8, 9]
  const told = { symbol: 'S0' }
  store.importFile(file(), [
    minuteBatch([bar(0, 50), bar(1, 51), bar(389, 52)], { ...told, session: friday }),
    dayBatch(friday, 52, told),
    minuteBatch(
      minutes.map((minute) => bar(minute, 60 + minute)),
      told,
    ),
  ])
  const fixes = [
    ['2024-07-06T00:00:00Z', minuteBatch([bar(0, 40)], { ...told, session: friday })],
    [formatUtc(addMs(endOf(2), 30_000)), minuteBatch([bar(2, 20)], told)],
    ['2025-07-06T00:00:00Z', minuteBatch([bar(1, 41), bar(389, 42)], { ...told, session: friday })],
    ['2025-07-06T00:00:00Z', dayBatch(friday, 42, told)],
  ] as const
  for (const [seen, batch] of fixes) store.importFile(file({ seen }), [batch])
  fill(store, friday, [bar(2, 43)], '2025-07-07T00:00:00Z')
  fill(store, monday, [bar(4, 24)], yearsLater)
  return store
}

async function load(store: StoreWriter, view: BarView, session = monday) {
  const windows = [{ sessions: 2, interval: oneMinute }]
  const request = { session, symbols: ['S0'], windows, hours: 'regular', adjustment: 'raw', view } as const
  return loadSession(store, new Calendars(), calendar, request, processTicker)
}

async function stageOf(store: StoreWriter, view: BarView) {
  const { loaded } = await load(store, view)
  const stage = new Stage(loaded)
  const { playback, data } = stage.replay
  const bars = async (clock: EpochMs) => {
    await playback.seek(clock)
    const { columns, from, to } = data.getLastNBars('S0', 1000)
    return sliceColumns(columns, from, to)
  }
  return { stage, loaded, bars }
}

function closeAt(columns: BarColumns, minute: number): number | undefined {
  return columns.close[columns.start.indexOf(endOf(minute - 1))]
}

test('vector 20: as traded a bar is its first version until the other is known, as repaired the second throughout (R17)', async () => {
  const store = storeWithPast()
  const traded = await stageOf(store, 'as-traded')
  const repaired = await stageOf(store, 'as-repaired')
  const correctedAt = addMs(endOf(2), 30_000)
  for (const clock of [correctedAt, addMs(correctedAt, -1000), endOf(9), endOf(2)]) {
    expect(closeAt(await traded.bars(clock), 2)).toBe(clock < correctedAt ? 62 : 20)
    expect(closeAt(await repaired.bars(clock), 2)).toBe(20)
  }
  const end = await traded.bars(traded.loaded.end)
  expect(closeAt(end, 4)).toBeUndefined()
  expect([...end.state]).toEqual([0, 0, corrected, 0, 0, 0, 0, 0, 0])
  expect([...(await repaired.bars(endOf(4))).state]).toEqual([
    recorded,
    recorded,
    corrected,
    recorded,
    filled,
  ])
})

test('R17: as traded the sessions before are as they were known when the session began', async () => {
  const store = storeWithPast()
  const past = async (view: BarView) => {
    const { loaded } = await load(store, view)
    const [symbol] = loaded.symbols
    if (!symbol) throw new Error('nothing was loaded')
    const { exchange, previousClose } = symbol
    const [trailing] = exchange.history.trailingSessions('S0', oneMinute)
    const reader = pastReaderOf(store, exchange, loaded)
    const days = (await dailyHistory(reader, symbol, processTicker)).columns()
    return { closes: [...(trailing?.bars.columns.close ?? [])], previousClose, day: days.close.at(-1) }
  }
  expect(await past('as-traded')).toEqual({ closes: [40, 51, 52], previousClose: 52, day: 52 })
  expect(await past('as-repaired')).toEqual({ closes: [40, 41, 43, 42], previousClose: 42, day: 42 })
})

test('the answer says which view it is, and that arrivals are assumed unless every bar came late', async () => {
  const store = storeWithPast()
  fill(store, tuesday, [bar(0, 70)], yearsLater)
  const told = async (view: BarView, session: SessionDate) => {
    const { loaded, leftOut } = await load(store, view, session)
    const info = replayInfo(loaded, leftOut)
    return [info.view, info.symbols[0]?.arrival]
  }
  expect(await told('as-traded', monday)).toEqual(['as-traded', 'assumed'])
  expect(await told('as-traded', tuesday)).toEqual(['as-traded', 'recorded'])
  expect(await told('as-repaired', monday)).toEqual(['as-repaired', 'assumed'])
})

test.each<BarView>(['as-traded', 'as-repaired'])('what must always hold holds %s', async (view) => {
  const { loaded } = await load(storeWithPast(), view)
  const { violations, checked } = verifySession(loaded, () => 0)
  expect(violations).toEqual([])
  expect(checked).toBeGreaterThan(1000)
})

test.each<BarView>(['as-traded', 'as-repaired'])(
  'R11, R18, G2, G10: a fill during a run marks the bars that cover it, and is gone before its time: %s',
  async (view) => {
    const { stage, loaded, bars } = await stageOf(storeWithPast(), view)
    const { replay } = stage
    const charts = (['1m', '5m', '15m'] as Interval[]).map((interval) => ({
      interval,
      source: replay.bars('S0', interval),
    }))
    const take = () => charts.map(({ source }) => source.takeChangedFrom())
    const before = await bars(endOf(12))
    take()
    const [past] = loaded.symbols[0]?.exchange.history.trailingSessions('S0', oneMinute) ?? []
    const pastBars = past?.bars.to ?? 0
    const late = sliceColumns(before, 0, 1)
    const added = {
      ...late,
      start: Float64Array.of(openOf(monday) + 10 * minuteMs),
      state: Uint8Array.of(filled),
    }
    replay.takeFill('S0', added)
    const after = await bars(endOf(12))
    expect(after.start.length).toBe(before.start.length + 1)
    expect(after.start.at(-1)).toBe(added.start[0])
    expect(sliceColumns(after, 0, before.start.length)).toEqual(before)
    const range = { columns: after, from: 0, to: after.start.length }
    for (const interval of ['5m', '15m'] as Interval[]) {
      const derived = replay.data.derivedBars('S0', interval).range()
      const whole = deriveSession(range, loaded.session, interval, { at: endOf(12) })
      expect(sliceColumns(derived.columns, derived.from, derived.to)).toEqual(whole.columns)
    }
    const changed = take()
    expect(changed[0]).toBe(pastBars + before.start.length)
    const { columns, to } = replay.data.derivedBars('S0', '5m' as Interval).range()
    expect(at(columns.start, to - 1)).toBe(added.start[0])
    expect((await bars(addMs(endOf(12), -1000))).start).toEqual(before.start)
    expect(await bars(endOf(12))).toEqual(after)
    expect(() => replay.takeFill('NONE', added)).toThrow(/NONE is not part of this replay/)
  },
)

test('versions of a bar say values, source and when each was known; of a plain bar that this is assumed', () => {
  const store = storeWithPast()
  const versions = (minute: number) => versionsOfBar(store, calendar, 'S0', endOf(minute - 1))
  expect(versions(2)).toMatchObject([
    { version: 1, close: 62, knownAt: endOf(2), arrival: 'assumed', state: recorded, feed: 'one' },
    { version: 2, close: 20, knownAt: addMs(endOf(2), 30_000), arrival: 'recorded', state: corrected },
  ])
  const knownAt = Date.parse(yearsLater)
  expect(versions(4)).toMatchObject([
    { version: 1, close: 24, knownAt, arrival: 'recorded', state: filled, source: 'warehouse' },
  ])
  expect(versions(5)).toMatchObject([{ version: 1, close: 65, knownAt: endOf(5), arrival: 'assumed' }])
  expect(versions(11)).toEqual([])
})

test('all versions of many symbols and sessions come in one read, as one by one', () => {
  const store = storeWithPast()
  store.importFile(file({ feed: 'two' }), [minuteBatch([bar(0, 1)], { symbol: 'S1' })])
  store.importFile(file({ feed: 'two' }), [minuteBatch([bar(0, 2)], { symbol: 'S1' })])
  const all = store.readVersions(['S0', 'S1', 'NONE'], oneMinute, friday, monday)
  expect(all.map(({ symbol, feed, session }) => [symbol, feed, session])).toEqual([
    ['S0', 'one', friday],
    ['S0', 'one', monday],
    ['S1', 'two', monday],
  ])
  for (const { symbol, session, versions } of all)
    expect(versions).toEqual(store.versions(symbol, oneMinute, session))
  expect(store.readVersions(['S0'], oneDay, friday, friday)).toMatchObject([{ versions: [{}, {}] }])
})
