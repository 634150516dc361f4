import type { EngineState } from '#shared/protocol/desktop-contract.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { Clock } from './clock.ts'
import { EngineOutput } from './engine-output.ts'
import {
  type EngineEffect,
  type EngineEvent,
  engineState,
  notStarted,
  supervise,
} from './engine-supervisor.ts'

/** A running engine, whatever it runs in. `Port` is the end of a connection to it that can be passed on. */
export interface EngineProcess<Port> {
  /** Opens one more connection to the engine and returns this side's end. */
  connect(): Port
  /** Asks it to close its store and end. */
  stop(): void
  kill(): void
}

/** What an engine's process tells. `exited` may be called more than once. */
export interface EngineNews {
  exited(cause: string): void
  printed(stream: 'stdout' | 'stderr', text: string): void
}

export interface EngineSurroundings<Port> {
  readonly startProcess: (news: EngineNews) => EngineProcess<Port>
  /** Resolves when the engine behind the port has said hello; rejects with a Failure. Closes the port. */
  readonly greet: (port: Port) => Promise<void>
  readonly clock: Clock
  readonly show: (line: string) => void
  /** Told of every change, and after a restart of each new 'ready'. */
  readonly onState: (state: EngineState) => void
}

/** Keeps one engine running: carries out what the supervisor decides. */
export class EngineHost<Port> {
  readonly #around: EngineSurroundings<Port>
  #supervision = notStarted
  #process: EngineProcess<Port> | undefined
  #onStopped: (() => void)[] = []

  constructor(around: EngineSurroundings<Port>) {
    this.#around = around
  }

  get state(): EngineState {
    return engineState(this.#supervision)
  }

  /** Starts the engine, also one that has failed for good; does nothing while it runs or starts. */
  start(): void {
    this.#dispatch({ type: 'wanted' })
  }

  /** A new connection to a ready engine. */
  connect(): Port | undefined {
    return this.#supervision.phase.at === 'ready' ? this.#process?.connect() : undefined
  }

  /** Ends the engine for good. Resolves when it is gone, after a few seconds at the latest. */
  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#onStopped.push(resolve)
      this.#dispatch({ type: 'quit' })
    })
  }

  #dispatch(event: EngineEvent): void {
    const before = this.#supervision
    const { next, effects } = supervise(this.#around.clock.now(), before, event)
    this.#supervision = next
    for (const effect of effects) this.#carryOut(effect)
    if (next.phase !== before.phase) this.#around.onState(engineState(next))
    if (next.phase.at === 'stopped') for (const resolve of this.#onStopped.splice(0)) resolve()
  }

  #carryOut(effect: EngineEffect): void {
    switch (effect.do) {
      case 'fork':
        this.#fork(effect.run)
        break
      case 'ask-to-stop':
        this.#process?.stop()
        break
      case 'kill':
        this.#process?.kill()
        break
      case 'after':
        this.#around.clock.after(effect.ms, () => this.#dispatch(effect.event))
    }
  }

  #fork(run: number): void {
    const { clock, show, startProcess, greet } = this.#around
    const output = new EngineOutput(clock, show)
    const exited = (cause: string): void => {
      // At once, so that nothing is posted to a process that is gone; the rest in a later turn, because posting
      // inside an exit handler crashes Electron.
      if (run === this.#supervision.run) this.#process = undefined
      clock.after(0, () => this.#dispatch({ type: 'exited', run, cause, lastLines: output.lastLines }))
    }
    try {
      this.#process = startProcess({ exited, printed: (stream, text) => output.take(stream, text) })
      greet(this.#process.connect()).then(
        () => this.#dispatch({ type: 'greeted', run }),
        (error) => this.#refused(run, error),
      )
    } catch (error) {
      exited(`The engine could not be started: ${asFailure(error).message}`)
    }
  }

  #refused(run: number, error: unknown): void {
    const { code, message } = asFailure(error)
    // An engine that is gone reports its own exit.
    if (code === 'engine-gone') return
    this.#dispatch({ type: 'unfit', run, cause: `The engine does not answer as it should: ${message}` })
  }
}
