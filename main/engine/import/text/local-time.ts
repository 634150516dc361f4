import { ZoneClock } from '#shared/calendar/zone-clock.ts'
import { dayMs, type EpochMs, hourMs } from '#shared/time/epoch.ts'

/**
 * Local times of one IANA zone to instants. A local time is written as the milliseconds UTC of the same digits.
 * The offset of a day without a clock change is looked up once.
 */
export class LocalTime {
  readonly #clock: ZoneClock
  #day = Number.NaN
  /** Offset of the whole of #day; NaN when clocks change on it or near it. */
  #offset = Number.NaN

  /** `zone` must be a known IANA zone, see `knownZone`. */
  constructor(zone: string) {
    this.#clock = zoneClockOf(zone)
  }

  get zone(): string {
    return this.#clock.zone
  }

  /** The first instant at which clocks show `local`; NaN when they never do, as in the hour left out in spring. */
  earlier(local: number): number {
    const offset = this.#offsetOfDay(local)
    return Number.isNaN(offset) ? Math.min(...this.#instants(local)) : local - offset
  }

  /** The last instant at which clocks show `local`: another one only in the hour that comes twice in autumn. */
  later(local: number): number {
    const offset = this.#offsetOfDay(local)
    return Number.isNaN(offset) ? Math.max(...this.#instants(local)) : local - offset
  }

  /** What clocks show at an instant. */
  show(time: number): number {
    return time + this.#clock.offsetAt(time as EpochMs)
  }

  #offsetOfDay(local: number): number {
    const day = Math.floor(local / dayMs)
    if (day !== this.#day) {
      const [before, after] = this.#offsetsBeside(day * dayMs, dayMs)
      this.#day = day
      this.#offset = before === after ? before : Number.NaN
    }
    return this.#offset
  }

  #instants(local: number): readonly number[] {
    const instants = this.#offsetsBeside(local, 0)
      .map((offset) => local - offset)
      .filter((instant) => this.show(instant) === local)
    return instants.length > 0 ? instants : [Number.NaN]
  }

  /** Offsets surely before and surely after a stretch of local time: zones lie from 12 h behind UTC to 14 h ahead. */
  #offsetsBeside(local: number, length: number): readonly [number, number] {
    return [
      this.#clock.offsetAt((local - 14 * hourMs) as EpochMs),
      this.#clock.offsetAt((local + length + 12 * hourMs) as EpochMs),
    ]
  }
}

const clocks = new Map<string, ZoneClock>()

/** The one clock of a zone: it reads the zone data of a year only once, however many files there are. */
export function zoneClockOf(zone: string): ZoneClock {
  const known = clocks.get(zone)
  if (known) return known
  const clock = new ZoneClock(zone)
  clocks.set(zone, clock)
  return clock
}

/** Whether text names an IANA zone. */
export function knownZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
