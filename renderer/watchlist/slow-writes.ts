/** Seldom enough to cost little, often enough to be seen as it goes. */
const betweenMs = 250

/**
 * Writes what nobody reads at the pace of frames, such as shares of minutes and their words: at once after a pause,
 * and at most four times a second while it keeps changing. Of several writes of one kind the last is done.
 */
export class SlowWrites {
  readonly #writes = new Map<object, () => void>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #last = Number.NEGATIVE_INFINITY

  /** Does a write soon, in place of an earlier one of the same owner. */
  request(owner: object, write: () => void): void {
    this.#writes.set(owner, write)
    this.#timer ??= setTimeout(() => this.#flush(), Math.max(0, this.#last + betweenMs - performance.now()))
  }

  /** Forgets what an owner would have had written. */
  cancel(owner: object): void {
    this.#writes.delete(owner)
  }

  #flush(): void {
    this.#timer = undefined
    this.#last = performance.now()
    const writes = [...this.#writes.values()]
    this.#writes.clear()
    for (const write of writes) write()
  }
}
