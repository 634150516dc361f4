import { describe, expect, test } from 'vitest'
import type { ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import { addMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { Consumer } from '../coordinator/consumers.ts'
import { madeOpen, madeSession } from './testing/made-session.ts'
import { Stage } from './testing/stage.ts'

const everyMinute = Array.from({ length: 60 }, (_, minute) => minute)

/** A consumer that works for so long on each clock it takes. */
class Worker implements Consumer {
  readonly name = 'strategy'
  readonly limitMs: number
  readonly whenLate: 'go-on' | 'pause'
  readonly stepMs = minuteMs
  readonly taken: number[] = []
  busy = false
  readonly #on: Stage
  readonly #workMs: number

  constructor(on: Stage, workMs: number, whenLate: 'go-on' | 'pause' = 'pause', limitMs = 5000) {
    this.#on = on
    this.#workMs = workMs
    this.whenLate = whenLate
    this.limitMs = limitMs
    on.replay.consumers.add(this)
  }

  take(clock: EpochMs): void {
    this.taken.push((clock - madeOpen) / minuteMs)
    if (this.#workMs === 0) return
    this.busy = true
    this.#on.ticker.after(this.#workMs, () => {
      this.busy = false
      this.#on.replay.playback.consumerReady()
    })
  }
}

function stage(speed: ReplaySpeed): Stage {
  const on = new Stage(madeSession([{ minutes: everyMinute, trailing: [] }]), speed)
  on.settle()
  return on
}

function play(on: Stage, ms: number): void {
  on.replay.playback.play()
  for (let passed = 0; passed < ms; passed += 50) {
    on.ticker.pass(50)
    on.settle()
  }
}

describe('pacing', () => {
  test('data-driven, a consumer sees every minute, however slow it is', () => {
    for (const workMs of [0, 40]) {
      const on = stage('max')
      const worker = new Worker(on, workMs)
      expect(on.replay.playback.pacing).toBe('data-driven')
      play(on, 4000)
      expect(worker.taken).toEqual([0, ...everyMinute.map((minute) => minute + 1)])
      expect(on.replay.playback.ended).toBe(true)
    }
  })

  test('clock-driven, nobody is waited for, and who is behind is named', () => {
    const on = stage(600)
    const worker = new Worker(on, 1500)
    expect(on.replay.playback.pacing).toBe('clock-driven')
    play(on, 1000)
    expect(on.replay.now()).toBeGreaterThan(addMs(madeOpen, 8 * minuteMs))
    expect(worker.taken.length).toBe(1)
    const [behind] = on.replay.playback.behind()
    expect(behind?.name).toBe('strategy')
    expect(behind?.ms).toBeGreaterThan(7 * minuteMs)
    expect(on.window.last?.behind).toEqual({ name: 'strategy', minutes: expect.any(Number) })
    play(on, 20_000)
    expect(on.replay.playback.behind()).toEqual([])
    expect(on.window.last?.behind).toBeUndefined()
  })

  test('both end in the same state, and the last clock reaches everybody (T6)', () => {
    const ends = ([600, 3600, 'max'] as const).map((speed) => {
      const on = stage(speed)
      const worker = new Worker(on, 70)
      play(on, 15_000)
      const { clock, quotes, ended, playing } = on.window.last ?? {}
      return {
        clock,
        quotes,
        ended,
        playing,
        last: worker.taken.at(-1),
        bars: on.replay.data.getBarCount('S0'),
      }
    })
    for (const end of ends) expect(end).toEqual(ends[0])
    expect(ends[0]).toMatchObject({ ended: true, last: 60, bars: 60 })
  })

  test('a wait has a limit and names who is late: a strategy stops the replay, a window does not (L5)', () => {
    const on = stage('max')
    const worker = new Worker(on, 60_000, 'pause', 2000)
    play(on, 400)
    expect(on.window.last?.waitingFor).toEqual([])
    play(on, 1500)
    expect(worker.taken).toEqual([0])
    expect([on.replay.playback.playing, on.replay.playback.late]).toEqual([true, []])
    expect(on.window.last).toMatchObject({ playing: true, waitingFor: ['strategy'] })
    play(on, 200)
    expect([on.replay.playback.playing, on.replay.playback.late]).toEqual([false, ['strategy']])
    expect(on.window.last).toMatchObject({ playing: false, waitingFor: ['strategy'] })
    const other = stage('max')
    const patient = new Worker(other, 60_000, 'go-on', 500)
    play(other, 600)
    expect([other.replay.playback.playing, other.replay.playback.late]).toEqual([true, ['strategy']])
    other.replay.consumers.remove(patient.name)
    play(other, 1000)
    expect(other.replay.playback.ended).toBe(true)
  })

  test('a pause by the user survives a pause of the engine, and so does playing (T7)', () => {
    const on = stage(60)
    const seconds = () => (on.replay.now() - madeOpen) / 1000
    on.replay.playback.play()
    on.ticker.pass(1000)
    const [one, two] = [on.replay.playback.hold(), on.replay.playback.hold()]
    const stands = seconds()
    on.ticker.pass(5000)
    one()
    one()
    on.replay.playback.setSpeed(600)
    on.replay.playback.setSpeed(60)
    on.ticker.pass(5000)
    expect(seconds()).toBe(stands)
    two()
    on.ticker.pass(1000)
    expect(seconds()).toBeGreaterThan(stands + 50)
    expect(seconds()).toBeLessThanOrEqual(stands + 60)
    const again = on.replay.playback.hold()
    on.replay.playback.pause()
    again()
    const paused = seconds()
    on.ticker.pass(5000)
    expect([seconds(), on.replay.playback.playing]).toEqual([paused, false])
  })
})
