import { dayMs, hourMs, minuteMs } from '#shared/time/epoch.ts'
import { byteAt } from './byte-at.ts'

/** In which order a date with separators is written. */
export type DateOrder = 'ymd' | 'mdy' | 'dmy'

const zero = 0x30
const blank = 0x20
const plus = 0x2b
const minus = 0x2d
const colon = 0x3a
const dot = 0x2e
const comma = 0x2c
const letterT = 0x54
const letterZ = 0x5a
const lowerCase = 0x20
const longestTail = 40

/**
 * Reads times written as calendar text, e.g. `2013-10-11 09:30`, `20131011  09:30:00`, `10/11/2013` and `09:30`,
 * `2013-10-11T09:30:00-04:00`, into numbers without making strings.
 */
export class StampReader {
  readonly #order: DateOrder
  /** The digits of the stamp as milliseconds UTC. */
  local = 0
  /** Minutes that the stamp itself names as its offset; NaN when it names none. */
  offset = Number.NaN
  /** IANA zone that the stamp itself names after the time. */
  zone: string | undefined
  #at = 0
  #digits = 0
  #dateMs = 0
  /** Text of the last date; of no length when it was none or too long. */
  readonly #dateBytes = Buffer.alloc(10)
  #dateLength = 0

  constructor(order: DateOrder) {
    this.#order = order
  }

  /** Reads a date and the time behind it, if there is one; false when bytes [from, to) hold anything else. */
  read(bytes: Buffer, from: number, to: number): boolean {
    const end = this.#begin(bytes, from, to)
    if (!this.#sameDate(bytes, end) && !this.#newDate(bytes, end)) return false
    this.local = this.#dateMs
    if (this.#at < end && (byteAt(bytes, this.#at) | lowerCase) === (letterT | lowerCase)) this.#at++
    this.#skipBlanks(bytes, end)
    return this.#at >= end || (this.#time(bytes, end) && this.#tail(bytes, end))
  }

  /** Reads a time of day that stands in a field of its own, and adds it to the date that `read` has read. */
  readClock(bytes: Buffer, from: number, to: number): boolean {
    const end = this.#begin(bytes, from, to)
    return this.#time(bytes, end) && this.#tail(bytes, end)
  }

  #begin(bytes: Buffer, from: number, to: number): number {
    let end = to
    while (end > from && byteAt(bytes, end - 1) === blank) end--
    this.#at = from
    this.#skipBlanks(bytes, end)
    this.offset = Number.NaN
    this.zone = undefined
    return end
  }

  #skipBlanks(bytes: Buffer, end: number): void {
    while (this.#at < end && byteAt(bytes, this.#at) === blank) this.#at++
  }

  /** Reads a run of digits and leaves their count in #digits. */
  #number(bytes: Buffer, end: number): number {
    let value = 0
    let i = this.#at
    for (; i < end; i++) {
      const digit = byteAt(bytes, i) - zero
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
    }
    this.#digits = i - this.#at
    this.#at = i
    return value
  }

