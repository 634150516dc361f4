import { Failure } from '#shared/protocol/failure.ts'

const mostWaiting = 100

/** Does one piece of work after another, in the order they are asked for. */
export class OneByOne {
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  /** Throws a Failure of code 'usage' when too much waits. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting >= mostWaiting) throw new Failure('usage', 'Too much waits to be done: try again')
    this.#waiting++
    const mine = this.#last.then(work)
    this.#last = mine.catch(() => undefined)
    try {
      return await mine
    } finally {
      this.#waiting--
    }
  }
}
