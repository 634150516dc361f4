import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BarView } from '#shared/bars/bar-view.ts'
import { type Interval, oneDay, oneMinute, oneWeek } from '#shared/bars/interval.ts'
import { filled } from '#shared/bars/state.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { ChartIndicator } from '#shared/protocol/chart-calls.ts'
import type { Failure } from '#shared/protocol/failure.ts'
import type { PreviousCloses } from '#shared/protocol/replay-calls.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { Calendars } from '../calendars/calendars.ts'
import { openStore } from '../store/open.ts'
import type { StoreReader } from '../store/store.ts'
import { damageBars, everyMinute, fillStore, madeBars, xnysSession } from '../system/testing/fill-store.ts'
import { fixedTime } from '../system/testing/test-engine.ts'
import { processTicker } from '../time/ticker.ts'
import { ReplayDesk } from './replay-desk.ts'
import { ModelWindow } from './testing/model-window.ts'

const calendar = calendarOf('XNYS')
const [monday, tuesday, wednesday, thursday] = [
  '2024-01-08',
  '2024-01-09',
  '2024-01-10',
  '2024-01-11',
] as SessionDate[] as [SessionDate, SessionDate, SessionDate, SessionDate]
const missing = [10, 11, 12, 388, 389]
const five = '5m' as Interval
const average: ChartIndicator = { id: 7, name: 'sma', params: { period: 400 } }

let folder: string
let path: string
let reader: StoreReader
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-trailing-fill-'))
  path = join(folder, 'bars.tapedeck')
  const lacking = everyMinute.filter((minute) => !missing.includes(minute))
  fillStore(path, [
    { symbol: 'SPY', session: monday, minutes: everyMinute, seed: 1 },
    { symbol: 'SPY', session: tuesday, minutes: lacking, seed: 2 },
    { symbol: 'SPY', session: wednesday, minutes: everyMinute, seed: 3 },
    { symbol: 'SPY', session: thursday, minutes: everyMinute, seed: 4 },
  ])
  reader = openStore(path, { access: 'read' })
})
afterEach(() => {
  reader.close()
  rmSync(folder, { recursive: true })
})

/** Stores what Tuesday lacks, as from a source that answered a year later. */
function fillTuesday(): void {
  const columns = madeBars({ symbol: 'SPY', session: tuesday, minutes: missing, seed: 2 })
  const { open, close } = xnysSession(tuesday)
  const answeredAt = Date.parse('2025-01-09T12:00:00Z') as EpochMs
  const window = { from: open, to: close, askedAt: answeredAt, answeredAt }
  const writer = openStore(path, { access: 'write', owner: 'the test', time: fixedTime })
  writer.storeFill({
    ...{ symbol: 'SPY', exchange: 'XNYS', interval: oneMinute, session: tuesday, columns },
    request: { kind: 'request', source: 'two', ...window, try: 1, outcome: 'bars', bars: 5, id: 'r1' },
  })
  writer.close()
}

class Desk {
  readonly window = new ModelWindow()
  readonly troubles: Failure[] = []
  readonly closes: PreviousCloses[] = []
  readonly desk: ReplayDesk

  constructor() {
    const draw = (): void => this.desk.drawn(this.window.draw() ?? 0)
    this.desk = new ReplayDesk(
      processTicker,
      {
        frame: (frame) => {
          this.window.take(frame)
          processTicker.soon(draw)
        },
        sessions: () => undefined,
        opened: () => undefined,
        rolled: () => undefined,
        previousCloses: (closes) => this.closes.push(closes),
        trouble: (failure) => this.troubles.push(failure),
      },
      new Calendars(),
    )
  }

  async open(
    view: BarView = 'as-repaired',
    session = wednesday,
    until?: SessionDate,
    trailing = 2,
    symbol = 'SPY',
  ): Promise<void> {
    const at = xnysSession(session).open + 30 * minuteMs
    await this.desk.open(reader, calendar, {
      ...{ session, symbols: [symbol], adjustment: 'raw', hours: 'regular', speed: 'max', view, until },
      ...{ windows: [{ sessions: trailing, interval: oneMinute }], at: at as EpochMs },
    })
  }

  async chart(number: number, interval: Interval, trailing: boolean): Promise<void> {
    await this.desk.openChart(number, { symbol: 'SPY', interval, trailing, indicators: [average] })
  }

  /** Previous close of the replay once nothing more is read. */
  async previousClose(): Promise<number | undefined> {
    await this.#settled()
    return this.desk.replay.loadedSymbol('SPY').previousClose
  }

