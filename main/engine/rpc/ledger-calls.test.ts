import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BarView } from '#shared/bars/bar-view.ts'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { GapRow, LedgerAnswer } from '#shared/protocol/ledger-calls.ts'
import type { TrailingWindow } from '#shared/session-file/trailing-window.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { Calendars } from '../calendars/calendars.ts'
import { openStore } from '../store/open.ts'
import { everyMinute, fillStore, type MadeBars, madeBars, xnysSession } from '../system/testing/fill-store.ts'
import { eventsOf, fixedTime, startTestEngine, type TestEngine } from '../system/testing/test-engine.ts'
import { processTicker } from '../time/ticker.ts'
import { GapLedger } from '../upkeep/gap-ledger.ts'

const day = '2024-01-10' as SessionDate
const { open } = xnysSession(day)
let engine: TestEngine
let store: string

beforeEach(() => {
  engine = startTestEngine()
  store = join(engine.folder, 'bars.tape')
})
afterEach(() => engine.close())

function at(minute: number): EpochMs {
  return (open + minute * minuteMs) as EpochMs
}

function allBut(...missing: readonly (readonly [from: number, to: number])[]): readonly number[] {
  return everyMinute.filter((minute) => !missing.some(([from, to]) => minute >= from && minute < to))
}

const before: readonly MadeBars[] = ['2024-01-05', '2024-01-08', '2024-01-09'].map((session) => ({
  symbol: 'SPY',
  session,
  minutes: everyMinute,
}))
const holes = allBut([10, 12], [100, 112])
const withHoles: readonly MadeBars[] = [...before, { symbol: 'SPY', session: day, minutes: holes }]

/** Opens a store with these bars and the session of the day, at a minute. */
async function openAt(minute: number, bars = withHoles, path = store): Promise<void> {
  fillStore(path, bars)
  await engine.client.call('store.open', { path })
  await openReplay(minute)
}

async function openReplay(
  minute: number,
  trailing: TrailingWindow[] = [],
  view: BarView = 'as-repaired',
): Promise<void> {
  await engine.client.call('replay.open', {
    ...{ session: day, exchange: 'XNYS', symbols: ['SPY'], trailing, hours: 'regular', view },
    at: at(minute),
  })
}

async function ledgerAt(minute: number): Promise<LedgerAnswer> {
  await engine.client.call('replay.seek', { at: at(minute) })
  return engine.client.call('ledger.session', { symbol: 'SPY' })
}

/** Rows as first minute, minute after the last, class and certainty. */
function rowsOf({ gaps }: { readonly gaps: readonly GapRow[] }): unknown[] {
  const minute = (time: number) => (time - open) / minuteMs
  return gaps.map((gap) => [minute(gap.start), minute(gap.end), gap.class, gap.certainty])
}

