import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'

/** Where the clock is, and the jump that it came there by last. */
export interface Moment {
  readonly clock: EpochMs | undefined
  /** Another one after every jump. */
  readonly epoch: number | undefined
}

/**
 * Which of the things that were told of clocks is shown at a clock: the last one that is not of a later clock. One
 * that came before the frame it belongs to waits for it, and one of a minute before the last jump is dropped: what
 * frames tell of the minutes since is more than it knows.
 */
export class ToldAtClock<T> {
  readonly #clockOf: (told: T) => EpochMs | undefined
  readonly #isOfSame: (one: T, other: T) => boolean
  #shown: T | undefined
  #epoch: number | undefined
  #jumpedTo = Number.NEGATIVE_INFINITY

  /** `clockOf` answers undefined where nothing is known; `isOfSame` whether both tell of one thing. */
  constructor(clockOf: (told: T) => EpochMs | undefined, isOfSame: (one: T, other: T) => boolean) {
    this.#clockOf = clockOf
    this.#isOfSame = isOfSame
  }

  /** What is shown at a moment when `told` is what was told last. */
  at({ clock, epoch }: Moment, told: T | undefined): T | undefined {
    if (epoch !== this.#epoch) {
      this.#epoch = epoch
      this.#jumpedTo =
        clock === undefined ? Number.NEGATIVE_INFINITY : Math.floor(clock / minuteMs) * minuteMs
    }
    const before = this.#shown
    if (told === undefined || !this.#isLater(told, clock)) this.#shown = told
    else if (before !== undefined && (!this.#isOfSame(before, told) || this.#isLater(before, clock)))
      this.#shown = undefined
    const known = this.#shown === undefined ? undefined : this.#clockOf(this.#shown)
    return known !== undefined && known < this.#jumpedTo ? undefined : this.#shown
  }

  #isLater(told: T, clock: EpochMs | undefined): boolean {
    const known = this.#clockOf(told)
    return known !== undefined && clock !== undefined && known > clock
  }
}
