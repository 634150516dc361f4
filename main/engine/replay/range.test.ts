import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sliceColumns } from '#shared/bars/columns.ts'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { ChartIndicator } from '#shared/protocol/chart-calls.ts'
import type { Failure } from '#shared/protocol/failure.ts'
import type { ReplayRolled } from '#shared/protocol/replay-calls.ts'
import { defaultSettings } from '#shared/settings/settings.ts'
import { Calendars } from '../calendars/calendars.ts'
import { openStore } from '../store/open.ts'
import type { StoreReader } from '../store/store.ts'
import { damageBars, everyMinute, fillStore, xnysSession } from '../system/testing/fill-store.ts'
import { processTicker } from '../time/ticker.ts'
import type { Replay } from './replay.ts'
import { ReplayDesk } from './replay-desk.ts'
import type { ReplayRequest } from './replay-run.ts'
import { ModelWindow } from './testing/model-window.ts'

const calendar = calendarOf('XNYS')
// With a weekend, Thanksgiving and the half day after it.
const dates = calendar
  .sessions('2024-11-20' as SessionDate, '2024-12-04' as SessionDate)
  .map(({ date }) => date)
const [first, second, third] = dates as [SessionDate, SessionDate, SessionDate]
const fiveMinutes = '5m' as Interval

/** A desk on a store, with a window that draws at once. */
class Desk {
  readonly window = new ModelWindow()
  readonly rolls: ReplayRolled[] = []
  readonly troubles: Failure[] = []
  /** Every replay that was open, in order. */
  readonly replays: Replay[] = []
  readonly desk: ReplayDesk
  readonly #reader: StoreReader

  constructor(reader: StoreReader, settings = defaultSettings) {
    this.#reader = reader
    this.desk = new ReplayDesk(
      processTicker,
      {
        frame: (frame) => {
          this.window.take(frame)
          processTicker.soon(() => this.desk.drawn(this.window.draw() ?? 0))
        },
        sessions: () => undefined,
        opened: () => undefined,
        rolled: (news) => {
          this.rolls.push(news)
          this.replays.push(this.desk.replay)
        },
        trouble: (failure) => this.troubles.push(failure),
      },
      new Calendars(),
      settings,
    )
  }

  async open(request: Partial<ReplayRequest> = {}) {
    const info = await this.desk.open(this.#reader, calendar, {
      session: first,
      symbols: ['SPY', 'IBM'],
      windows: [{ sessions: 2, interval: oneMinute }],
      adjustment: 'split',
      view: 'as-repaired',
      hours: 'regular',
      speed: 'max',
      ...request,
    })
    this.replays.push(this.desk.replay)
    return info
  }

  async until(isDone: () => boolean): Promise<void> {
    while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 1))
  }

  /** Plays to the end of the last session. */
  async playOut(last: SessionDate): Promise<void> {
    this.desk.play()
    await this.until(() => {
      const { loaded, playback } = this.desk.replay
      return loaded.session.date === last && playback.ended
    })
  }

  async openChart(
    chart: number,
    interval = fiveMinutes,
    indicators: readonly ChartIndicator[] = [],
  ): Promise<void> {
    const request = { symbol: 'SPY', interval, trailing: true, indicators }
    await this.desk.openChart(chart, request)
  }
}

let folder: string
let path: string
let reader: StoreReader
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-range-'))
  path = join(folder, 'bars.tapedeck')
  const before = calendar.trailingSessions(first, 2).map(({ date }) => date)
  fillStore(
    path,
    [...before, ...dates].flatMap((session, day) => {
      const length = xnysSession(session).expectedMinutes
      const minutes = everyMinute.filter((minute) => minute < length)
      return [
        { symbol: 'SPY', session, minutes, seed: day },
        {
          symbol: 'IBM',
          session,
          minutes: minutes.filter((minute) => (minute * day) % 17 < 11),
          seed: 90 + day,
        },
      ]
    }),
  )
  reader = openStore(path, { access: 'read' })
})
afterEach(() => {
  reader.close()
  rmSync(folder, { recursive: true })
})

