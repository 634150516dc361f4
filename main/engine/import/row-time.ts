import type { SessionDate } from '#shared/calendar/session-date.ts'
import { utcDateOf } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { dayMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { Dialect, EpochUnit } from './dialect.ts'
import { readDecimal } from './text/decimal.ts'
import { at32, type LineScanner } from './text/line-scanner.ts'
import { knownZone, LocalTime } from './text/local-time.ts'
import { StampReader } from './text/stamp.ts'

const dot = 0x2e
const nanoDigits = 6
const msPerUnit = { s: 1000, ms: 1, us: 0.001 } as const

/** Reads when the bar of a line is. */
export class RowTime {
  readonly #dialect: Dialect
  readonly #stamp: StampReader
  readonly #zones = new Map<string, LocalTime | undefined>()
  readonly #usualZone: LocalTime
  #zone: LocalTime
  #local = 0
  /** The instant, where the line says it without regard to a zone; else NaN. */
  #absolute = Number.NaN

  constructor(dialect: Dialect) {
    this.#dialect = dialect
    this.#stamp = new StampReader(dialect.time.kind === 'calendar' ? dialect.time.order : 'ymd')
    this.#usualZone = new LocalTime(dialect.zone)
    this.#zone = this.#usualZone
  }

  /** Reads the time of a scanned line; undefined when it has one, else what is wrong. */
  read(bytes: Buffer, scanner: LineScanner): string | undefined {
    const { time, timeField } = this.#dialect
    const from = at32(scanner.from, timeField)
    const to = at32(scanner.to, timeField)
    this.#absolute = Number.NaN
    switch (time.kind) {
      case 'calendar':
        return this.#readCalendar(bytes, scanner, from, to, time.clock)
      case 'epoch':
        this.#absolute = readEpoch(bytes, from, to, time.unit)
        return Number.isNaN(this.#absolute) ? noTime(bytes, from, to) : undefined
      case 'ms-of-day': {
        const ms = readDecimal(bytes, from, to, dot, 0)
        this.#local = time.day + ms
        return ms >= 0 && ms < dayMs ? undefined : noTime(bytes, from, to)
      }
    }
  }

  /**
   * The instant of the line. A local time that comes twice is its first pass when that lies after `after`, else
   * its second. NaN for a local time that clocks leave out.
   */
  instant(after: number): number {
    if (!Number.isNaN(this.#absolute)) return this.#absolute
    const earlier = this.#zone.earlier(this.#local)
    return earlier > after ? earlier : this.#zone.later(this.#local)
  }

  /** Why the line has no instant. */
  get missing(): string {
    const local = new Date(this.#local).toISOString().slice(0, 16).replace('T', ' ')
    return `${local} does not exist in ${this.#zone.zone}: clocks go forward over it`
  }

  /**
   * The session date that a daily bar is meant for. Local times and midnights in UTC are dates as written; any
   * other instant belongs to the session or the local day of the exchange that holds the moment `shift` ms before it.
   */
  date(calendar: TradingCalendar, shift: number): SessionDate {
    if (Number.isNaN(this.#absolute)) return utcDateOf(this.#local as EpochMs)
    if (this.#absolute % dayMs === 0) return utcDateOf(this.#absolute as EpochMs)
    return calendar.sessionDateOf((this.#absolute - shift) as EpochMs)
  }

  #readCalendar(
    bytes: Buffer,
    scanner: LineScanner,
    from: number,
    to: number,
    clock: number | undefined,
  ): string | undefined {
    const stamp = this.#stamp
    if (!stamp.read(bytes, from, to)) return noTime(bytes, from, to)
    if (clock !== undefined) {
      const clockFrom = at32(scanner.from, clock)
      const clockTo = at32(scanner.to, clock)
      if (!stamp.readClock(bytes, clockFrom, clockTo)) return noTime(bytes, clockFrom, clockTo)
    }
    this.#local = stamp.local
    this.#zone = this.#usualZone
    if (!Number.isNaN(stamp.offset)) this.#absolute = stamp.local - stamp.offset * minuteMs
    else if (stamp.zone !== undefined) return this.#enterZone(stamp.zone)
    return undefined
  }

  #enterZone(name: string): string | undefined {
    if (!this.#zones.has(name)) this.#zones.set(name, knownZone(name) ? new LocalTime(name) : undefined)
    const zone = this.#zones.get(name)
    if (!zone) return `"${name}" is no time zone`
    this.#zone = zone
    return undefined
  }
}

/** Longest stretch of a field that a reason repeats. */
const longestQuote = 40

/** A field as a reason quotes it. */
export function quoted(bytes: Buffer, from: number, to: number): string {
  const text = bytes.toString('utf8', from, Math.min(to, from + longestQuote))
  return to - from > longestQuote ? `"${text}…"` : `"${text}"`
}

function noTime(bytes: Buffer, from: number, to: number): string {
  return from === to ? 'has no time' : `${quoted(bytes, from, to)} is no time`
}

/** Nanoseconds do not fit a double, so their last six digits are read apart. */
function readEpoch(bytes: Buffer, from: number, to: number, unit: EpochUnit): number {
  if (unit !== 'ns') return readDecimal(bytes, from, to, dot, 0) * msPerUnit[unit]
  const split = to - nanoDigits
  return (
    readDecimal(bytes, from, split, dot, 0) +
    readDecimal(bytes, Math.max(from, split), to, dot, 0) / 1_000_000
  )
}
