import { tzOffset } from '@date-fns/tz'
import { dayMs, type EpochMs, hourMs, minuteMs } from '../time/epoch.ts'

/** Shorter than any zone keeps an offset, so that no pair of clock changes falls between two samples. */
const sampleMs = 14 * dayMs

/** Milliseconds from UTC to the wall clock in [from, until). */
interface Offset {
  readonly from: number
  readonly until: number
  readonly ms: number
}

/**
 * Wall clock of one IANA zone (R1). The offsets of a year are read from the zone data once and kept, because one
 * reading takes microseconds and a calendar asks for thousands.
 */
export class ZoneClock {
  readonly zone: string
  readonly #years = new Map<number, readonly Offset[]>()
  /** The offset that was asked for last: most questions are about times near the one before. */
  #last: Offset = { from: 0, until: 0, ms: 0 }

  constructor(zone: string) {
    this.zone = zone
  }

  /** Milliseconds to add to an instant to get the wall clock of the zone. */
  offsetAt(time: EpochMs): number {
    const { from, until, ms } = this.#last
    if (time >= from && time < until) return ms
    this.#last = this.#lookUp(time)
    return this.#last.ms
  }

  /** Days since 1970-01-01 of the local date at an instant. */
  localDay(time: EpochMs): number {
    return Math.floor((time + this.offsetAt(time)) / dayMs)
  }

  /**
   * The instant at which the wall clock shows `minutes` after midnight of a date, counted in days since
   * 1970-01-01. A repeated hour is read as its first pass; a skipped one as the hour after it.
   */
  instantOf(day: number, minutes: number): EpochMs {
    const wall = day * dayMs + minutes * minuteMs
    const { from, until, ms } = this.#last
    if (wall >= from + 2 * dayMs && wall < until - 2 * dayMs) return (wall - ms) as EpochMs
    const before = this.offsetAt((wall - dayMs) as EpochMs)
    const after = this.offsetAt((wall + dayMs) as EpochMs)
    const early = (wall - before) as EpochMs
    if (before === after || this.offsetAt(early) === before) return early
    const late = (wall - after) as EpochMs
    return this.offsetAt(late) === after ? late : early
  }

  #lookUp(time: EpochMs): Offset {
    const year = new Date(time).getUTCFullYear()
    let offsets = this.#years.get(year)
    if (!offsets) {
      offsets = this.#readOffsets(Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1))
      this.#years.set(year, offsets)
    }
    let index = offsets.length - 1
    while (index > 0 && (offsets[index]?.from ?? 0) > time) index--
    // The first offset of a year begins with the year, so one is always found.
    return offsets[index] as Offset
  }

  #readOffsets(start: number, end: number): readonly Offset[] {
    const offsets: Offset[] = []
    let from = start
    let ms = this.#readOffset(start)
    for (let last = start; last < end; last += sampleMs) {
      const next = Math.min(last + sampleMs, end)
      const nextMs = this.#readOffset(next)
      if (nextMs === ms) continue
      const until = this.#changeWithin(last, next, ms)
      offsets.push({ from, until, ms })
      from = until
      ms = nextMs
    }
    offsets.push({ from, until: end, ms })
    return offsets
  }

  /** The first minute after `low`, up to `high`, at which the offset is no longer `ms`, as it is at `low`. */
  #changeWithin(low: number, high: number, ms: number): number {
    const hour = this.#firstChanged(low, high, ms, hourMs)
    // Clocks change at a full hour UTC nearly always, so one reading saves the search for the minute.
    if (this.#readOffset(hour - minuteMs) === ms) return hour
    return this.#firstChanged(Math.max(low, hour - hourMs), hour, ms, minuteMs)
  }

  /** The first multiple of `step` after `low`, up to `high`, at which the offset is no longer `ms`. */
  #firstChanged(low: number, high: number, ms: number, step: number): number {
    let same = low
    let changed = high
    while (changed - same > step) {
      const middle = same + Math.floor((changed - same) / step / 2) * step
      if (this.#readOffset(middle) === ms) same = middle
      else changed = middle
    }
    return changed
  }

  #readOffset(time: number): number {
    return tzOffset(this.zone, new Date(time)) * minuteMs
  }
}
