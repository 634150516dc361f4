import { describe, expect, test } from 'vitest'
import type { Interval } from '#shared/bars/interval.ts'
import { addMs, minuteMs } from '#shared/time/epoch.ts'
import { frameLimitBytes } from './frame-sender.ts'
import { madeOpen, madeSession } from './testing/made-session.ts'
import { Stage } from './testing/stage.ts'

const oneM = '1m' as Interval
const everyMinute = Array.from({ length: 960 }, (_, minute) => minute)

describe('frames', () => {
  test('none comes while the last one is not drawn, and none when nothing is new', async () => {
    const on = new Stage(madeSession([{ minutes: [0, 1, 2], trailing: [] }]))
    expect(on.window.frames.length).toBe(1)
    await on.replay.playback.step(1)
    await on.replay.playback.step(1)
    expect(on.window.frames.length).toBe(1)
    on.draw()
    expect(on.window.last?.clock).toBe(addMs(madeOpen, 2 * minuteMs))
    on.draw()
    on.draw()
    expect(on.window.frames.length).toBe(2)
    expect(on.window.frames.map(({ seq }) => seq)).toEqual([1, 2])
  })

  test('only the number of the last frame counts as drawn', async () => {
    const on = new Stage(madeSession([{ minutes: [0, 1, 2], trailing: [] }]))
    on.draw()
    await on.replay.playback.step(1)
    on.replay.drawn(1)
    on.replay.drawn(7)
    await on.replay.playback.step(1)
    expect(on.window.frames.length).toBe(2)
  })

  test('a long history comes in pieces, none of more than 256 KiB, and gets whole', async () => {
    const trailing = Array.from({ length: 20 }, () => everyMinute)
    const symbols = Array.from({ length: 4 }, () => ({ minutes: everyMinute, trailing }))
    const on = new Stage(madeSession(symbols, 960))
    await on.replay.playback.seek(on.loaded.end)
    for (const symbol of [0, 1, 2, 3]) on.openChart({ symbol, interval: oneM, trailing: true })
    on.settle()
    for (const chart of on.charts.keys()) expect(on.window.charts.get(chart)?.start.length).toBe(21 * 960)
    expect(on.window.frames.length).toBeGreaterThan(4)
    expect(on.window.largestFrameBytes).toBeLessThanOrEqual(frameLimitBytes)
    expect(on.window.largestFrameBytes).toBeGreaterThan(0.95 * frameLimitBytes)
  })

  test('a frame of five thousand symbols and many charts fits too', async () => {
    const trailing = [everyMinute]
    const symbols = Array.from({ length: 5000 }, (_, index) => ({
      minutes: [0, 1],
      trailing: index < 100 ? trailing : [],
    }))
    const on = new Stage(madeSession(symbols, 960))
    for (let symbol = 0; symbol < 100; symbol++) on.openChart({ symbol, interval: oneM, trailing: true })
    await on.replay.playback.step(2)
    on.settle()
    for (const chart of on.charts.keys()) expect(on.window.charts.get(chart)?.start.length).toBe(962)
    expect(on.window.largestFrameBytes).toBeLessThanOrEqual(frameLimitBytes)
  })

  test('a chart without bars is told that it has none, once', () => {
    const on = new Stage(madeSession([{ minutes: [], trailing: [] }]))
    on.openChart({ symbol: 0, interval: oneM, trailing: true })
    on.settle()
    expect(on.window.charts.get(1)?.start.length).toBe(0)
    expect(on.window.frames.length).toBe(2)
  })

  test('the forming bar alone is sent again when a minute is added to it', async () => {
    const on = new Stage(madeSession([{ minutes: [0, 1, 2, 6], trailing: [[0, 1]] }]))
    on.openChart({ symbol: 0, interval: '5m' as Interval, trailing: true })
    on.settle()
    const sizes: { from: number; bars: number }[] = []
    for (let minute = 1; minute <= 10; minute++) {
      await on.replay.playback.step(1)
      on.draw()
      const [update] = on.window.last?.charts ?? []
      sizes.push({ from: update?.from ?? -1, bars: update?.columns.start.length ?? 0 })
    }
    const nothing = { from: -1, bars: 0 }
    const first = { from: 1, bars: 1 }
    const second = { from: 2, bars: 1 }
    expect(sizes).toEqual([first, first, first, nothing, first, nothing, second, nothing, nothing, second])
  })
})