  async #settled(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => processTicker.soon(() => resolve(0)))
  }

  /** What the window has of a chart once nothing more comes. */
  async shown(number: number) {
    for (let frames = -1; frames !== this.window.frames.length; ) {
      frames = this.window.frames.length
      await this.#settled()
    }
    return { bars: this.window.charts.get(number), lines: this.window.lines.get(number) }
  }
}

const charts = [
  [oneMinute, true],
  [oneMinute, false],
  [five, true],
  [oneDay, true],
  [oneWeek, true],
] as const

describe('a trailing session that is filled while the replay is open', () => {
  test('is on the charts and in their indicators as if the replay had been opened after it', async () => {
    const live = new Desk()
    await live.open()
    for (const [number, [interval, trailing]] of charts.entries())
      await live.chart(number, interval, trailing)
    const before = await live.shown(0)
    expect(before.bars?.start).toHaveLength(390 + 385 + 30)
    fillTuesday()
    live.desk.sessionFilled({ symbol: 'SPY', session: tuesday })
    const after = new Desk()
    await after.open()
    for (const [number, [interval, trailing]] of charts.entries()) {
      await after.chart(number, interval, trailing)
      expect(await live.shown(number)).toEqual(await after.shown(number))
    }
    const { bars } = await live.shown(0)
    expect(bars?.start).toHaveLength(390 + 390 + 30)
    expect([...(bars?.state ?? [])].filter((state) => state === filled)).toHaveLength(missing.length)
    const session = live.desk.replay.bars('SPY', five)
    session.takeChangedFrom()
    expect(session.count()).toBe(78 + 78 + 6)
    expect(live.troubles).toEqual([])
  })

  test('is there for a symbol that was being taken in meanwhile', async () => {
    fillStore(path, [{ symbol: 'QQQ', session: wednesday, minutes: everyMinute, seed: 5 }])
    const live = new Desk()
    await live.open('as-repaired', wednesday, undefined, 2, 'QQQ')
    const added = live.desk.addSymbols(reader, ['SPY'])
    // In the turn after it was read, and before the one in which it is taken in.
    processTicker.soon(() => {
      expect(live.desk.replay.loaded.symbols.map(({ symbol }) => symbol)).toEqual(['QQQ'])
      fillTuesday()
      live.desk.sessionFilled({ symbol: 'SPY', session: tuesday })
    })
    await added
    await live.chart(0, oneMinute, true)
    const { bars } = await live.shown(0)
    expect(bars?.start).toHaveLength(390 + 390 + 30)
    const after = new Desk()
    await after.open()
    expect(await live.previousClose()).toBe(await after.previousClose())
    expect(live.troubles).toEqual([])
  })

  test('changes nothing as traded: it was not known when the session began (R17)', async () => {
    const live = new Desk()
    await live.open('as-traded')
    await live.chart(1, oneMinute, true)
    const before = await live.shown(1)
    fillTuesday()
    live.desk.sessionFilled({ symbol: 'SPY', session: tuesday })
    expect(await live.shown(1)).toEqual(before)
    expect(before.bars?.start).toHaveLength(390 + 385 + 30)
  })

  test('is there for every reader of its bars that was made before', async () => {
    const live = new Desk()
    await live.open()
    const bars = live.desk.replay.bars('SPY', oneMinute)
    bars.takeChangedFrom()
    expect([bars.count(), bars.takeChangedFrom()]).toEqual([805, 805])
    fillTuesday()
    live.desk.sessionFilled({ symbol: 'SPY', session: tuesday })
    expect([bars.takeChangedFrom(), bars.count()]).toEqual([0, 810])
    expect(bars.sessionStarts()).toEqual([0, 390, 780])
  })

  test('that cannot be read is told, and the session goes on as it was', async () => {
    const live = new Desk()
    await live.open()
    await live.chart(1, oneMinute, true)
    damageBars(path, 'SPY')
    live.desk.sessionFilled({ symbol: 'SPY', session: tuesday })
    expect(live.troubles).toMatchObject([{ code: 'damaged-store' }])
    expect((await live.shown(1)).bars?.start).toHaveLength(805)
  })

  test('is in the next session too, though that was loaded ahead', async () => {
    const live = new Desk()
    await live.open('as-repaired', wednesday, thursday)
    await live.desk.replay.playback.seek((xnysSession(wednesday).close - minuteMs) as EpochMs)
    fillTuesday()
    live.desk.sessionFilled({ symbol: 'SPY', session: tuesday })
    live.desk.play()
    while (live.desk.replay.loaded.session.date !== thursday)
      await new Promise((resolve) => processTicker.soon(() => resolve(0)))
    const bars = live.desk.replay.bars('SPY', oneMinute)
    bars.takeChangedFrom()
    expect(bars.sessionStarts()).toEqual([0, 390, 780])
  })
})

