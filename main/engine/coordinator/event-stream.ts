import { at, upperBound } from '#shared/bars/columns.ts'
import type { SymbolSession } from '../session/symbol-session.ts'
import type { BarSource } from './bar-source.ts'
import { LateStream } from './late-stream.ts'

/** What becomes known of a symbol besides bars at their end, in order of time. */
export interface EventStream {
  readonly times: Float64Array
  /** Whether it comes after the bars of the same instant: a later version needs the one before. */
  readonly afterBars: boolean
  /** Writes events [from, to). */
  write(from: number, to: number): void
}

/** The event streams of a source, and where they are written. */
export function eventStreams({ late, quotes, ticks }: BarSource, session: SymbolSession): EventStream[] {
  const streams: EventStream[] = []
  if (ticks)
    streams.push({
      times: ticks.time,
      afterBars: false,
      write: (from, to) => session.ticks.addAll(ticks, from, to),
    })
  if (quotes)
    streams.push({
      times: quotes.time,
      afterBars: false,
      write: (from, to) => session.quotes.addAll(quotes, from, to),
    })
  if (late) streams.push(new LateStream(session, late))
  return streams
}

interface Place {
  readonly stream: EventStream
  /** Order among streams of one instant. */
  readonly order: number
  next: number
  nextTime: number
}

/** Event streams merged by time; those of one instant before the bars come first, then in order of their adding. */
export class EventQueue {
  /** A binary heap: no place is due before its parent. */
  #heap: Place[] = []
  #added = 0

  add(stream: EventStream): void {
    const place = { stream, order: this.#added++, next: 0, nextTime: 0 }
    seek(place, 0)
    this.#heap.push(place)
    this.#order()
  }

  remove(streams: readonly EventStream[]): void {
    this.#heap = this.#heap.filter(({ stream }) => !streams.includes(stream))
    this.#order()
  }

  /** When the next event is due; infinite when none is. */
  get nextTime(): number {
    return this.#heap[0]?.nextTime ?? Number.POSITIVE_INFINITY
  }

  /** Whether the next event comes after the bars of its instant. */
  get isAfterBars(): boolean {
    return this.#heap[0]?.stream.afterBars ?? false
  }

  /** Writes all events of the next stream that are due at its next time. */
  deliver(): void {
    const [place] = this.#heap
    if (!place) return
    const { stream, next } = place
    const to = upperBound(stream.times, place.nextTime)
    stream.write(next, to)
    seek(place, to)
    this.#sink(0)
  }

  /** Goes back or on to the first events after `time`. */
  moveTo(time: number): void {
    for (const place of this.#heap) seek(place, upperBound(place.stream.times, time))
    this.#order()
  }

  #order(): void {
    for (let index = (this.#heap.length >> 1) - 1; index >= 0; index--) this.#sink(index)
  }

  #sink(start: number): void {
    const heap = this.#heap
    let index = start
    for (;;) {
      let least = index
      for (const child of [2 * index + 1, 2 * index + 2])
        if (child < heap.length && isBefore(heap[child] as Place, heap[least] as Place)) least = child
      if (least === index) return
      const place = heap[index] as Place
      heap[index] = heap[least] as Place
      heap[least] = place
      index = least
    }
  }
}

function seek(place: Place, next: number): void {
  const { times } = place.stream
  place.next = next
  place.nextTime = next < times.length ? at(times, next) : Number.POSITIVE_INFINITY
}

function isBefore(one: Place, other: Place): boolean {
  if (one.nextTime !== other.nextTime) return one.nextTime < other.nextTime
  if (one.stream.afterBars !== other.stream.afterBars) return other.stream.afterBars
  return one.order < other.order
}
