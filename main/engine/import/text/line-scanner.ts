import { isUtf8 } from 'node:buffer'
import { byteAt } from './byte-at.ts'

const lineFeed = 0x0a
const carriageReturn = 0x0d
const quote = 0x22
const blank = 0x20
const plain = 0
const separates = 1
const endsLine = 2
const quotes = 3
const beyondAscii = 4
const isNul = 5
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
  readonly #classes: Uint8Array
  readonly #runs: boolean

  /** `separator` is one byte; blanks as separators count once a run. */
  constructor(separator: number) {
    this.#runs = separator === blank
    this.#classes = classesOf(separator)
  }

  /**
   * Scans the line that begins at `begin`; the answer is where the next one begins, or -1 when the line does not
   * end before `end` and more bytes may follow (`last` false).
   */
  scan(bytes: Buffer, begin: number, end: number, last: boolean): number {
    const classes = this.#classes
    const from = this.from
    const to = this.to
    let fields = 0
    let start = begin
    let closing = -1
    let seen = 0
    let i = begin
    for (; i < end; i++) {
      const kind = classes[byteAt(bytes, i)] as number
      if (kind === plain) continue
      if (kind === separates) {
        if (this.#runs && i === start) {
          start = i + 1
          continue
        }
        if (fields < maxFields) {
          from[fields] = start
          to[fields++] = closing < 0 ? i : closing
        }
        start = i + 1
        closing = -1
      } else if (kind === endsLine) {
        break
      } else if (kind === quotes) {
        if (i !== start) continue
        const close = this.#closingQuote(bytes, i + 1, end)
        if (close < 0) {
          seen |= 1 << quotes
          continue
        }
        start = i + 1
        closing = close
        i = close
      } else {
        seen |= 1 << kind
      }
    }
    if (i >= end && !last) return -1
    if (!this.#runs || i > start || fields === 0) {
      if (fields < maxFields) {
        from[fields] = start
        to[fields++] = closing < 0 ? i : closing
      }
    }
    const next =
      i + (byteAt(bytes, i) === carriageReturn && byteAt(bytes, i + 1) === lineFeed && i + 1 < end ? 2 : 1)
    if (i + 1 >= end && i < end && byteAt(bytes, i) === carriageReturn && !last) return -1
    this.fields = fields
    this.line++
    this.lineFrom = begin
    this.lineTo = i
    this.fault = seen === 0 ? undefined : faultOf(seen, bytes, begin, i)
    return next
  }

  /** Whether the line holds nothing but blanks. */
  get empty(): boolean {
    return this.fields <= 1 && at32(this.to, 0) <= at32(this.from, 0)
  }

  #closingQuote(bytes: Buffer, begin: number, end: number): number {
    for (let i = begin; i < end; i++) {
      const byte = byteAt(bytes, i)
      if (byte === lineFeed || byte === carriageReturn) return -1
      if (byte !== quote) continue
      if (byteAt(bytes, i + 1) !== quote || i + 1 >= end) return i
      i++
    }
    return -1
  }
}

/** Entry of a column of field bounds. */
export function at32(column: Int32Array, index: number): number {
  return column[index] as number
}

function classesOf(separator: number): Uint8Array {
  const classes = new Uint8Array(256)
  classes.fill(beyondAscii, 0x80)
  classes[0] = isNul
  classes[lineFeed] = endsLine
  classes[carriageReturn] = endsLine
  classes[quote] = quotes
  classes[separator] = separates
  return classes
}

function faultOf(seen: number, bytes: Buffer, from: number, to: number): string | undefined {
  if (seen & (1 << isNul)) return 'holds a NUL byte'
  if (seen & (1 << quotes)) return 'has a quote that is never closed'
  return isUtf8(bytes.subarray(from, to)) ? undefined : 'is not UTF-8 text'
}
