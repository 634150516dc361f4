import { byteAt } from './byte-at.ts'

const zero = 0x30
const plus = 0x2b
const minus = 0x2d
const blank = 0x20
/** Powers of ten up to 10^22 are exact doubles, so one division by them is rounded once and thus correctly. */
const powersOfTen = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`))
/** Whole numbers below this are exact doubles. */
export const largestExact = 2 ** 53
export const mostDecimals = 22
const decimalText = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e([+-]?\d+))?$/i

/**
 * The decimal number written in bytes [from, to), times 10^exponent, rounded once to the nearest double, so that
 * it equals what Number() makes of the same text. `point` is the byte of the decimal point. NaN for anything
 * that is no finite number; blanks around it do not matter.
 */
export function readDecimal(
  bytes: Buffer,
  from: number,
  to: number,
  point: number,
  exponent: number,
): number {
  let i = from
  let end = to
  while (i < end && byteAt(bytes, i) === blank) i++
  while (end > i && byteAt(bytes, end - 1) === blank) end--
  const first = i
  const negative = i < end && byteAt(bytes, i) === minus
  if (negative || (i < end && byteAt(bytes, i) === plus)) i++
  let mantissa = 0
  let digits = 0
  let pointAt = -1
  for (; i < end; i++) {
    const digit = byteAt(bytes, i) - zero
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit
      digits++
    } else if (digit + zero === point && pointAt < 0) {
      pointAt = i
    } else {
      return readUnusual(bytes, first, end, point, exponent)
    }
  }
  if (digits === 0) return Number.NaN
  const decimals = (pointAt < 0 ? 0 : end - pointAt - 1) - exponent
  if (mantissa >= largestExact || decimals > mostDecimals || decimals < 0) {
    return readUnusual(bytes, first, end, point, exponent)
  }
  const value = divideByPower(mantissa, decimals)
  return negative && value !== 0 ? -value : value
}

/** A whole number below `largestExact` divided by 10^decimals, from 0 to `mostDecimals`, rounded once. */
export function divideByPower(mantissa: number, decimals: number): number {
  return mantissa / (powersOfTen[decimals] as number)
}

function readUnusual(bytes: Buffer, from: number, to: number, point: number, exponent: number): number {
  const text = bytes.toString('latin1', from, to).replace(String.fromCharCode(point), '.')
  const match = decimalText.exec(text)
  if (!match) return Number.NaN
  const mantissa = text.split(/e/i, 1)[0]
  const value = Number(`${mantissa}e${Number(match[1] ?? 0) + exponent}`)
  return Number.isFinite(value) ? value : Number.NaN
}