describe('the ledger of the open replay', () => {
  test('R15: tells of a missing minute once it has ended on the clock, and forgets it when the clock goes back', async () => {
    await openAt(0)
    const found: unknown[] = []
    for (const minute of [0, 10, 10.5, 11, 12, 13, 105, 112, 10]) found.push(rowsOf(await ledgerAt(minute)))
    const first = [10, 12, 'feed-gap', 'probable']
    expect(found).toEqual([
      [],
      [],
      [],
      [[10, 11, 'feed-gap', 'probable']],
      [first],
      [first],
      [first, [100, 105, 'feed-gap', 'probable']],
      [first, [100, 112, 'feed-gap', 'probable']],
      [],
    ])
  })

  test('counts the minutes of the session, of which those to come are pending (G9)', async () => {
    await openAt(0)
    const atOpen = await ledgerAt(0)
    expect(atOpen.counts).toMatchObject({ expected: 390, recorded: 0, missing: 0, pending: 390 })
    expect(atOpen.coverage).toBeUndefined()
    expect(await ledgerAt(105)).toMatchObject({
      counts: {
        expected: 390,
        recorded: 98,
        filled: 0,
        noTrade: 0,
        halted: 0,
        missing: 7,
        pending: 285,
        late: 0,
      },
      coverage: 93.3,
      explained: 93.3,
    })
    const { counts, coverage } = await ledgerAt(390)
    expect(counts).toMatchObject({ recorded: 376, missing: 14, pending: 0 })
    expect(coverage).toBe(96.4)
  })

  test('R17: is the same whatever the bars after the clock are', async () => {
    await openAt(104)
    const told = await engine.client.call('ledger.session', { symbol: 'SPY' })
    const evidence = await engine.client.call('ledger.evidence', { symbol: 'SPY', start: at(100) })
    const other = [...before, { symbol: 'SPY', session: day, minutes: holes.filter((m) => m < 104) }]
    const path = join(engine.folder, 'other.tape')
    fillStore(path, other)
    fillStore(path, [{ symbol: 'SPY', session: day, minutes: [250, 380], seed: 9 }])
    await engine.client.call('store.open', { path })
    await openReplay(104)
    expect(await engine.client.call('ledger.session', { symbol: 'SPY' })).toEqual(told)
    expect(await engine.client.call('ledger.evidence', { symbol: 'SPY', start: at(100) })).toEqual(evidence)
  })

  test('at the close is that of the store', async () => {
    await openAt(390)
    const { gaps } = await engine.client.call('ledger.session', { symbol: 'SPY' })
    const reader = openStore(store, { access: 'read' })
    const stored = new GapLedger(reader, fixedTime, new Calendars()).gapsOf('SPY', 'XNYS', day)
    reader.close()
    expect(gaps.map(({ start, reason }) => [start, reason])).toEqual(
      stored.map(({ start, reason }) => [start, reason]),
    )
  })

  test('says what a class follows from, and of which minutes it knows nothing', async () => {
    await openAt(120)
    const { client } = engine
    const { start, end, parts } = await client.call('ledger.evidence', { symbol: 'SPY', start: at(105) })
    expect([start, end]).toEqual([at(100), at(112)])
    const kinds = parts.flatMap(({ known }) => known.map(({ kind }) => kind))
    expect(kinds).toEqual(expect.arrayContaining(['hours', 'others', 'stored', 'usual', 'neighbours']))
    await expect(client.call('ledger.evidence', { symbol: 'SPY', start: at(50) })).rejects.toMatchObject({
      code: 'usage',
    })
    await expect(client.call('ledger.session', { symbol: 'IBM' })).rejects.toMatchObject({
      code: 'unknown-symbol',
    })
    await client.call('replay.close', undefined)
    await expect(client.call('ledger.session', { symbol: 'SPY' })).rejects.toMatchObject({
      code: 'no-replay',
    })
  })

  test('tells where filled bars come from, a row for each request, up to the clock', async () => {
    fillStore(store, withHoles)
    const writer = openStore(store, { access: 'write', owner: 'the test', time: fixedTime })
    const now = fixedTime.now()
    for (const [id, minutes] of [
      ['r1', [100, 101, 102]],
      ['r2', [103, 104]],
    ] as const)
      writer.storeFill({
        ...{ symbol: 'SPY', exchange: 'XNYS', interval: '1m' as Interval, session: day },
        request: {
          ...{ kind: 'request', source: 'two', from: at(100), to: at(112), askedAt: now, try: 1 },
          ...{ outcome: 'bars', bars: minutes.length, id, answeredAt: now },
        },
        columns: madeBars({ symbol: 'SPY', session: day, minutes }),
      })
    writer.close()
    await engine.client.call('store.open', { path: store })
    await openReplay(104)
    const { fills, counts, sources } = await engine.client.call('ledger.session', { symbol: 'SPY' })
    expect(sources).toEqual([
      { kind: 'recorded', source: 'made', minutes: 98 },
      { kind: 'filled', source: 'two', minutes: 4 },
    ])
    expect(fills).toEqual([
      { start: at(100), end: at(103), source: 'two', askedAt: now, cameAt: now, try: 1 },
      { start: at(103), end: at(104), source: 'two', askedAt: now, cameAt: now, try: 1 },
    ])
    expect(counts).toMatchObject({ recorded: 98, filled: 4, missing: 2 })
    const later = await ledgerAt(112)
    expect(later.fills.map(({ end }) => end)).toEqual([at(103), at(105)])
    expect(rowsOf(later).slice(1)).toMatchObject([[105, 112, expect.anything(), expect.anything()]])

    await openReplay(112, [], 'as-traded')
    const asTraded = await engine.client.call('ledger.session', { symbol: 'SPY' })
    expect(asTraded).toMatchObject({ fills: later.fills, counts: { recorded: 98, filled: 0, missing: 14 } })
    expect(asTraded.sources).toEqual([{ kind: 'recorded', source: 'made', minutes: 98 }])
    expect((await ledgerAt(0)).sources).toEqual([])
    expect(rowsOf(asTraded)).toEqual([
      [10, 12, 'feed-gap', 'probable'],
      [100, 112, 'feed-gap', 'probable'],
    ])
    expect(asTraded.gaps.map(({ tries }) => tries)).toEqual([0, 0])
  })

  test('is the same whether upkeep looks it up or nobody does', async () => {
    const monday = '2024-01-08' as SessionDate
    const earlier = { symbol: 'SPY', session: monday, minutes: allBut([380, 390]) }
    fillStore(store, [...withHoles.filter(({ session }) => session !== monday), earlier])
    const { client } = engine
    await client.call('store.open', { path: store })
    const answers = async (): Promise<unknown[]> => {
      const told: unknown[] = []
      for (const view of ['as-repaired', 'as-traded'] as const) {
        await openReplay(0, [{ sessions: 2, interval: oneMinute }], view)
        for (const minute of [0, 11, 105, 390, 12]) told.push(await ledgerAt(minute))
        told.push(await client.call('ledger.session', { symbol: 'SPY', session: monday }))
        told.push(await client.call('ledger.evidence', { symbol: 'SPY', start: at(10) }))
      }
      return told
    }
    const byUpkeep = await answers()
    await client.call('settings.set', { changes: { dataUpkeepEnabled: false } })
    expect(await answers()).toEqual(byUpkeep)
  })

  test('R7: follows a calendar that is changed meanwhile', async () => {
    await openAt(120)
    const { client } = engine
    expect((await client.call('ledger.session', { symbol: 'SPY' })).counts).toMatchObject({ missing: 14 })
    const earlyCloses = [{ date: day, reason: 'flood', close: '11:10' }]
    await client.call('calendar.setOverlay', { exchange: 'XNYS', overlay: { earlyCloses } })
    const { gaps, counts } = await client.call('ledger.session', { symbol: 'SPY' })
    expect(counts).toMatchObject({ expected: 100, missing: 2, pending: 0 })
    expect(gaps).toHaveLength(1)
  })

  test('of the sessions before is told whole, and of others not at all', async () => {
    const monday = '2024-01-08' as SessionDate
    const earlier = { symbol: 'SPY', session: monday, minutes: allBut([380, 390]) }
    fillStore(store, [...withHoles.filter(({ session }) => session !== monday), earlier])
    const { client } = engine
    await client.call('store.open', { path: store })
    await openReplay(0, [{ sessions: 2, interval: oneMinute }])
    const { gaps, counts } = await client.call('ledger.session', { symbol: 'SPY', session: monday })
    expect(gaps).toMatchObject([{ minutes: 10 }])
    expect(counts).toMatchObject({ recorded: 380, missing: 10, pending: 0 })
    const other = { symbol: 'SPY', session: '2024-01-05' as SessionDate }
    await expect(client.call('ledger.session', other)).rejects.toMatchObject({ code: 'no-session' })
  })

  test('of many busy symbols leaves the event loop its turns: it is looked up in the thread of upkeep, or in steps', async () => {
    let elapsed = 0
    let turns = 0
    await engine.close()
    engine = startTestEngine({
      ticker: {
        ...processTicker,
        // Every look at the clock takes a millisecond, whatever the machine.
        elapsed: () => elapsed++,
        soon: (run) => {
          turns++
          return processTicker.soon(run)
        },
      },
    })
    store = join(engine.folder, 'bars.tape')
    const others = Array.from({ length: 60 }, (_, index) => ({
      symbol: `S${index}`,
      session: day,
      minutes: allBut([index, index + 1]),
    }))
    await openAt(200, [...withHoles, ...others])
    turns = 0
    const told = await engine.client.call('ledger.session', { symbol: 'SPY' })
    expect(turns).toBe(0)
    await engine.client.call('settings.set', { changes: { dataUpkeepEnabled: false } })
    turns = 0
    expect(await engine.client.call('ledger.session', { symbol: 'SPY' })).toEqual(told)
    expect(turns).toBeGreaterThan(10)
  })
})

