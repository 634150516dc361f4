import type { SessionDate } from '#shared/calendar/session-date.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import type { ChartSeries } from './chart-series.ts'
import type { LoadAnswer } from './load-session.ts'
import type { Replay } from './replay.ts'
import { nextOf, type Run, type RunOrigin, requestOfNext } from './replay-run.ts'
import { SessionAhead } from './session-ahead.ts'
import type { Legacies } from './session-watches.ts'
import type { FilledSession } from './trailing-fill.ts'

/** A roll on its way. */
interface Roll {
  readonly done: Promise<void>
  /** Whether the user wants the next session to play. */
  plays: boolean
}

/** Who has the run that rolls. */
export interface RollHost {
  /** The open run; undefined when none is. */
  run(): Run | undefined
  load(origin: RunOrigin): Promise<LoadAnswer>
  runOf(answer: LoadAnswer, origin: RunOrigin, speed: ReplaySpeed, epoch: number, legacies: Legacies): Run
  chartsOn(replay: Replay, run: Run): Promise<ReadonlyMap<number, ChartSeries>>
  /** A run takes the place of the one before, with these charts; these sessions were filled while it was read. */
  replace(
    before: Run,
    next: Run,
    charts: ReadonlyMap<number, ChartSeries>,
    filled: readonly FilledSession[],
  ): void
}

/** Rolls a run to the next session of its range, which is loaded ahead; the user may go elsewhere meanwhile. */
export class SessionRoll {
  readonly #host: RollHost
  readonly #ahead = new SessionAhead()
  #rolling: Roll | undefined
  /** Filled since the next session began to be read. */
  readonly #filled = new Map<string, FilledSession>()

  constructor(host: RollHost) {
    this.#host = host
  }

  /** Resolves when the roll on its way is over; undefined when none is. */
  get underWay(): Promise<void> | undefined {
    return this.#rolling?.done
  }

  /** Whether the next session is to play, while it rolls; answers whether it does. */
  setPlays(plays: boolean): boolean {
    if (this.#rolling) this.#rolling.plays = plays
    return this.#rolling !== undefined
  }

  /** Loads the next session of a run while the present one still plays. */
  lookAhead({ reader, calendar, request }: RunOrigin, next: SessionDate): void {
    this.#ahead.prepare(next, () => this.#read({ reader, calendar, request: requestOfNext(request, next) }))
  }

  /** A session has more in the store than when the next one was read. */
  noteFilled(filled: FilledSession): void {
    this.#filled.set(`${filled.symbol} ${filled.session}`, filled)
  }

  /** What was loaded ahead may be out of date. */
  forgetAhead(): void {
    this.#ahead.forget()
  }

  /** Gives up the roll on its way. */
  giveUp(): void {
    this.#rolling = undefined
    this.#ahead.forget()
  }

  /** One roll at a time; whoever asks for another gets the one on its way. Nothing happens where no session follows. */
  begin(run: Run, plays: boolean): Promise<void> {
    if (this.#rolling) return this.#rolling.done
    const next = nextOf(run)
    if (!next) return Promise.resolve()
    const rolling: Roll = { plays, done: this.#rollTo(run, next).finally(() => this.#rolled(rolling)) }
    this.#rolling = rolling
    return rolling.done
  }

  #read(origin: RunOrigin): Promise<LoadAnswer> {
    this.#filled.clear()
    return this.#host.load(origin)
  }

  #rolled(rolling: Roll): void {
    if (this.#rolling !== rolling) return
    this.#rolling = undefined
    if (rolling.plays) this.#host.run()?.replay.playback.play()
  }

  /** Puts the next session in the place of an ended one, unless the user goes elsewhere meanwhile. */
  async #rollTo(run: Run, next: SessionDate): Promise<void> {
    const { replay: before, reader, calendar } = run
    const { epoch } = before.playback
    await run.symbols.settled
    const isGivenUp = (): boolean => this.#host.run() !== run || before.playback.epoch !== epoch
    const request = requestOfNext(run.request, next)
    const origin: RunOrigin = { reader, calendar, request }
    let answer: LoadAnswer
    try {
      answer = await this.#ahead.take(next, () => this.#read(origin))
    } catch (error) {
      const { message } = asFailure(error)
      if (!isGivenUp()) before.watch.raiseError(`session ${next} could not be opened: ${message}`)
      return
    }
    if (isGivenUp()) return
    const { speed } = before.playback
    const rolled = this.#host.runOf(answer, origin, speed, epoch + 1, before.watch.roll())
    const charts = await this.#host.chartsOn(rolled.replay, run)
    if (isGivenUp()) return
    rolled.replay.playback.setSpeed(before.playback.speed)
    this.#host.replace(run, { ...rolled, charts: run.charts }, charts, [...this.#filled.values()])
  }
}
