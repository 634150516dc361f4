import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, type BarColumns } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import { oneDay, oneMinute } from '#shared/bars/interval.ts'
import { forming } from '#shared/bars/state.ts'
import type { ChartIndicator } from '#shared/protocol/chart-calls.ts'
import { type IndicatorName, indicatorNames, indicators } from '#shared/session-file/indicators.ts'
import { addMs, dayMs } from '#shared/time/epoch.ts'
import { noPastBars } from '../history/past-bars.ts'
import { barsAt } from '../session/testing/made-bars.ts'
import { frameLimitBytes } from './frame-sender.ts'
import { joinColumns } from './hours.ts'
import { periodSeries } from './open-series.ts'
import { madeOpen, madeSession } from './testing/made-session.ts'
import { type Chart, Stage } from './testing/stage.ts'

/** Short enough that the bars of a made session get past the warm-up. */
const shortParams: Partial<Record<IndicatorName, Record<string, number>>> = {
  vwap: {},
  macd: { fast: 2, slow: 4, signal: 3 },
  stochastic: { period: 3, smoothing: 2, signal: 2 },
}

function plot(id: number, name: IndicatorName): ChartIndicator {
  return { id, name, params: shortParams[name] ?? { period: 4 } }
}

const everything = indicatorNames.map((name, id) => plot(id, name))
const everyMinute = Array.from({ length: 60 }, (_, minute) => minute)

/** What a window has of a chart that was opened at this minute and never moved. */
async function straightRun(
  symbols: Parameters<typeof madeSession>[0],
  chart: Chart,
  second: number,
): Promise<Stage> {
  const stage = new Stage(madeSession(symbols))
  await stage.replay.playback.seek(addMs(madeOpen, second * 1000))
  stage.openChart(chart)
  stage.settle()
  return stage
}

const someMinutes = fc.subarray(everyMinute)
const someSymbols = fc.array(
  fc.record({ minutes: someMinutes, trailing: fc.array(someMinutes, { maxLength: 2 }) }),
  { minLength: 1, maxLength: 2 },
)
const someIndicators = fc
  .uniqueArray(fc.constantFrom(...indicatorNames), { minLength: 1, maxLength: 4 })
  .map((names) => names.map((name, id) => plot(id, name)))
const someDeed: fc.Arbitrary<(stage: Stage) => void> = fc.oneof(
  fc.constant((stage: Stage) => stage.replay.playback.play()),
  fc.constant((stage: Stage) => stage.draw()),
  fc.constant((stage: Stage) => stage.settle()),
  fc.nat(900).map((ms) => (stage: Stage) => stage.ticker.pass(ms)),
  fc.integer({ min: -20, max: 20 }).map((minutes) => (stage: Stage) => {
    void stage.replay.playback.step(minutes)
  }),
  fc.integer({ min: 0, max: 3600 }).map((second) => (stage: Stage) => {
    void stage.replay.playback.seek(addMs(madeOpen, second * 1000))
  }),
)

