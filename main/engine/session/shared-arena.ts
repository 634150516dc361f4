/// <reference lib="es2024.sharedmemory" />

/** Address space of one session; memory is taken as it is needed. Room for about twenty million bars. */
const reservedBytes = 2 ** 30
const firstBytes = 2 ** 16

/** The first words of the buffer: even while nothing is being published or rewritten, odd meanwhile. */
export const versionWord = 0
export const rewritesWord = 1
const controlBytes = 16

/**
 * The memory of one session, shared with readers in other threads. It only grows, and what was handed out stays
 * where it is. One thread writes; it announces in two words what readers have to know: `version` goes on with
 * every publication, `rewrites` when bars that were published before change.
 */
export class SharedArena {
  readonly buffer: SharedArrayBuffer = new SharedArrayBuffer(firstBytes, { maxByteLength: reservedBytes })
  readonly #control = new Int32Array(this.buffer, 0, 2)
  #used = controlBytes
  #isRewriting = false

  /** Offset of `bytes` zeroed bytes, fit for doubles. Throws a RangeError when the reserve is used up. */
  allocate(bytes: number): number {
    const offset = this.#used
    const end = offset + Math.ceil(bytes / 8) * 8
    const { buffer } = this
    if (end > buffer.byteLength) {
      if (end > buffer.maxByteLength) throw new RangeError('A session cannot hold more than 1 GiB of bars.')
      buffer.grow(Math.min(buffer.maxByteLength, Math.max(end, 2 * buffer.byteLength)))
    }
    this.#used = end
    return offset
  }

  /** Whether published bars were changed since the last publication. */
  get isRewriting(): boolean {
    return this.#isRewriting
  }

  /** Published bars are about to change: until the next publication readers wait, and who reads now reads again. */
  rewrite(): void {
    if (this.#isRewriting) return
    this.#isRewriting = true
    Atomics.add(this.#control, rewritesWord, 1)
  }

  /** Readers see nothing of what is written to headers until `endPublish`. */
  beginPublish(): void {
    Atomics.add(this.#control, versionWord, 1)
  }

  /** Readers see it all, and those that wait go on. */
  endPublish(): void {
    Atomics.add(this.#control, versionWord, 1)
    Atomics.notify(this.#control, versionWord)
    if (!this.#isRewriting) return
    this.#isRewriting = false
    Atomics.add(this.#control, rewritesWord, 1)
    Atomics.notify(this.#control, rewritesWord)
  }
}
