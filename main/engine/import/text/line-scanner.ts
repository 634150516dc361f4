import { isUtf8 } from 'node:buffer'
import { byteAt } from './byte-at.ts'
import { divideByPower, largestExact, mostDecimals, readDecimal } from './decimal.ts'

const lineFeed = 0x0a
const carriageReturn = 0x0d
const quote = 0x22
const blank = 0x20
const dot = 0x2e
const plain = 0
const marksDecimals = 1
const separates = 2
const endsLine = 3
const quotes = 4
const beyondAscii = 5
const isNul = 6
/** A bit beside those of the classes that a line has. */
const unclosedQuote = 1 << 7
const zero = 0x30
/** More columns than any layout has; fields beyond are not needed. */
const maxFields = 64

/**
 * Finds lines and their fields in bytes, without making strings: after `scan`, field k of the line is the bytes
 * [from[k], to[k]), quotes around it left out. Lines end with LF, CR LF or CR.
 */
export class LineScanner {
  readonly from = new Int32Array(maxFields)
  readonly to = new Int32Array(maxFields)
  fields = 0
  /** Number of the line scanned last, counted from 1. */
  line = 0
  lineFrom = 0
  lineTo = 0
  /** What is wrong with the line as text, in plain words. */
  fault: string | undefined
  /** The digits of each field as a whole number; NaN for a field that holds more than digits and one point. */
  readonly #mantissas = new Float64Array(maxFields)
  /** Where the decimal point of each field is, -1 for none. */
  readonly #points = new Int32Array(maxFields)
  readonly #classes: Uint8Array
  readonly #runs: boolean
  readonly #point: number

  /** `separator` and the decimal `point` are one byte each; blanks as separators count once a run. */
  constructor(separator: number, point = dot) {
    this.#runs = separator === blank
    this.#classes = classesOf(separator, point)
    this.#point = point
  }

  /** The decimal number in a field of the line, times 10^exponent, as `readDecimal` reads it. */
  decimal(bytes: Buffer, field: number, exponent: number): number {
    const mantissa = this.#mantissas[field] as number
    const from = at32(this.from, field)
    const to = at32(this.to, field)
    const point = at32(this.#points, field)
    const decimals = point < 0 ? 0 : to - point - 1
    const digits = to - from - (point < 0 ? 0 : 1)
    // The digits have been added up while the line was scanned; a second pass over them would cost as much again.
    if (digits > 0 && mantissa < largestExact && decimals - exponent <= mostDecimals) {
      return divideByPower(mantissa, decimals - exponent)
    }
    return readDecimal(bytes, from, to, this.#point, exponent)
  }

  /**
   * Scans the line that begins at `begin`; the answer is where the next one begins, or -1 when the line does not
   * end before `end` and more bytes may follow (`last` false).
   */
  scan(bytes: Buffer, begin: number, end: number, last: boolean): number {
    const usual = this.#runs ? -1 : this.#scanUsual(bytes, begin, end)
    const lineTo = usual < 0 ? this.#scanUnusual(bytes, begin, end) : usual
    if (lineTo === end && !last) return -1
    const next = lineTo < end ? this.#afterEnd(bytes, lineTo, end, last) : end
    if (next < 0) return -1
    this.line++
    this.lineFrom = begin
    this.lineTo = lineTo
    return next
  }

  /**
   * Scans a line without quotes, runs of blanks and bytes beyond ASCII, and adds up the digits of its fields;
   * gives the index of the byte that ends it, -1 for any other line. Kept apart because nearly all lines are
   * such and the fewer cases the loop has, the faster it is.
   */
  #scanUsual(bytes: Buffer, begin: number, end: number): number {
    const classes = this.#classes
    const { from, to } = this
    const mantissas = this.#mantissas
    const points = this.#points
    let field = 0
    let start = begin
    let mantissa = 0
    let pointAt = -1
    for (let i = begin; i < end; i++) {
      const byte = byteAt(bytes, i)
      const digit = byte - zero
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit
        continue
      }
      const kind = classes[byte] as number
      if (kind === plain || (kind === marksDecimals && pointAt >= 0)) {
        mantissa = Number.NaN
      } else if (kind === marksDecimals) {
        pointAt = i
      } else if (kind <= endsLine) {
        if (field === maxFields) return -1
        from[field] = start
        to[field] = i
        mantissas[field] = mantissa
        points[field++] = pointAt
        if (kind === endsLine) {
          this.fields = field
          this.fault = undefined
          return i
        }
        start = i + 1
        mantissa = 0
        pointAt = -1
      } else {
        return -1
      }
    }
    return -1
  }

  /** Scans any line; gives the index of the byte that ends it, `end` when there is none. */
  #scanUnusual(bytes: Buffer, begin: number, end: number): number {
    let start = begin
    let closing = -1
    let seen = 0
    let i = begin
    this.fields = 0
    for (; i < end; i++) {
      const kind = this.#classes[byteAt(bytes, i)] as number
      if (kind === endsLine) break
      if (kind === separates) {
        if (!this.#runs || i > start) this.#addField(start, closing < 0 ? i : closing)
        start = i + 1
        closing = -1
      } else if (kind === quotes && i === start) {
        const close = this.#closingQuote(bytes, i + 1, end)
        if (close < 0) {
          seen |= unclosedQuote
        } else {
          start = i + 1
          closing = close
          i = close
        }
      } else {
        seen |= 1 << kind
      }
    }
    if (!this.#runs || i > start || this.fields === 0) this.#addField(start, closing < 0 ? i : closing)
    this.fault = faultOf(seen, bytes, begin, i)
    return i
  }

  #addField(from: number, to: number): void {
    if (this.fields === maxFields) return
    this.from[this.fields] = from
    this.to[this.fields] = to
    this.#mantissas[this.fields++] = Number.NaN
  }

  /** Whether the line holds nothing but blanks. */
  get empty(): boolean {
    return this.fields <= 1 && at32(this.to, 0) <= at32(this.from, 0)
  }

  /** Where the line after the one that ends at `i` begins; -1 when LF may still follow a CR. */
  #afterEnd(bytes: Buffer, i: number, end: number, last: boolean): number {
    if (byteAt(bytes, i) === lineFeed) return i + 1
    if (i + 1 === end) return last ? end : -1
    return byteAt(bytes, i + 1) === lineFeed ? i + 2 : i + 1
  }

  #closingQuote(bytes: Buffer, begin: number, end: number): number {
    for (let i = begin; i < end; i++) {
      const byte = byteAt(bytes, i)
      if (byte === lineFeed || byte === carriageReturn) return -1
      if (byte !== quote) continue
      if (i + 1 === end || byteAt(bytes, i + 1) !== quote) return i
      i++
    }
    return -1
  }
}

/** Entry of a column of field bounds. */
export function at32(column: Int32Array, index: number): number {
  return column[index] as number
}

function classesOf(separator: number, point: number): Uint8Array {
  const classes = new Uint8Array(256)
  classes.fill(beyondAscii, 0x80)
  classes[0] = isNul
  classes[lineFeed] = endsLine
  classes[carriageReturn] = endsLine
  classes[quote] = quotes
  classes[point] = marksDecimals
  classes[separator] = separates
  return classes
}

function faultOf(seen: number, bytes: Buffer, from: number, to: number): string | undefined {
  if (seen & (1 << isNul)) return 'holds a NUL byte'
  if (seen & unclosedQuote) return 'has a quote that is never closed'
  return seen & (1 << beyondAscii) && !isUtf8(bytes.subarray(from, to)) ? 'is not UTF-8 text' : undefined
}
