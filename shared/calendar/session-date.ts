import { dayMs, type EpochMs } from '../time/epoch.ts'

declare const sessionBrand: unique symbol

/** Label of a trading day, YYYY-MM-DD. It is not always the UTC or the local date of the session's bars (R3). */
export type SessionDate = string & { readonly [sessionBrand]: true }

const pattern = /^\d{4}-\d{2}-\d{2}$/

/** Reads YYYY-MM-DD; undefined when the text is anything else or names no real date. */
export function parseSessionDate(text: string): SessionDate | undefined {
  if (!pattern.test(text)) return undefined
  const time = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(time)) return undefined
  return new Date(time).toISOString().slice(0, 10) === text ? (text as SessionDate) : undefined
}

/** Days since 1970-01-01 of a date: a number to count and compare with. */
export function dayNumber(date: SessionDate): number {
  return Date.UTC(digits(date, 0, 4), digits(date, 5, 7) - 1, digits(date, 8, 10)) / dayMs
}

/** The number in some digits of a text; read by hand because Date.parse takes ten times as long. */
function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let index = from; index < to; index++) value = value * 10 + text.charCodeAt(index) - 48
  return value
}

/** The date that lies `day` days after 1970-01-01, in years of four digits. */
export function dateOfDay(day: number): SessionDate {
  const date = new Date(day * dayMs)
  return `${date.getUTCFullYear()}-${twoDigits[date.getUTCMonth() + 1]}-${twoDigits[date.getUTCDate()]}` as SessionDate
}

/** Months and days as text: put together from them a date is made in a fifth of the time of toISOString. */
const twoDigits = Array.from({ length: 32 }, (_, value) => String(value).padStart(2, '0'))

/** The UTC date of an instant. */
export function utcDateOf(time: EpochMs): SessionDate {
  return dateOfDay(Math.floor(time / dayMs))
}
