import { describe, expect, test } from 'vitest'
import type { Interval } from '#shared/bars/interval.ts'
import type { ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import { addMs, minuteMs } from '#shared/time/epoch.ts'
import { madeOpen, madeSession } from './testing/made-session.ts'
import { Stage } from './testing/stage.ts'

const everyMinute = Array.from({ length: 60 }, (_, minute) => minute)
const holed = everyMinute.filter((minute) => minute % 7 !== 3)

function stage(speed: ReplaySpeed = 1): Stage {
  return new Stage(
    madeSession([
      { minutes: everyMinute, trailing: [] },
      { minutes: holed, trailing: [] },
    ]),
    speed,
  )
}

/** Seconds of the session that have passed on the clock. */
function second({ replay }: Stage): number {
  return (replay.now() - madeOpen) / 1000
}

/** The clock moves once a display frame, so it may lag by what passes in one. */
function expectSecond(on: Stage, due: number): void {
  const { speed } = on.replay.playback
  const lag = speed === 'max' ? 0 : Math.ceil(speed * 0.017)
  expect(second(on)).toBeLessThanOrEqual(due)
  expect(second(on)).toBeGreaterThanOrEqual(due - lag)
}

describe('playing', () => {
  test('runs at a multiple of real time, by whole seconds', () => {
    const on = stage(60)
    on.ticker.pass(5000)
    expect(second(on)).toBe(0)
    on.replay.playback.play()
    on.ticker.pass(2500)
    expectSecond(on, 150)
    expect(Number.isInteger(second(on))).toBe(true)
    const before = second(on)
    on.replay.playback.setSpeed(1)
    on.ticker.pass(2999)
    expect(second(on)).toBe(before + 2)
    on.replay.playback.setSpeed(600)
    on.ticker.pass(1000)
    expectSecond(on, before + 602)
  })

  test('T8: the clock stays on the grid of whole seconds that its start set, across holes in time and in bars', () => {
    const on = stage(1)
    on.ticker.pass(417)
    on.replay.playback.play()
    on.ticker.pass(1_000)
    expect(second(on)).toBe(1)
    // The loop was held for four minutes, over a minute without a bar.
    on.ticker.spend(240_300)
    on.ticker.pass(0)
    expect(second(on)).toBe(241)
    on.ticker.pass(699)
    expect(second(on)).toBe(241)
    on.ticker.pass(1)
    expect(second(on)).toBe(242)
  })

  test('a pause takes no time off the session', () => {
    const on = stage(60)
    on.replay.playback.play()
    on.ticker.pass(1000)
    on.replay.playback.pause()
    const paused = second(on)
    expectSecond(on, 60)
    on.ticker.pass(60_000)
    expect(second(on)).toBe(paused)
    on.replay.playback.play()
    on.ticker.pass(1000)
    expectSecond(on, paused + 60)
  })

  test('ends at the end of the session, once', () => {
    const on = stage(3600)
    on.replay.playback.play()
    on.ticker.pass(10_000)
    expect(on.replay.now()).toBe(on.loaded.end)
    expect(on.replay.playback.ended).toBe(true)
    expect(on.replay.playback.playing).toBe(false)
    on.replay.playback.play()
    expect(on.replay.playback.playing).toBe(false)
    on.settle()
    expect(on.window.last).toMatchObject({ ended: true, playing: false, clock: on.loaded.end })
  })

  test('ends in the same state at every speed, with pauses or without (T6)', () => {
    const ends = ([1, 60, 720, 3600, 'max'] as const).map((speed) => {
      const on = stage(speed)
      on.openChart({ symbol: 1, interval: '5m' as Interval, trailing: true })
      on.replay.playback.play()
      for (let round = 0; round < 10; round++) {
        on.ticker.pass(700)
        on.settle()
        on.replay.playback.pause()
        on.ticker.pass(300)
        on.replay.playback.play()
      }
      on.replay.playback.setSpeed(3600)
      on.ticker.pass(10_000)
      on.settle()
      const { clock, quotes, ended, playing } = on.window.last ?? {}
      return { clock, quotes, ended, playing, chart: on.window.charts.get(1) }
    })
    for (const end of ends) expect(end).toEqual(ends[0])
    expect(ends[0]?.ended).toBe(true)
  })

  test('goes on while the window draws nothing', () => {
    const on = stage(60)
    on.replay.playback.play()
    on.ticker.pass(30_000)
    expect(on.window.frames.length).toBe(1)
    expectSecond(on, 1800)
  })

  test('at full speed waits for the window, for a second a frame at most', () => {
    const on = stage('max')
    on.replay.playback.play()
    on.ticker.pass(999)
    expect(second(on)).toBe(0)
    on.ticker.pass(1)
    expect(on.replay.playback.ended).toBe(true)

    const drawing = stage('max')
    drawing.replay.playback.play()
    drawing.settle()
    drawing.ticker.pass(0)
    expect(drawing.replay.playback.ended).toBe(true)
  })

  test('yields after six milliseconds of work and keeps its place', () => {
    const on = stage('max')
    on.settle()
    const { elapsed } = on.ticker
    // A clock on which every look at it costs two milliseconds.
    on.ticker.elapsed = () => {
      on.ticker.spend(2)
      return elapsed.call(on.ticker)
    }
    on.replay.playback.play()
    on.settle()
    on.ticker.pass(0)
    expect(second(on)).toBeGreaterThan(0)
    expect(second(on)).toBeLessThanOrEqual(4 * 60)
    for (let turn = 0; turn < 100; turn++) {
      on.settle()
      on.ticker.pass(20)
    }
    expect(on.replay.playback.ended).toBe(true)
  })
})

describe('stepping and seeking', () => {
  test('a step pauses and moves by whole minutes', async () => {
    const on = stage(60)
    await on.replay.playback.seek(addMs(madeOpen, 90_000))
    on.replay.playback.play()
    await on.replay.playback.step(1)
    expect(second(on)).toBe(120)
    expect(on.replay.playback.playing).toBe(false)
    await on.replay.playback.step(-2)
    expect(second(on)).toBe(0)
    await on.replay.playback.step(-5)
    expect(second(on)).toBe(0)
    await on.replay.playback.step(1000)
    expect(on.replay.now()).toBe(on.loaded.end)
    await on.replay.playback.step(-1)
    expect(second(on)).toBe(59 * 60)
    expect(on.replay.playback.ended).toBe(false)
  })

  test('a step in the middle of a minute changes what is known by one minute', async () => {
    const on = stage(60)
    await on.replay.playback.seek(addMs(madeOpen, 90_000))
    expect(on.replay.data.getBarCount('S0')).toBe(1)
    await on.replay.playback.step(-1)
    expect(second(on)).toBe(0)
    expect(on.replay.data.getBarCount('S0')).toBe(0)
  })

  test('the epoch changes on a step back and a seek, and on nothing else', async () => {
    const on = stage(60)
    const epochs = [on.replay.playback.epoch]
    const note = (): number => epochs.push(on.replay.playback.epoch)
    on.replay.playback.play()
    on.ticker.pass(1000)
    note()
    await on.replay.playback.step(3)
    note()
    await on.replay.playback.step(-1)
    note()
    await on.replay.playback.seek(addMs(madeOpen, 30 * minuteMs))
    note()
    await on.replay.playback.step(0)
    note()
    const [first = 0] = epochs
    expect(epochs.map((epoch) => epoch - first)).toEqual([0, 0, 0, 1, 2, 2])
  })

  test('a seek goes on playing what played, and pauses nothing and starts nothing else (T7)', async () => {
    const on = stage(60)
    on.replay.playback.play()
    await on.replay.playback.seek(addMs(madeOpen, 10 * minuteMs))
    expect(on.replay.playback.playing).toBe(true)
    on.ticker.pass(1000)
    expectSecond(on, 660)
    on.replay.playback.pause()
    await on.replay.playback.seek(madeOpen)
    on.ticker.pass(5000)
    expect(second(on)).toBe(0)
  })

  test('a long seek works in slices, and what the user does meanwhile holds', async () => {
    const on = stage(60)
    const { elapsed } = on.ticker
    on.ticker.elapsed = () => {
      on.ticker.spend(2)
      return elapsed.call(on.ticker)
    }
    on.replay.playback.play()
    on.settle()
    const framesBefore = on.window.frames.length
    const first = on.replay.playback.seek(addMs(madeOpen, 40 * minuteMs))
    expect(second(on)).toBeLessThan(40 * 60)
    on.replay.playback.pause()
    const other = on.replay.playback.step(1)
    on.settle()
    expect(on.window.frames.length).toBe(framesBefore)
    for (let turn = 0; turn < 100; turn++) on.ticker.pass(20)
    await Promise.all([first, other])
    expect(second(on)).toBe(41 * 60)
    on.settle()
    expect(on.window.last).toMatchObject({ playing: false, clock: addMs(madeOpen, 41 * minuteMs) })
  })

  test('a closed replay gives up a seek on its way and never moves again', async () => {
    const on = stage(60)
    const { elapsed } = on.ticker
    on.ticker.elapsed = () => {
      on.ticker.spend(20)
      return elapsed.call(on.ticker)
    }
    on.replay.playback.play()
    const seek = on.replay.playback.seek(on.loaded.end)
    on.replay.close()
    await expect(seek).rejects.toMatchObject({ code: 'cancelled' })
    const stands = on.replay.now()
    on.ticker.pass(10_000)
    on.settle()
    expect(on.replay.now()).toBe(stands)
  })
})
