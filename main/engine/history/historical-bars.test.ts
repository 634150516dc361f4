import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { AdjustmentMode } from '#shared/bars/adjustment-mode.ts'
import { type BarRange, sliceColumns } from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import { type Interval, oneDay, oneMinute, oneWeek } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { type Comparison, compare } from '#shared/session-file/compare.ts'
import { neededFor, windowsFor } from '#shared/session-file/needs.ts'
import { parseSessionFile } from '#shared/session-file/session-file.ts'
import type { TrailingWindow } from '#shared/session-file/trailing-window.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { AnalysisEngine } from '../analysis/analysis-engine.ts'
import { loneSymbol } from '../session/testing/lone-symbol.ts'
import { openStore } from '../store/open.ts'
import type { StoreReader } from '../store/store.ts'
import { damageBars, fillStore, madeBars, xnysSession } from '../system/testing/fill-store.ts'
import { processTicker } from '../time/ticker.ts'
import type { EndedBars, HistoricalBars } from './historical-bars.ts'
import { addSymbols, type HistoryRequest, loadHistoricalBars } from './load-historical-bars.ts'
import { SeriesSource } from './sources.ts'

const calendar = calendarOf('XNYS')
const fiveMinutes = '5m' as Interval
const minutes = Array.from({ length: 40 }, (_, index) => index * 3)
const tuesday = '2024-07-09' as SessionDate
/** All sessions around a weekend and the Fourth of July, which is a Thursday. */
const sessions = calendar
  .sessions('2024-06-24' as SessionDate, '2024-07-31' as SessionDate)
  .map(({ date }) => date)
const symbols = ['AAA', 'BBB', 'CCC']

let folder: string
let reader: StoreReader

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-history-'))
  const path = join(folder, 'bars.tapedeck')
  fillStore(
    path,
    symbols.flatMap((symbol, seed) =>
      sessions.flatMap((session, index) => [
        ...(symbol === 'CCC' && session === '2024-07-03'
          ? []
          : [{ symbol, session, minutes, seed: seed + index }]),
        ...(symbol === 'BBB' && index % 3 > 0 ? [{ symbol, session, seed: 100 + index }] : []),
      ]),
    ),
  )
  const time = { now: () => epochMs(0) }
  const writer = openStore(path, { access: 'write', owner: 'a test', time })
  const file = { feed: 'lean', synthetic: false, name: 'a.csv', sha256: '0', at: epochMs(0) }
  writer.importFactors(file, 'AAA', [
    { until: '2024-07-02' as SessionDate, price: 0.931, split: 0.3, referencePrice: 1 },
    { until: '2024-07-11' as SessionDate, price: 0.97, split: 0.3, referencePrice: 1 },
    { until: '2050-12-31' as SessionDate, price: 1, split: 1, referencePrice: 0 },
  ])
  writer.close()
  reader = openStore(path, { access: 'read' })
})
afterAll(() => {
  reader.close()
  rmSync(folder, { recursive: true })
})

function request(windows: readonly TrailingWindow[], more: Partial<HistoryRequest> = {}): HistoryRequest {
  return { calendar, hours: 'regular', adjustment: 'raw', session: tuesday, symbols, windows, ...more }
}

async function load(windows: readonly TrailingWindow[], more: Partial<HistoryRequest> = {}) {
  return (await loadHistoricalBars(reader, request(windows, more), processTicker)).history
}

function datesOf(history: HistoricalBars, symbol: string, interval: Interval): SessionDate[] {
  return history.trailingSessions(symbol, interval).map(({ session }) => session.date)
}

function barsOf({ columns, from, to }: BarRange) {
  return sliceColumns(columns, from, to)
}

function allBars(history: HistoricalBars, symbol: string, interval: Interval) {
  return barsOf(history.getAllBarsIncludingHistorical(symbol, interval))
}

/** What the store has of a session, as a roll is given it. */
function ended(session: SessionDate): EndedBars {
  return (symbol, interval) => {
    const columns = reader.readSession(symbol, interval, session)?.columns
    return columns && { columns, from: 0, to: columns.start.length }
  }
}

