/** A two-way pipe to another process or thread: what a MessagePort, a worker and a test's pair of ends have in common. */
export interface Channel {
  post(message: unknown): void
  /** Sets the one listener for what arrives. */
  listen(onMessage: (message: unknown) => void, onClose: () => void): void
  close(): void
}

declare function structuredClone<T>(value: T): T
declare function queueMicrotask(run: () => void): void

/** Two ends of a pipe inside one process. Messages are structured clones and arrive in a later turn, as between processes. */
export function channelPair(): readonly [Channel, Channel] {
  const one = new PairEnd()
  const two = new PairEnd()
  one.connect(two)
  two.connect(one)
  return [one, two]
}

class PairEnd implements Channel {
  #other: PairEnd | undefined
  #onMessage: ((message: unknown) => void) | undefined
  #onClose: (() => void) | undefined
  #open = true

  connect(other: PairEnd): void {
    this.#other = other
  }

  post(message: unknown): void {
    if (!this.#open) return
    const copy = structuredClone(message)
    const other = this.#other
    queueMicrotask(() => other?.receive(copy))
  }

  listen(onMessage: (message: unknown) => void, onClose: () => void): void {
    this.#onMessage = onMessage
    this.#onClose = onClose
  }

  close(): void {
    if (!this.#open) return
    this.#open = false
    const other = this.#other
    queueMicrotask(() => other?.ended())
  }

  private receive(message: unknown): void {
    if (this.#open) this.#onMessage?.(message)
  }

  private ended(): void {
    if (!this.#open) return
    this.#open = false
    this.#onClose?.()
  }
}