describe('indicators of a chart', () => {
  test('equal those of a straight run byte for byte after any play, seek and step back', async () => {
    await fc.assert(
      fc.asyncProperty(
        someSymbols,
        fc.constantFrom(...(['1m', '5m', '15m'] as Interval[])),
        fc.boolean(),
        someIndicators,
        fc.array(someDeed, { maxLength: 30 }),
        async (symbols, interval, trailing, asked, deeds) => {
          const chart: Chart = { symbol: 0, interval, trailing, indicators: asked }
          const stage = new Stage(madeSession(symbols), 600)
          stage.openChart(chart)
          for (const deed of deeds) deed(stage)
          stage.replay.playback.pause()
          stage.settle()
          const second = (stage.replay.now() - madeOpen) / 1000
          const straight = await straightRun(symbols, chart, second)
          expect(stage.window.charts.get(1)).toEqual(straight.window.charts.get(1))
          expect(bytesOf(stage)).toEqual(bytesOf(straight))
        },
      ),
      { numRuns: 150 },
    )
  })

  test('have an entry a bar in every frame, and none for a bar that is forming or warming up', async () => {
    const stage = new Stage(madeSession([{ minutes: everyMinute, trailing: [[0, 1, 2, 3, 4, 5]] }]))
    const sma = plot(7, 'sma')
    stage.openChart({ symbol: 0, interval: '5m' as Interval, trailing: true, indicators: [sma] })
    for (let minute = 0; minute <= 60; minute++) {
      stage.settle()
      const bars = stage.window.charts.get(1) as BarColumns
      const [values = new Float64Array(0)] = stage.window.lines.get(1)?.get(7) ?? []
      expect(values).toHaveLength(bars.start.length)
      for (const [index, value] of values.entries()) {
        const isOpen = (at(bars.state, index) & forming) !== 0
        if (index < 3 || isOpen) expect(value).toBeNaN()
        else expect(value).toBeCloseTo(meanOf(bars.close.slice(index - 3, index + 1)), 9)
      }
      await stage.replay.playback.step(1)
    }
  })

  test('warm up over the sessions before, also where the chart does not show them', () => {
    const stage = new Stage(madeSession([{ minutes: everyMinute, trailing: [everyMinute] }]))
    for (const trailing of [true, false])
      stage.openChart({ symbol: 0, interval: oneMinute, trailing, indicators: everything })
    void stage.replay.playback.step(10)
    stage.settle()
    for (const { id } of everything) {
      const [whole = []] = stage.window.lines.get(1)?.get(id) ?? []
      const [session = []] = stage.window.lines.get(2)?.get(id) ?? []
      expect([...session]).toEqual([...whole].slice(60))
      expect([...session]).not.toContain(Number.NaN)
    }
  })

  test('H2: begin anew in value with another session and keep their set', async () => {
    const chart: Chart = { symbol: 0, interval: oneMinute, trailing: true, indicators: everything }
    const session = [{ minutes: everyMinute, trailing: [] }]
    const first = await straightRun(session, chart, 3600)
    const second = await straightRun(session, chart, 60)
    const valuesAt = (stage: Stage) =>
      [...(stage.window.lines.get(1) ?? [])].map(([, [values]]) => values?.at(-1))
    expect(valuesAt(first)).not.toContain(Number.NaN)
    expect(valuesAt(second).filter((value) => !Number.isNaN(value))).toHaveLength(1)
    expect([...(second.window.lines.get(1)?.keys() ?? [])]).toEqual(everything.map(({ id }) => id))
  })

  test('of a chart of days take each day as a session', async () => {
    const stage = new Stage(madeSession([{ minutes: everyMinute, trailing: [] }]))
    const days = [3, 2, 1].map((day) => barsAt(addMs(madeOpen, -day * dayMs), [0], day))
    const history = { version: 0, columns: () => joinColumns(days) }
    const request = { symbol: 'S0', interval: oneDay, trailing: true, indicators: [plot(1, 'vwap')] }
    stage.replay.openChart(1, periodSeries(stage.replay, request, history))
    await stage.replay.playback.seek(stage.loaded.end)
    stage.settle()
    const [values = new Float64Array(0)] = stage.window.lines.get(1)?.get(1) ?? []
    const bars = stage.window.charts.get(1) as BarColumns
    expect(values).toHaveLength(4)
    for (const [index, value] of values.entries())
      expect(value).toBeCloseTo((at(bars.high, index) + at(bars.low, index) + at(bars.close, index)) / 3, 9)
  })

  test('of a long history come in pieces of no more than 256 KiB with the bars', async () => {
    const long = Array.from({ length: 960 }, (_, minute) => minute)
    const trailing = Array.from({ length: 20 }, () => long)
    const stage = new Stage(madeSession([{ minutes: long, trailing }], 960))
    await stage.replay.playback.seek(stage.loaded.end)
    for (const _ of [1, 2])
      stage.openChart({ symbol: 0, interval: oneMinute, trailing: true, indicators: everything })
    stage.settle()
    for (const chart of [1, 2])
      for (const { id, name } of everything) {
        const lines = stage.window.lines.get(chart)?.get(id) ?? []
        expect(lines.map(({ length }) => length)).toEqual(indicators[name].outputs.map(() => 21 * 960))
      }
    expect(stage.window.largestFrameBytes).toBeLessThanOrEqual(frameLimitBytes)
    expect(stage.window.largestFrameBytes).toBeGreaterThan(0.9 * frameLimitBytes)
  })

  test('that no chart shows any more are computed no more, and those of the others go on', async () => {
    const stage = new Stage(madeSession([{ minutes: everyMinute, trailing: [] }]))
    const { analysis } = stage.replay
    const open = (params: Record<string, number>) =>
      stage.openChart({
        symbol: 0,
        interval: oneMinute,
        trailing: true,
        indicators: [{ id: 1, name: 'sma', params }],
      })
    open({ period: 2 })
    open({ period: 3 })
    const all = () => stage.replay.bars('S0', oneMinute)
    const indicatorOf = (period: number) =>
      analysis
        .indicators({ symbol: 'S0', interval: oneMinute, all, past: noPastBars, showsAll: true }, [
          { id: 1, name: 'sma', params: { period } },
        ])
        .indicators()[0]
    const [gone, kept] = [indicatorOf(2), indicatorOf(3)]
    stage.replay.closeChart(1)
    expect(indicatorOf(2)).not.toBe(gone)
    expect(indicatorOf(3)).toBe(kept)
    await stage.replay.playback.step(10)
    stage.settle()
    expect(stage.window.lines.get(2)?.get(1)?.[0]?.at(-1)).not.toBeNaN()
  })

  test('with params that make no sense are refused with the range', () => {
    const stage = new Stage(madeSession([{ minutes: everyMinute, trailing: [] }]))
    const indicators = [{ id: 1, name: 'sma' as const, params: { period: 0 } }]
    expect(() => stage.openChart({ symbol: 0, interval: oneMinute, trailing: true, indicators })).toThrow(
      /sma: period is 0; it must be a whole number from 1 to 1000/,
    )
  })
})

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Every value of every line as its eight bytes, so that NaN equals NaN and nothing else. */
function bytesOf({ window }: Stage): string[] {
  return [...(window.lines.get(1) ?? [])].map(
    ([id, lines]) => `${id} ${lines.map((line) => Buffer.from(line.buffer).toString('hex')).join(' ')}`,
  )
}