describe('a mark by hand', () => {
  const run = { symbol: 'SPY', start: at(100), end: at(112) }
  const mark = { ...run, class: 'no-trade', reason: 'the tape shows none' } as const

  test('gives its minutes a class, is told, outlives the store being closed and is taken back', async () => {
    await openAt(120)
    const { client } = engine
    const changed = eventsOf(engine, 'ledger.changed')
    await client.call('ledger.mark', mark)
    expect(await changed.next()).toEqual([{ symbol: 'SPY', session: day }])
    const marked = await client.call('ledger.session', { symbol: 'SPY' })
    expect(marked.gaps[1]).toMatchObject({ class: 'no-trade', certainty: 'probable', marked: true })
    expect(marked.gaps[1]?.reason).toContain('the tape shows none')
    expect(marked).toMatchObject({ counts: { noTrade: 12, missing: 2 }, coverage: 88.3, explained: 98.3 })

    await client.call('store.close', undefined)
    await client.call('store.open', { path: store })
    await openReplay(120)
    expect(rowsOf(await client.call('ledger.session', { symbol: 'SPY' }))).toEqual([
      [10, 12, 'feed-gap', 'probable'],
      [100, 112, 'no-trade', 'probable'],
    ])
    await client.call('ledger.unmark', run)
    const back = await client.call('ledger.session', { symbol: 'SPY' })
    expect(back.gaps[1]).toMatchObject({ class: 'feed-gap', marked: false })
  })

  test('cuts a run where it ends', async () => {
    await openAt(120)
    await engine.client.call('ledger.mark', { ...mark, end: at(104) })
    expect(rowsOf(await engine.client.call('ledger.session', { symbol: 'SPY' })).slice(1)).toEqual([
      [100, 104, 'no-trade', 'probable'],
      [104, 112, 'feed-gap', 'probable'],
    ])
  })

  test.each([
    ['beyond the clock', { end: at(130) }],
    ['before the open', { start: at(-5) }],
    ['that ends before it starts', { end: at(90) }],
  ])('%s is refused', async (_, told) => {
    await openAt(120)
    await expect(engine.client.call('ledger.mark', { ...mark, ...told })).rejects.toMatchObject({
      code: 'usage',
    })
  })

  test('without a reason is refused', async () => {
    await openAt(120)
    await expect(engine.client.call('ledger.mark', { ...mark, reason: ' ' })).rejects.toMatchObject({
      code: 'bad-message',
    })
  })

  test('in a store that another process owns is refused with its name', async () => {
    fillStore(store, withHoles)
    const owner = openStore(store, { access: 'write', owner: 'another window', time: fixedTime })
    try {
      await engine.client.call('store.open', { path: store })
      await openReplay(120)
      await expect(engine.client.call('ledger.mark', mark)).rejects.toMatchObject({
        code: 'read-only',
        message: expect.stringContaining('another window'),
      })
      expect((await engine.client.call('ledger.session', { symbol: 'SPY' })).gaps).toHaveLength(2)
    } finally {
      owner.close()
    }
  })
})

