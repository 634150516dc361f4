import type { BarObject } from './row-a-bar.ts'

/** A bar waiting in the queue, and where it came from. */
export interface QueuedBar {
  readonly source: number
  readonly bar: BarObject
}

/** The mission's design: a priority queue (binary heap) of bar objects, earliest first, then by source. */
export class BarQueue {
  readonly #heap: QueuedBar[] = []

  push(entry: QueuedBar): void {
    const heap = this.#heap
    let index = heap.length
    heap.push(entry)
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = heap[parent] as QueuedBar
      if (!comesBefore(entry, above)) break
      heap[index] = above
      index = parent
    }
    heap[index] = entry
  }

  pop(): QueuedBar | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && comesBefore(heap[child + 1] as QueuedBar, heap[child] as QueuedBar))
        child++
      const below = heap[child] as QueuedBar
      if (!comesBefore(below, last)) break
      heap[index] = below
      index = child
    }
    heap[index] = last
    return first
  }
}

function comesBefore(one: QueuedBar, other: QueuedBar): boolean {
  const difference = one.bar.timestamp - other.bar.timestamp
  return difference === 0 ? one.source < other.source : difference < 0
}
