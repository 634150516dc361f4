import type { EpochMs } from '#shared/time/epoch.ts'

/**
 * How a replay is paced. Data-driven: as fast as possible, and it waits for every consumer. Clock-driven: at a
 * multiple of real time, and it waits for nobody. Both end in the same state (T6).
 */
export type Pacing = 'data-driven' | 'clock-driven'

/** Who follows the clock of a replay: a window, a strategy, upkeep. */
export interface Consumer {
  readonly name: string
  /** How long a data-driven replay waits for it at a time (L5). */
  readonly limitMs: number
  /** What a data-driven replay does when it takes longer: goes on without it, or pauses. */
  readonly whenLate: 'go-on' | 'pause'
  /** A data-driven replay moves the clock by no more than this before it waits; by any time when undefined. */
  readonly stepMs?: number
  /** The clock came to `clock`, from before or, after a jump, from anywhere. What is known is read from session data. */
  take(clock: EpochMs): void
  /** Whether it is still at work on what it took. */
  readonly busy: boolean
}

/** A consumer that fell back: the clock it took last lies so many milliseconds of the session behind. */
export interface Behind {
  readonly name: string
  readonly ms: number
}

interface Taken {
  readonly clock: EpochMs
  readonly epoch: number
}

/** The consumers of one replay. Each is offered the clock when it is free, and never twice the same. */
export class Consumers {
  readonly #consumers = new Map<string, Consumer>()
  readonly #taken = new Map<string, Taken>()

  /** A consumer of the same name is replaced. */
  add(consumer: Consumer): void {
    this.remove(consumer.name)
    this.#consumers.set(consumer.name, consumer)
  }

  remove(name: string): void {
    this.#consumers.delete(name)
    this.#taken.delete(name)
  }

  /** Shows the clock to all that are free; with `stepped`, only to those that follow it by steps. */
  offer(clock: EpochMs, epoch: number, who: 'all' | 'stepped' = 'all'): void {
    for (const consumer of this.#consumers.values()) {
      if (consumer.busy || (who === 'stepped' && consumer.stepMs === undefined)) continue
      const taken = this.#taken.get(consumer.name)
      if (taken?.clock === clock && taken.epoch === epoch) continue
      this.#taken.set(consumer.name, { clock, epoch })
      consumer.take(clock)
    }
  }

  /** Those that are still at work. */
  busy(): readonly Consumer[] {
    return [...this.#consumers.values()].filter((consumer) => consumer.busy)
  }

  /** The smallest step that any of them follows the clock by. */
  stepMs(): number | undefined {
    const steps = [...this.#consumers.values()].flatMap(({ stepMs }) => stepMs ?? [])
    return steps.length === 0 ? undefined : Math.min(...steps)
  }

  /** Who is at work on a clock before this one, and how far behind it. */
  behind(clock: EpochMs): readonly Behind[] {
    return this.busy().flatMap(({ name }) => {
      const ms = clock - (this.#taken.get(name)?.clock ?? clock)
      return ms > 0 ? [{ name, ms }] : []
    })
  }
}
