import { Failure } from '#shared/protocol/failure.ts'
import type { ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { ConsumerWait } from '../coordinator/consumer-wait.ts'
import type { Behind, Consumers, Pacing } from '../coordinator/consumers.ts'
import type { StreamCoordinator } from '../coordinator/stream-coordinator.ts'
import type { Ticker } from '../time/ticker.ts'

/** Work between two turns of the event loop; the loop must not be held over 8 ms, and a frame is built after it. */
const sliceMs = 6
/** The clock moves by whole seconds, and at high speeds once a display frame. */
const clockStepMs = 1_000
const displayFrameMs = 16

export interface PlaybackHost {
  /** Something that a frame shows is different now. */
  changed(): void
  /** The clock played on to the end. */
  reachedEnd(): void
}

interface Jump {
  readonly target: EpochMs
  /** Who waits for it. */
  readonly done: readonly { readonly resolve: () => void; readonly reject: (failure: Failure) => void }[]
}

/**
 * Moves the clock of a replay between `start` and `end`: at a multiple of real time, as fast as possible, by
 * steps and to chosen times. Whether the user wants it to play is one thing, a jump on its way another: a jump
 * never starts what the user paused (T7).
 */
export class Playback {
  readonly #coordinator: StreamCoordinator
  readonly #ticker: Ticker
  readonly #host: PlaybackHost
  readonly #consumers: Consumers
  #start: EpochMs
  #end: EpochMs
  #playing = false
  #speed: ReplaySpeed
  #epoch: number
  #jump: Jump | undefined
  /** Clock and elapsed time from which the paced clock is reckoned. */
  #anchorClock: EpochMs
  #anchorElapsed = 0
  readonly #wait: ConsumerWait
  /** Why the clock stands though the user wants it to play. */
  readonly #holds = new Set<symbol>()
  #cancelTurn: (() => void) | undefined
  #closed = false

  constructor(
    coordinator: StreamCoordinator,
    ticker: Ticker,
    host: PlaybackHost,
    consumers: Consumers,
    range: {
      readonly start: EpochMs
      readonly end: EpochMs
      readonly speed: ReplaySpeed
      readonly epoch: number
    },
  ) {
    this.#coordinator = coordinator
    this.#ticker = ticker
    this.#host = host
    this.#consumers = consumers
    this.#wait = new ConsumerWait(() => host.changed())
    this.#start = range.start
    this.#end = range.end
    this.#speed = range.speed
    this.#epoch = range.epoch
    this.#anchorClock = range.start
  }

  get playing(): boolean {
    return this.#playing
  }

  get ended(): boolean {
    return this.#coordinator.now() >= this.#end
  }

  get speed(): ReplaySpeed {
    return this.#speed
  }

  /** Changes whenever the clock jumps. */
  get epoch(): number {
    return this.#epoch
  }

  /** Whether a jump is on its way: what is known is then of no moment that was asked for. */
  get jumping(): boolean {
    return this.#jump !== undefined
  }

  get pacing(): Pacing {
    return this.#speed === 'max' ? 'data-driven' : 'clock-driven'
  }

  /** Who took longer than its limit when the replay last waited (L5); none once it was waited for in time. */
  get late(): readonly string[] {
    return this.#wait.late
  }

  /** Who is waited for, when that takes long enough to be noticed, or was given up as late. */
  get waitingFor(): readonly string[] {
    return this.#wait.waitingFor
  }

  /** Who is at work on an earlier clock, and by how much. */
  behind(): readonly Behind[] {
    return this.#consumers.behind(this.#coordinator.now())
  }

  /**
   * Lets the clock stand until the returned function is called, whatever the user does meanwhile: what the user
   * wants is kept and holds again afterwards (T7).
   */
  hold(): () => void {
    const hold = Symbol('hold')
    this.#holds.add(hold)
    this.#cancelTurn?.()
    return () => {
      if (!this.#holds.delete(hold) || this.#holds.size > 0) return
      this.#anchor()
      if (this.#jump || this.#playing) this.#schedule(0)
    }
  }

  /** Moves the clock between other times from now on; one that is or goes outside them goes to the nearer. */
  async setRange(start: EpochMs, end: EpochMs): Promise<void> {
    this.#start = start
    this.#end = end
    const at = this.#jump?.target ?? this.#coordinator.now()
    const within = this.#within(at)
    if (within !== at && !this.#closed) await this.#goTo(within, true)
  }

  play(): void {
    if (this.#playing || this.ended) return
    this.#playing = true
    this.#anchor()
    this.#schedule(0)
    this.#host.changed()
  }

  pause(): void {
    if (!this.#playing) return
    this.#playing = false
    this.#host.changed()
  }

  setSpeed(speed: ReplaySpeed): void {
    if (speed === this.#speed) return
    this.#speed = speed
    this.#wait.forgetNotice()
    this.#anchor()
    if (this.#playing) this.#schedule(0)
    this.#host.changed()
  }

  /** Pauses, and moves the clock to the minute that lies `minutes` whole minutes away, back when negative. */
  async step(minutes: number): Promise<void> {
    this.pause()
    const from = this.#jump?.target ?? this.#coordinator.now()
    const target = this.#within((Math.floor(from / minuteMs) + minutes) * minuteMs)
    if (target !== from) await this.#goTo(target, target < from)
  }

  /** Moves the clock to a time of the session, and goes on playing if it played. */
  async seek(time: EpochMs): Promise<void> {
    await this.#goTo(this.#within(Math.floor(time / clockStepMs) * clockStepMs), true)
  }

  /** A consumer is free again: it gets the clock if that has moved on, and a replay that waits may go on. */
  consumerReady(): void {
    if (this.#closed || this.jumping) return
    this.#consumers.offer(this.#coordinator.now(), this.#epoch)
    if (this.#wait.isWaiting) this.#schedule(0)
    // A clock that stands tells nothing else of who caught up with it.
    if (!this.#playing) this.#host.changed()
  }

  /** Ends all work; a jump on its way is given up with 'cancelled'. */
  close(): void {
    this.#closed = true
    this.#playing = false
    this.#cancelTurn?.()
    const done = this.#jump?.done ?? []
    this.#jump = undefined
    for (const { reject } of done) reject(new Failure('cancelled', 'The replay was closed.'))
  }

  #goTo(target: EpochMs, discontinuous: boolean): Promise<void> {
    if (discontinuous) this.#epoch++
    if (target < this.#coordinator.now()) this.#coordinator.rewindTo(target)
    return new Promise((resolve, reject) => {
      this.#jump = { target, done: [...(this.#jump?.done ?? []), { resolve, reject }] }
      this.#turn()
    })
  }

  #turn(): void {
    this.#cancelTurn?.()
    this.#cancelTurn = undefined
    if (this.#holds.size > 0) return
    if (this.#jump) this.#continueJump(this.#jump)
    else if (this.#playing) this.#continuePlaying()
  }

  #continueJump(jump: Jump): void {
    if (!this.#coordinator.advanceTo(jump.target, sliceMs)) {
      this.#schedule(0)
      return
    }
    this.#jump = undefined
    this.#anchor()
    this.#settle()
    for (const { resolve } of jump.done) resolve()
    if (this.#playing) this.#schedule(0)
  }

  #continuePlaying(): void {
    if (this.#mustWait()) return
    const elapsed = this.#ticker.elapsed()
    const { target, nextInMs } = this.#pace(elapsed)
    const before = this.#coordinator.now()
    const reached = this.#advance(target)
    if (this.#coordinator.now() !== before) this.#settle()
    if (this.#playing) this.#schedule(reached ? nextInMs : 0)
  }

  /** Moves the clock on for a slice of work, data-driven by the steps that consumers ask for. */
  #advance(target: EpochMs): boolean {
    const step = this.pacing === 'data-driven' ? this.#consumers.stepMs() : undefined
    if (step === undefined) return this.#coordinator.advanceTo(target, sliceMs)
    const until = this.#ticker.elapsed() + sliceMs
    for (let now = this.#coordinator.now(); now < target; now = this.#coordinator.now()) {
      const next = Math.min(target, (Math.floor(now / step) + 1) * step) as EpochMs
      this.#coordinator.skipTo(next)
      this.#consumers.offer(next, this.#epoch, 'stepped')
      const isBusy = this.#consumers.busy().some(({ stepMs }) => stepMs !== undefined)
      if (isBusy || this.#ticker.elapsed() >= until) break
    }
    return this.#coordinator.now() === target
  }

  /** Data-driven, the consumers set the pace, as long as they do so at all. */
  #mustWait(): boolean {
    const busy = this.pacing === 'data-driven' ? this.#consumers.busy() : []
    const verdict = this.#wait.look(busy, this.#ticker.elapsed())
    if (verdict === 'go-on') return false
    if (verdict === 'pause') this.pause()
    else this.#schedule(verdict.lookInMs)
    return true
  }

  /** Where the clock belongs now, and after how long it moves next. */
  #pace(elapsed: number): { readonly target: EpochMs; readonly nextInMs: number } {
    const speed = this.#speed
    if (speed === 'max') return { target: this.#end, nextInMs: 0 }
    const exact = this.#anchorClock + (elapsed - this.#anchorElapsed) * speed
    const due = Math.floor(exact / clockStepMs) * clockStepMs
    const target = Math.max(this.#coordinator.now(), Math.min(due, this.#end)) as EpochMs
    return { target, nextInMs: Math.max(displayFrameMs, (due + clockStepMs - exact) / speed) }
  }

  #settle(): void {
    const hasPlayedOut = this.#playing && this.ended
    if (hasPlayedOut) this.#playing = false
    this.#consumers.offer(this.#coordinator.now(), this.#epoch)
    this.#host.changed()
    if (hasPlayedOut) this.#host.reachedEnd()
  }

  #anchor(): void {
    this.#anchorClock = this.#coordinator.now()
    this.#anchorElapsed = this.#ticker.elapsed()
  }

  #schedule(ms: number): void {
    if (this.#closed) return
    this.#cancelTurn?.()
    const turn = (): void => {
      this.#cancelTurn = undefined
      this.#turn()
    }
    this.#cancelTurn = ms === 0 ? this.#ticker.soon(turn) : this.#ticker.after(ms, turn)
  }

  #within(time: number): EpochMs {
    return Math.min(this.#end, Math.max(this.#start, time)) as EpochMs
  }
}