describe('trailing sessions', () => {
  test('are counted in sessions over a weekend and a holiday (H1)', async () => {
    const history = await load([{ sessions: 5, interval: oneMinute }])
    const expected = ['2024-07-01', '2024-07-02', '2024-07-03', '2024-07-05', '2024-07-08']
    expect(datesOf(history, 'AAA', oneMinute)).toEqual(expected)
    expect(datesOf(history, 'CCC', oneMinute)).toEqual(expected.filter((date) => date !== '2024-07-03'))
    expect(history.trailingSessions('AAA', oneMinute).map(({ bars }) => barsOf(bars))).toEqual(
      expected.map((session) =>
        madeBars({ symbol: 'AAA', session, minutes, seed: sessions.indexOf(session as SessionDate) }),
      ),
    )
  })

  test('have several windows, for all symbols or some; the widest of an interval counts', async () => {
    const history = await load([
      { sessions: 1, interval: oneMinute },
      { sessions: 3, interval: oneMinute, symbols: ['BBB'] },
      { sessions: 8, interval: oneDay, symbols: ['AAA', 'BBB'] },
      { sessions: 0, interval: fiveMinutes },
    ])
    expect(symbols.map((symbol) => datesOf(history, symbol, oneMinute).length)).toEqual([1, 3, 1])
    expect(history.intervals('BBB')).toEqual([oneMinute, oneDay, fiveMinutes])
    expect(history.intervals('CCC')).toEqual([oneMinute, fiveMinutes])
    expect(datesOf(history, 'BBB', oneDay)).toHaveLength(8)
    expect(datesOf(history, 'AAA', fiveMinutes)).toEqual([])
    expect(() => history.trailingSessions('CCC', oneDay)).toThrow(/CCC has no trailing sessions of 1d/)
    expect(history.symbols()).toEqual(symbols)
  })

  test('of other intervals are those stored, else made of the minutes', async () => {
    const history = await load([
      { sessions: 6, interval: oneDay },
      { sessions: 2, interval: fiveMinutes },
    ])
    for (const { session, bars } of history.trailingSessions('BBB', oneDay)) {
      const stored = reader.readSession('BBB', oneDay, session.date)?.columns
      expect(stored === undefined).toBe(sessions.indexOf(session.date) % 3 === 0)
      expect(barsOf(bars)).toEqual(stored ?? derived('BBB', session.date, oneDay))
    }
    for (const { session, bars } of history.trailingSessions('AAA', fiveMinutes))
      expect(barsOf(bars)).toEqual(derived('AAA', session.date, fiveMinutes))
  })

  test('are read once an interval', async () => {
    const windows = [
      { sessions: 5, interval: oneMinute },
      { sessions: 7, interval: oneDay, symbols: ['BBB'] },
    ]
    const history = await load([], { symbols: [] })
    const read = vi.spyOn(reader, 'readSessions')
    addSymbols(reader, history, symbols, windows)
    const asked = read.mock.calls.map(([of, ...rest]) => `${of.join(',')} ${rest.join(' ')}`)
    read.mockRestore()
    // BBB has no daily bar on the first of its seven sessions.
    expect(asked).toEqual(['BBB 1d 2024-06-27 2024-07-08', 'AAA,BBB,CCC 1m 2024-06-27 2024-07-08'])
  })

  test('bars of a week are refused', async () => {
    await expect(load([{ sessions: 5, interval: oneWeek }])).rejects.toMatchObject({ code: 'usage' })
  })

  test('a symbol that the store lacks or cannot read is left out by name, the others are there', async () => {
    const path = join(folder, 'damaged.tapedeck')
    fillStore(path, [
      { symbol: 'AAA', session: '2024-07-08', minutes },
      { symbol: 'BBB', session: '2024-07-08', minutes },
    ])
    damageBars(path, 'AAA')
    const damaged = openStore(path, { access: 'read' })
    const windows = [{ sessions: 2, interval: oneMinute }]
    const { history, leftOut } = await loadHistoricalBars(damaged, request(windows), processTicker)
    damaged.close()
    expect(history.symbols()).toEqual(['BBB'])
    expect(leftOut.map(({ failure: { code, message } }) => `${code} ${message}`)).toEqual([
      expect.stringMatching(/^damaged-store AAA is left out/),
      expect.stringMatching(/^unknown-symbol CCC is left out/),
    ])
  })

  test('a symbol added later is as if it had been there from the start, one removed is gone (L3)', async () => {
    const windows = [{ sessions: 4, interval: oneMinute }]
    const whole = await load(windows)
    const history = await load(windows, { symbols: ['AAA'] })
    expect(addSymbols(reader, history, ['BBB'], windows)).toEqual([])
    expect(allBars(history, 'BBB', oneMinute)).toEqual(allBars(whole, 'BBB', oneMinute))
    history.remove('BBB')
    expect(history.symbols()).toEqual(['AAA'])
    expect(() => history.getAllBarsIncludingHistorical('BBB', oneMinute)).toThrow(/BBB has no trailing/)
    addSymbols(reader, history, ['BBB'], windows)
    expect(allBars(history, 'BBB', oneMinute)).toEqual(allBars(whole, 'BBB', oneMinute))
  })
})