test('a session that was filled is read anew when the replay goes back to it', async () => {
  const live = new Desk()
  await live.open('as-repaired', tuesday, wednesday)
  await live.desk.replay.playback.seek(xnysSession(tuesday).close)
  fillTuesday()
  live.desk.sessionFilled({ symbol: 'SPY', session: tuesday })
  await live.desk.roll()
  await live.open('as-repaired', tuesday, wednesday)
  await live.desk.replay.playback.seek(xnysSession(tuesday).close)
  expect(live.desk.replay.data.getBarCount('SPY')).toBe(390)
})

test('a session that is filled while it is read is read again', async () => {
  const live = new Desk()
  const opened = live.open('as-repaired', tuesday)
  fillTuesday()
  live.desk.sessionFilled({ symbol: 'SPY', session: tuesday })
  await opened
  await live.desk.replay.playback.seek(xnysSession(tuesday).close)
  expect(live.desk.replay.data.getBarCount('SPY')).toBe(390)
})

describe('the close of the session before', () => {
  /** Close of Tuesday's minute as it is made. */
  function closeOf(minute: number): number | undefined {
    return madeBars({ symbol: 'SPY', session: tuesday, minutes: [minute], seed: 2 }).close[0]
  }

  test.each([0, 2])(
    'is read anew when its last minute is filled, with %i sessions shown before',
    async (shown) => {
      const live = new Desk()
      await live.open('as-repaired', wednesday, undefined, shown)
      expect(await live.previousClose()).toBe(closeOf(387))
      fillTuesday()
      live.desk.sessionFilled({ symbol: 'SPY', session: tuesday })
      expect(await live.previousClose()).toBe(closeOf(389))
      expect(live.closes).toEqual([
        { session: wednesday, closes: [{ symbol: 'SPY', previousClose: closeOf(389) }] },
      ])
      const after = new Desk()
      await after.open()
      expect(await after.previousClose()).toBe(closeOf(389))
    },
  )

  test('stays as traded, where it was not known when the session began (R17)', async () => {
    const live = new Desk()
    await live.open('as-traded')
    fillTuesday()
    live.desk.sessionFilled({ symbol: 'SPY', session: tuesday })
    live.desk.imported()
    expect(await live.previousClose()).toBe(closeOf(387))
    expect(live.closes).toEqual([])
  })

  test('is read anew when it is corrected by an import, and told only where it is another', async () => {
    const live = new Desk()
    await live.open()
    live.desk.imported()
    await live.previousClose()
    expect(live.closes).toEqual([])
    fillStore(path, [{ symbol: 'SPY', session: tuesday, minutes: [387], seed: 9 }])
    live.desk.imported()
    const corrected = reader.readSession('SPY', oneMinute, tuesday)?.columns.close.at(-1)
    expect(corrected).not.toBe(closeOf(387))
    expect(await live.previousClose()).toBe(corrected)
    expect(live.closes.flatMap(({ closes }) => closes)).toEqual([{ symbol: 'SPY', previousClose: corrected }])
  })

  test('is not that of a session further back, nor of the replayed one', async () => {
    const live = new Desk()
    await live.open('as-repaired', thursday)
    const before = await live.previousClose()
    fillTuesday()
    live.desk.sessionFilled({ symbol: 'SPY', session: tuesday })
    live.desk.sessionFilled({ symbol: 'SPY', session: thursday })
    expect(await live.previousClose()).toBe(before)
    expect(live.closes).toEqual([])
  })

  test('is another in the next session too, though that was loaded ahead', async () => {
    const live = new Desk()
    await live.open('as-repaired', tuesday, wednesday)
    await live.desk.replay.playback.seek((xnysSession(tuesday).close - minuteMs) as EpochMs)
    fillTuesday()
    live.desk.sessionFilled({ symbol: 'SPY', session: tuesday })
    live.desk.play()
    while (live.desk.replay.loaded.session.date !== wednesday)
      await new Promise((resolve) => processTicker.soon(() => resolve(0)))
    expect(await live.previousClose()).toBe(closeOf(389))
  })
})
