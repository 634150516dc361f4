/** Bounds what a strategy asks for, such as orders that wait. */
export class Quota {
  readonly #what: string
  readonly #most: number
  #taken = 0

  /** `what` in the plural, for the message. */
  constructor(what: string, most: number) {
    this.#what = what
    this.#most = most
  }

  /** Throws a RangeError when as many as are allowed are taken. */
  take(): void {
    if (this.#taken >= this.#most)
      throw new RangeError(`more than ${this.#most} ${this.#what}: ask for fewer`)
    this.#taken++
  }

  /** Gives one back. */
  give(): void {
    this.#taken--
  }
}