/** All that a replay came to, field by field. */
function everything({ data, watch, loaded }: Replay) {
  const { date } = loaded.session
  return {
    date,
    trailing: loaded.exchanges[0]?.trailing.map((past) => past.date),
    clock: loaded.end,
    symbols: data.getActiveSymbols().map((symbol) => {
      const range = data.derivedBars(symbol, fiveMinutes).range()
      return {
        symbol,
        state: watch.stateOf(symbol),
        metrics: data.getSessionMetrics(symbol),
        minutes: sliceColumns(data.getLastNBars(symbol, 1000).columns, 0, data.getBarCount(symbol)),
        fives: sliceColumns(range.columns, 0, range.to),
      }
    }),
    log: watch
      .report()
      .log.filter(({ session, type }) => session === date && type === 'moved')
      .filter((entry) => entry.type === 'moved' && entry.to !== 'not-started'),
  }
}

test('where none are to be loaded, the sessions that were played are kept, and no more than are wanted', async () => {
  const desk = new Desk(reader)
  const last = dates[3] as SessionDate
  const windows = [{ sessions: 2, interval: oneMinute }]
  await desk.open({ windows: [], keepsPlayed: windows, until: last })
  await desk.playOut(last)
  const kept = desk.replays.map((replay) => {
    const history = replay.history('SPY')
    const has = history.intervals('SPY').includes(oneMinute)
    return has ? history.trailingSessions('SPY', oneMinute).map(({ session }) => session.date) : []
  })
  expect(kept).toEqual([[], [first], [first, second], [second, third]])
  desk.desk.close()
})