  /** Steps over a date that is written like the last one, as it is in most lines; false when it is another. */
  #sameDate(bytes: Buffer, end: number): boolean {
    const after = this.#at + this.#dateLength
    if (this.#dateLength === 0 || after > end) return false
    for (let i = 0; i < this.#dateLength; i++) {
      if (byteAt(bytes, this.#at + i) !== byteAt(this.#dateBytes, i)) return false
    }
    if (after < end && isDigit(byteAt(bytes, after))) return false
    this.#at = after
    return true
  }

  #newDate(bytes: Buffer, end: number): boolean {
    const from = this.#at
    this.#dateLength = 0
    if (!this.#date(bytes, end)) return false
    const length = this.#at - from
    if (length <= this.#dateBytes.length) this.#dateLength = bytes.copy(this.#dateBytes, 0, from, this.#at)
    return true
  }

  #date(bytes: Buffer, end: number): boolean {
    const first = this.#number(bytes, end)
    if (this.#digits === 8 || this.#digits === 12 || this.#digits === 14) return this.#compact(first)
    const yearFirst = this.#digits === 4
    if (!yearFirst && (this.#digits < 1 || this.#digits > 2)) return false
    if (!this.#dateSeparator(bytes, end)) return false
    const second = this.#number(bytes, end)
    if (this.#digits < 1 || this.#digits > 2 || !this.#dateSeparator(bytes, end)) return false
    const third = this.#number(bytes, end)
    if (yearFirst) return this.#digits >= 1 && this.#digits <= 2 && this.#calendar(first, second, third)
    if (this.#digits !== 4) return false
    return this.#order === 'dmy' ? this.#calendar(third, second, first) : this.#calendar(third, first, second)
  }

  #dateSeparator(bytes: Buffer, end: number): boolean {
    if (this.#at >= end) return false
    const byte = byteAt(bytes, this.#at++)
    return byte === minus || byte === 0x2f || byte === dot
  }

  /** YYYYMMDD in one run of digits, alone or with HHMM or HHMMSS, which are put back for #time. */
  #compact(digits: number): boolean {
    const timeDigits = this.#digits - 8
    const date = Math.floor(digits / 10 ** timeDigits)
    this.#at -= timeDigits
    return this.#calendar(Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100)
  }

  #calendar(year: number, month: number, day: number): boolean {
    if (month < 1 || month > 12 || day < 1 || day > 31) return false
    this.#dateMs = Date.UTC(year, month - 1, day)
    return new Date(this.#dateMs).getUTCDate() === day
  }

  #time(bytes: Buffer, end: number): boolean {
    let hour = this.#number(bytes, end)
    let minute = 0
    let second = 0
    const digits = this.#digits
    if (digits === 5 || digits === 6) {
      second = hour % 100
      minute = Math.floor(hour / 100) % 100
      hour = Math.floor(hour / 10_000)
    } else if (digits === 3 || digits === 4) {
      minute = hour % 100
      hour = Math.floor(hour / 100)
    } else if (digits === 1 || digits === 2) {
      if (!this.#colon(bytes, end)) return false
      minute = this.#number(bytes, end)
      if (this.#digits !== 2) return false
      if (this.#colon(bytes, end)) {
        second = this.#number(bytes, end)
        if (this.#digits !== 2) return false
      }
    } else {
      return false
    }
    if (hour > 23 || minute > 59 || second > 59) return false
    this.local = this.#dateMs + hour * hourMs + minute * minuteMs + second * 1000 + this.#fraction(bytes, end)
    return true
  }

  #colon(bytes: Buffer, end: number): boolean {
    if (this.#at >= end || byteAt(bytes, this.#at) !== colon) return false
    this.#at++
    return true
  }

  /** Milliseconds of a fraction of a second. */
  #fraction(bytes: Buffer, end: number): number {
    if (this.#at >= end || (byteAt(bytes, this.#at) !== dot && byteAt(bytes, this.#at) !== comma)) return 0
    this.#at++
    const value = this.#number(bytes, end)
    return (value / 10 ** this.#digits) * 1000
  }

  /** What may follow a time: Z, an offset, AM or PM, the name of a zone. */
  #tail(bytes: Buffer, end: number): boolean {
    this.#skipBlanks(bytes, end)
    if (this.#at >= end) return true
    const byte = byteAt(bytes, this.#at)
    if (byte === plus || byte === minus) return this.#offset(bytes, end, byte === minus ? -1 : 1)
    if ((byte | lowerCase) === (letterZ | lowerCase) && this.#at + 1 === end) {
      this.offset = 0
      return true
    }
    if (end - this.#at > longestTail) return false
    return this.#name(bytes.toString('latin1', this.#at, end))
  }

  #offset(bytes: Buffer, end: number, sign: number): boolean {
    this.#at++
    let hours = this.#number(bytes, end)
    let minutes = 0
    if (this.#digits === 4) {
      minutes = hours % 100
      hours = Math.floor(hours / 100)
    } else if (this.#digits !== 2) {
      return false
    } else if (this.#colon(bytes, end)) {
      minutes = this.#number(bytes, end)
      if (this.#digits !== 2) return false
    }
    this.offset = sign * (hours * 60 + minutes)
    return this.#at >= end && hours <= 14 && minutes <= 59
  }

  #name(text: string): boolean {
    const name = text.toUpperCase()
    if (name === 'AM' || name === 'PM') {
      const hour = Math.floor((this.local - this.#dateMs) / hourMs)
      if (hour < 1 || hour > 12) return false
      if (name === 'AM' && hour === 12) this.local -= dayMs / 2
      if (name === 'PM' && hour < 12) this.local += dayMs / 2
      return true
    }
    if (name === 'UTC' || name === 'GMT') {
      this.offset = 0
      return true
    }
    this.zone = text
    return /^[A-Za-z]+(?:\/[A-Za-z_+\-0-9]+)+$/.test(text)
  }
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= zero + 9
}