describe('synthetic bars', () => {
  test('stand in a gap that is asked for, are told, and are taken back', async () => {
    await openAt(120)
    const { client } = engine
    const before = await client.call('ledger.session', { symbol: 'SPY' })
    const changed = eventsOf(engine, 'ledger.changed')
    const asked = { symbol: 'SPY', start: at(105), takeBack: false }
    expect(await client.call('ledger.standIn', asked)).toEqual({ minutes: 12, withoutClose: 0 })
    expect(await changed.next()).toEqual([{ symbol: 'SPY', session: day }])
    const after = await client.call('ledger.session', { symbol: 'SPY' })
    expect(rowsOf(after)).toEqual(rowsOf(before))
    expect({ counts: after.counts, coverage: after.coverage }).toEqual({
      counts: before.counts,
      coverage: before.coverage,
    })
    const [first, second] = after.gaps
    expect(first?.standIns).toBeUndefined()
    expect(second?.standIns).toEqual([{ start: at(100), end: at(112), price: expect.any(Number) }])
    expect(second?.reason).toContain('synthetic bars stand there, which the window asked for')
    const { parts } = await client.call('ledger.evidence', { symbol: 'SPY', start: at(105) })
    expect(parts[0]?.known.filter(({ kind }) => kind === 'stand-in')).toHaveLength(1)
    const price = second?.standIns?.[0]?.price
    const versions = await client.call('bars.versions', { symbol: 'SPY', start: at(105) })
    expect(versions).toMatchObject([
      {
        state: 'synthetic',
        source: 'synthetic',
        askedBy: 'the window',
        open: price,
        close: price,
        volume: 0,
      },
    ])
    await client.call('ledger.standIn', { ...asked, takeBack: true })
    expect((await client.call('ledger.session', { symbol: 'SPY' })).gaps).toEqual(before.gaps)
    expect(await client.call('bars.versions', { symbol: 'SPY', start: at(105) })).toEqual([])
  })

  test('are refused where a minute is there, and where the replay shows bars as traded', async () => {
    await openAt(120)
    const { client } = engine
    const asked = { symbol: 'SPY', start: at(50), takeBack: false }
    await expect(client.call('ledger.standIn', asked)).rejects.toMatchObject({ code: 'usage' })
    await openReplay(120, [], 'as-traded')
    const gap = { ...asked, start: at(105) }
    await expect(client.call('ledger.standIn', gap)).rejects.toMatchObject({ code: 'usage' })
  })
})