describe('a range of sessions', () => {
  test('H3: ten sessions replayed in one process are as each replayed alone', async () => {
    expect(dates).toHaveLength(10)
    const last = dates.at(-1) as SessionDate
    const range = new Desk(reader)
    await range.open({ until: last })
    await range.openChart(1)
    await range.playOut(last)
    expect(range.rolls.map(({ info }) => info.session)).toEqual(dates.slice(1))
    expect(range.window.overlaps).toBe(0)
    for (const [index, session] of dates.entries()) {
      const alone = new Desk(reader)
      await alone.open({ session })
      await alone.openChart(1)
      await alone.playOut(session)
      expect(everything(range.replays[index] as Replay)).toEqual(everything(alone.desk.replay))
      await alone.until(() => alone.window.last?.ended === true)
      if (session === last) {
        await range.until(() => range.window.last?.ended === true)
        expect(range.window.charts.get(1)).toEqual(alone.window.charts.get(1))
      }
      alone.desk.close()
    }
  })

  test('a roll says what follows, charts stay under their numbers, and it plays on (B2, H2)', async () => {
    const on = new Desk(reader)
    const info = await on.open({ until: second, speed: 3600 })
    expect(info.until).toBe(second)
    await on.openChart(7)
    await on.openChart(8, '1d' as Interval)
    await on.desk.replay.playback.seek(xnysSession(first).close)
    expect(on.rolls).toEqual([])
    await on.desk.replay.playback.step(-2)
    on.desk.play()
    await on.until(() => on.rolls.length > 0)
    expect(on.rolls[0]).toMatchObject({
      info: { session: second, until: second, exchanges: [{ trailing: [{}, { session: first }] }] },
      from: { session: first, end: xnysSession(first).close },
    })
    expect(on.desk.replay.playback.playing).toBe(true)
    await on.until(() => (on.window.last?.clock ?? 0) > xnysSession(second).open)
    on.desk.pause()
    on.desk.replay.playback.setSpeed('max')
    await on.playOut(second)
    await on.until(() => on.window.last?.ended === true)
    expect([7, 8].map((chart) => on.window.charts.get(chart)?.start.length)).toEqual([3 * 78, 3])
    expect(on.rolls).toHaveLength(1)
    const { state, session, log } = on.desk.replay.watch.report()
    expect([state, session]).toEqual(['ended', second])
    expect(log.filter(({ type }) => type === 'rolled').map((entry) => entry.session)).toEqual([first])
  })

  test('H2: a roll begins indicators anew in value over the sessions before, and keeps their set', async () => {
    const indicators: ChartIndicator[] = [
      { id: 4, name: 'vwap', params: {} },
      { id: 9, name: 'rsi', params: { period: 5 } },
      { id: 2, name: 'macd', params: {} },
    ]
    const windows = [fiveMinutes, '1d' as Interval]
    const rolled = new Desk(reader)
    await rolled.open({ until: second })
    const alone = new Desk(reader)
    await alone.open({ session: second })
    for (const on of [rolled, alone]) {
      for (const [chart, interval] of windows.entries()) await on.openChart(chart, interval, indicators)
      await on.playOut(second)
      await on.until(() => on.window.last?.ended === true)
    }
    expect([...(rolled.window.lines.get(0)?.keys() ?? [])]).toEqual([4, 9, 2])
    expect(rolled.window.lines.get(0)?.get(2)?.[0]).toHaveLength(3 * 78)
    for (const chart of windows.keys())
      expect(rolled.window.lines.get(chart)).toEqual(alone.window.lines.get(chart))
    alone.desk.close()
  })

  test('the session it rolled from opens again without the store (B4)', async () => {
    const on = new Desk(reader)
    await on.open({ until: second })
    await on.playOut(second)
    const ended = everything(on.replays[0] as Replay)
    reader.close()
    await on.open({ session: first, at: xnysSession(first).close, until: second })
    expect({ ...everything(on.desk.replay), log: [] }).toEqual({ ...ended, log: [] })
    await expect(on.open({ session: third })).rejects.toThrow()
    reader = openStore(path, { access: 'read' })
  })

  test('what was kept is forgotten when the store has changed', async () => {
    const on = new Desk(reader)
    await on.open({ until: second })
    await on.playOut(second)
    on.desk.forgetRead()
    reader.close()
    await expect(on.open({ session: first })).rejects.toThrow()
    reader = openStore(path, { access: 'read' })
  })

  test('without rolling by itself it stops ended, and rolls by hand', async () => {
    const on = new Desk(reader, { ...defaultSettings, sessionAutoRoll: false })
    await on.open({ until: second })
    await expect(on.desk.roll()).rejects.toMatchObject({ code: 'usage', message: /has not ended/ })
    await on.playOut(first)
    expect(on.desk.replay.watch.report().state).toBe('ended')
    await on.desk.roll()
    expect(on.desk.replay.loaded.session.date).toBe(second)
    expect(on.desk.replay.playback.playing).toBe(false)
    await on.playOut(second)
    await expect(on.desk.roll()).rejects.toMatchObject({ code: 'usage', message: /No session follows/ })
    on.desk.configure({ ...defaultSettings, sessionAutoRoll: true })
    expect(on.rolls).toHaveLength(1)
  })

  test('a pause while it rolls holds in the next session, and another roll is the same one (T7, B2)', async () => {
    const on = new Desk(reader, { ...defaultSettings, sessionAutoRoll: false })
    await on.open({ until: third })
    await on.playOut(first)
    const rolls = [on.desk.roll(), on.desk.roll()]
    on.desk.play()
    on.desk.pause()
    await Promise.all(rolls)
    expect(on.rolls).toHaveLength(1)
    expect(on.desk.replay.playback.playing).toBe(false)
    await on.desk.replay.playback.seek(xnysSession(second).close)
    const rolling = on.desk.roll()
    on.desk.play()
    await rolling
    await on.until(() => on.desk.replay.playback.ended)
    expect(on.desk.replay.loaded.session.date).toBe(third)
  })

  test('a session opened while it rolls is not taken away', async () => {
    const on = new Desk(reader, { ...defaultSettings, sessionAutoRoll: false })
    await on.open({ until: second })
    await on.playOut(first)
    const rolling = on.desk.roll()
    await on.open({ session: third })
    await rolling
    await on.until(() => on.window.last !== undefined)
    expect(on.desk.replay.loaded.session.date).toBe(third)
    expect([on.rolls, on.desk.replay.playback.playing]).toEqual([[], false])
  })

  test('a clock set back while it rolls stays in its session', async () => {
    const on = new Desk(reader, { ...defaultSettings, sessionAutoRoll: false })
    await on.open({ until: second })
    await on.playOut(first)
    const rolling = on.desk.roll()
    await on.desk.replay.playback.step(-5)
    await rolling
    expect(on.rolls).toEqual([])
    expect(on.desk.replay.watch.report()).toMatchObject({ session: first, state: 'active' })
  })

  test('a next session that cannot be read is an error of the one that ended, and not a silence', async () => {
    const on = new Desk(reader, { ...defaultSettings, sessionAutoRoll: false })
    await on.open({ until: second })
    await on.playOut(first)
    for (const symbol of ['SPY', 'IBM']) damageBars(path, symbol)
    on.desk.configure(defaultSettings)
    await on.desk.replay.playback.step(-1)
    await on.playOut(first)
    await on.until(() => on.desk.replay.watch.report().error !== undefined)
    expect(on.desk.replay.watch.report()).toMatchObject({
      state: 'ended',
      error: { session: first, cause: expect.stringMatching(/^session 2024-11-21 could not be opened: SPY/) },
    })
    expect(on.rolls).toEqual([])
  })
})