function derived(symbol: string, session: SessionDate, interval: Interval) {
  const columns = reader.readSession(symbol, oneMinute, session)?.columns
  if (!columns) throw new Error(`no minutes of ${symbol}`)
  const range = { columns, from: 0, to: columns.start.length }
  return deriveSession(range, xnysSession(session), interval, { hours: 'regular' }).columns
}

describe('a session file', () => {
  const file = parseSessionFile(
    JSON.stringify({
      session: tuesday,
      symbols: ['AAA', 'CCC', 'DDD'],
      trailing: 1,
      indicators: [
        { name: 'sma', interval: '5m', params: { period: 60 } },
        { name: 'ema', interval: '1d', symbols: ['AAA'], params: { period: 4 } },
      ],
    }),
    'run.json',
  )

  test('is compared with the store: what is missing, and who is left out', () => {
    const missingOf = ({ needs }: Comparison) => needs.filter(({ missing }) => missing.length > 0)
    const compared = compare(neededFor(file, calendar), calendar, reader)
    expect(missingOf(compared)).toEqual([])
    const { leftOut } = compared
    expect(leftOut).toEqual([{ symbol: 'DDD', reason: expect.stringContaining('no bars of it') }])
    const longer = compare(neededFor({ ...file, trailing: 4 }, calendar), calendar, reader)
    expect(missingOf(longer)).toMatchObject([{ symbol: 'CCC', interval: oneMinute, missing: ['2024-07-03'] }])
  })

  test('loads the sessions that its indicators warm up with', async () => {
    const history = await load(windowsFor(file, calendar, tuesday), { symbols: ['AAA', 'CCC'] })
    const analysis = new AnalysisEngine((symbol, interval) => history.continuousBars(symbol, interval))
    const ema = analysis.indicator('AAA', oneDay, 'ema', { period: 4 })
    expect(ema.missing()).toBe(1)
    expect(datesOf(history, 'AAA', oneMinute)).toEqual(['2024-07-08'])
    expect(history.intervals('CCC')).toEqual([oneMinute, fiveMinutes])
  })
})

