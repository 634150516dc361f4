/** Where the place of the next cell lies; those of the cells that threads are at follow. */
const next = 0
const atNone = -1

/** The cells of a sweep that are still to be computed, in memory that all its threads share: each is taken once. */
export class CellQueue {
  readonly memory: SharedArrayBuffer
  readonly #counts: Int32Array
  readonly #cells: Int32Array

  /** A new queue of some cells for so many threads. */
  static of(cells: readonly number[], threads: number): CellQueue {
    const queue = new CellQueue(new SharedArrayBuffer(4 * (1 + threads + cells.length)), threads)
    queue.#cells.set(cells)
    queue.#counts.fill(atNone, 1)
    return queue
  }

  /** The queue that lies in a memory. */
  constructor(memory: SharedArrayBuffer, threads: number) {
    this.memory = memory
    this.#counts = new Int32Array(memory, 0, 1 + threads)
    this.#cells = new Int32Array(memory, 4 * (1 + threads), memory.byteLength / 4 - 1 - threads)
  }

  /** The next cell, which the thread is at from now on; undefined when all are taken. */
  take(thread: number): number | undefined {
    const cell = this.#cells[Atomics.add(this.#counts, next, 1)]
    Atomics.store(this.#counts, 1 + thread, cell ?? atNone)
    return cell
  }

  /** Nobody takes another one. */
  close(): void {
    Atomics.store(this.#counts, next, this.#cells.length)
  }

  /** Whether all are taken. */
  get isEmpty(): boolean {
    return Atomics.load(this.#counts, next) >= this.#cells.length
  }

  /** The cell that a thread is at; undefined while it is at none. */
  current(thread: number): number | undefined {
    const cell = Atomics.load(this.#counts, 1 + thread)
    return cell === atNone ? undefined : cell
  }
}
