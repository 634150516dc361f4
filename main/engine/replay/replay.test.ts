import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import type { Frame, ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import { symbolStates } from '#shared/protocol/session-calls.ts'
import { addMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { SymbolState } from '../boundaries/symbol-state.ts'
import { slowVerdict } from '../boundaries/testing/slow-reference.ts'
import { joinColumns } from './hours.ts'
import type { LoadedSession } from './loaded-session.ts'
import { madeOpen, madeSession } from './testing/made-session.ts'
import { type Chart, Stage } from './testing/stage.ts'

const intervals = ['1m', '5m', '15m', '1h'] as Interval[]

/** All bars that a chart has to show at a clock, made from nothing. */
function wholeSeries({ symbols, session }: LoadedSession, chart: Chart, clock: EpochMs): BarColumns {
  const { symbol, exchange, columns } = symbols[
    chart.symbol % symbols.length
  ] as LoadedSession['symbols'][number]
  const trailing = exchange.history.trailingSessions(symbol, oneMinute)
  const ended = columns.start.filter((start) => start + minuteMs <= clock).length
  const now = sliceColumns(columns, 0, ended)
  const parts = (chart.trailing ? trailing : []).map((past) => longer(past.bars.columns, past.session))
  return joinColumns([...parts, longer(now, session, clock)])

  function longer(minutes: BarColumns, of: LoadedSession['session'], at?: EpochMs): BarColumns {
    if (chart.interval === oneMinute) return minutes
    const source = { columns: minutes, from: 0, to: minutes.start.length }
    return deriveSession(source, of, chart.interval, at === undefined ? {} : { at }).columns
  }
}

function wholeQuotes({ symbols, session }: LoadedSession, clock: EpochMs): Frame['quotes'] {
  const known = symbols.map(({ columns }) =>
    sliceColumns(columns, 0, columns.start.filter((start) => start + minuteMs <= clock).length),
  )
  const numbers = (of: (columns: BarColumns) => number) =>
    Float64Array.from(known, (columns) => (columns.start.length === 0 ? Number.NaN : of(columns)))
  return {
    last: numbers(({ close }) => close.at(-1) as number),
    high: numbers(({ high }) => Math.max(...high)),
    low: numbers(({ low }) => Math.min(...low)),
    volume: numbers(({ volume }) => volume.reduce((sum, one) => sum + one, 0)),
    recorded: Int32Array.from(known, ({ start }) => start.length),
    expected: new Int32Array(symbols.length).fill(
      Math.floor((Math.min(clock, session.close) - session.open) / minuteMs),
    ),
    silent: Int32Array.from(known, ({ start }) => {
      let minutes = 0
      const since = start.at(-1) ?? Number.NEGATIVE_INFINITY
      for (let minute = session.open as number; minute < session.close; minute += minuteMs)
        if (minute > since && minute + minuteMs <= clock) minutes++
      return minutes
    }),
    state: Uint8Array.from(symbolsAt(known, session, clock), (state) => symbolStates.indexOf(state)),
  }
}

/** How the bars of each symbol come by the slow reference; at the end of the replay the session is over. */
function symbolsAt(known: readonly BarColumns[], session: Session, clock: EpochMs): readonly SymbolState[] {
  const day = calendarOf('XNYS').session(session.date) as Session
  const ends = known.map(({ start }) => new Set([...start].map((time) => time + minuteMs)))
  const minute = Math.floor(clock / minuteMs) * minuteMs
  return slowVerdict([day], ends, clock === session.close ? day.close : minute).symbols
}

const someMinutes = fc.subarray(Array.from({ length: 60 }, (_, minute) => minute))
const someSymbols = fc.array(
  fc.record({ minutes: someMinutes, trailing: fc.array(someMinutes, { maxLength: 2 }) }),
  { minLength: 1, maxLength: 3 },
)
const someSpeed: fc.Arbitrary<ReplaySpeed> = fc.constantFrom<ReplaySpeed[]>(1, 60, 600, 3600, 'max')
const someChart = fc.record({
  symbol: fc.nat(2),
  interval: fc.constantFrom(...intervals),
  trailing: fc.boolean(),
})
const someDeed: fc.Arbitrary<(stage: Stage) => void> = fc.oneof(
  fc.constant((stage: Stage) => stage.replay.playback.play()),
  fc.constant((stage: Stage) => stage.replay.playback.pause()),
  fc.constant((stage: Stage) => stage.draw()),
  fc.constant((stage: Stage) => stage.draw()),
  someSpeed.map((speed) => (stage: Stage) => stage.replay.playback.setSpeed(speed)),
  fc.nat(3000).map((ms) => (stage: Stage) => stage.ticker.pass(ms)),
  fc.integer({ min: -20, max: 20 }).map((minutes) => (stage: Stage) => {
    void stage.replay.playback.step(minutes)
  }),
  fc.integer({ min: -60, max: 3700 }).map((second) => (stage: Stage) => {
    void stage.replay.playback.seek(addMs(madeOpen, second * 1000))
  }),
  someChart.map((chart) => (stage: Stage) => stage.openChart(chart)),
  fc.nat(3).map((number) => (stage: Stage) => {
    stage.charts.delete(number)
    stage.replay.closeChart(number)
  }),
)

describe('a replay and its window', () => {
  test('the window has what is known at the clock of every frame, whatever is done in whatever order', () => {
    fc.assert(
      fc.property(someSymbols, someChart, fc.array(someDeed, { maxLength: 60 }), (symbols, first, deeds) => {
        const stage = new Stage(madeSession(symbols))
        const { window, loaded } = stage
        let seen = 0
        const check = (): void => {
          for (; seen < window.frames.length; seen++) expectFrame(window.frames[seen] as Frame, loaded)
          for (const [number, chart] of stage.charts) {
            const { clock } = window.last as Frame
            const has = window.charts.get(number)
            if (has) expect(has).toEqual(wholeSeries(loaded, chart, clock))
          }
        }
        stage.openChart(first)
        for (const deed of deeds) {
          deed(stage)
          check()
        }
        stage.replay.playback.pause()
        stage.settle()
        check()
        expect(window.last?.clock).toBe(stage.replay.now())
        expect(window.overlaps).toBe(0)
        for (const number of stage.charts.keys()) expect(window.charts.has(number)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

function expectFrame(frame: Frame, loaded: LoadedSession): void {
  expect(frame.quotes).toEqual(wholeQuotes(loaded, frame.clock))
  expect(frame.ended).toBe(frame.clock === loaded.end)
}
