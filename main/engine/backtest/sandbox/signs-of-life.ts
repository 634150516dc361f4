/** Places of the shared numbers. */
const beats = 0
const begun = 1
const counters = 2

/**
 * What a thread tells of itself without messages: how often it gave a sign of life, whether it runs what others
 * wrote, and how far it is. Both sides hold one over the same memory.
 */
export class SignsOfLife {
  readonly memory: SharedArrayBuffer
  readonly #counts: Int32Array
  readonly #progress: Float64Array

  constructor(memory = new SharedArrayBuffer(16 + 16)) {
    this.memory = memory
    this.#counts = new Int32Array(memory, 0, counters)
    this.#progress = new Float64Array(memory, 16, 2)
  }

  beat(): void {
    Atomics.add(this.#counts, beats, 1)
  }

  /** From here on code of the strategy runs. */
  begin(): void {
    Atomics.store(this.#counts, begun, 1)
    this.beat()
  }

  /** How far it is, in whatever it counts; a sign of life too. */
  progress(done: number, total: number): void {
    this.#progress[0] = done
    this.#progress[1] = total
    this.beat()
  }

  get beats(): number {
    return Atomics.load(this.#counts, beats)
  }

  get begun(): boolean {
    return Atomics.load(this.#counts, begun) === 1
  }

  get done(): number {
    return this.#progress[0] ?? 0
  }

  get total(): number {
    return this.#progress[1] ?? 0
  }
}