describe('a roll', () => {
  const windows = [
    { sessions: 3, interval: oneMinute },
    { sessions: 2, interval: fiveMinutes },
    { sessions: 5, interval: oneDay },
  ]

  test.each<AdjustmentMode>(['raw', 'split', 'split-and-dividend'])(
    'ten of them in one run are each a run of its own, %s (H3)',
    async (adjustment) => {
      const history = await load(windows, { session: '2024-07-01' as SessionDate, adjustment })
      let session = '2024-07-01' as SessionDate
      for (let turn = 0; turn < 10; turn++) {
        if (turn % 2 === 1) for (const symbol of symbols) allBars(history, symbol, oneMinute)
        history.roll(session, ended(session))
        session = calendar.nextSession(session).date
        expect(history.session).toBe(session)
        const alone = await load(windows, { session, adjustment })
        for (const symbol of symbols)
          for (const { interval } of windows) {
            expect(datesOf(history, symbol, interval)).toEqual(datesOf(alone, symbol, interval))
            expect(allBars(history, symbol, interval)).toEqual(allBars(alone, symbol, interval))
          }
      }
    },
  )

  test('a symbol added after it is as if it had been there before', async () => {
    const history = await load(windows, { symbols: ['AAA'] })
    history.roll(tuesday, ended(tuesday))
    addSymbols(reader, history, ['BBB'], windows)
    const alone = await load(windows, { session: '2024-07-10' as SessionDate })
    for (const { interval } of windows)
      expect(allBars(history, 'BBB', interval)).toEqual(allBars(alone, 'BBB', interval))
  })

  test('a split between two sessions changes the history as seen, not before', async () => {
    const before = '2024-07-11' as SessionDate
    const history = await load([{ sessions: 1, interval: oneMinute }], {
      session: before,
      adjustment: 'split',
    })
    const raw = await load([{ sessions: 1, interval: oneMinute }], { session: before })
    expect(allBars(history, 'AAA', oneMinute)).toEqual(allBars(raw, 'AAA', oneMinute))
    history.roll(before, ended(before))
    const traded = reader.readSession('AAA', oneMinute, before)?.columns
    expect([...allBars(history, 'AAA', oneMinute).close]).toEqual(
      [...(traded?.close ?? [])].map((close) => close * 0.3),
    )
    expect([...allBars(history, 'AAA', oneMinute).volume]).toEqual(
      [...(traded?.volume ?? [])].map((volume) => volume / 0.3),
    )
    expect(allBars(history, 'BBB', oneMinute).close).toEqual(
      reader.readSession('BBB', oneMinute, before)?.columns.close,
    )
  })

  test('the current session is joined to the history and leaves it at the roll', async () => {
    const history = await load(windows)
    const past = allBars(history, 'AAA', oneMinute)
    const session = loneSymbol(xnysSession(tuesday))
    history.attach('AAA', oneMinute, new SeriesSource(session.minutes()))
    session.addBars(madeBars({ symbol: 'AAA', session: tuesday, minutes }), 0, minutes.length)
    expect(history.getAllBarsIncludingHistorical('AAA', oneMinute).to).toBe(
      past.start.length + minutes.length,
    )
    const { columns, from, to } = history.continuousBars('AAA', oneMinute).last(minutes.length + 2)
    expect([...columns.start.slice(from, to)]).toEqual([
      ...past.start.slice(-2),
      ...session.getLastNBars(99).columns.start.slice(0, minutes.length),
    ])
    history.roll(tuesday, (symbol, interval) =>
      symbol === 'AAA' && interval === oneMinute ? session.getLastNBars(1000) : undefined,
    )
    expect(datesOf(history, 'AAA', oneMinute)).toEqual(['2024-07-05', '2024-07-08', '2024-07-09'])
    expect(datesOf(history, 'AAA', fiveMinutes)).toEqual(['2024-07-08', '2024-07-09'])
    expect(datesOf(history, 'BBB', oneMinute)).toEqual(['2024-07-05', '2024-07-08'])
    expect(history.getAllBarsIncludingHistorical('AAA', oneMinute).to).toBe(3 * minutes.length)
  })

  test('the session that ended last is kept, also when the run ends with it (H2)', async () => {
    const history = await load(windows, { symbols: ['AAA'] })
    expect(history.lastSession).toBeUndefined()
    history.roll(tuesday, ended(tuesday))
    expect(history.lastSession?.session).toBe(tuesday)
    const wednesday = '2024-07-10' as SessionDate
    const trailing = datesOf(history, 'AAA', oneMinute)
    history.finish(wednesday, ended(wednesday))
    expect(history.lastSession?.session).toBe(wednesday)
    const kept = history.lastSession?.minutes.get('AAA')
    expect(kept && barsOf(kept)).toEqual(reader.readSession('AAA', oneMinute, wednesday)?.columns)
    expect(datesOf(history, 'AAA', oneMinute)).toEqual(trailing)
    expect(history.session).toBe(wednesday)
  })

  test('only the current session ends', async () => {
    const history = await load(windows)
    expect(() => history.roll('2024-07-10' as SessionDate, () => undefined)).toThrow(/2024-07-10 cannot end/)
    expect(() => history.finish('2024-07-08' as SessionDate, () => undefined)).toThrow(RangeError)
  })
})
