import { parseSessionDate, type SessionDate } from '#shared/calendar/session-date.ts'
import { monthNames } from '../time/zone.ts'

/** What a line typed into the palette names besides symbols and commands. */
export type PaletteEntry =
  | { readonly kind: 'time'; readonly hour: number; readonly minute: number }
  | { readonly kind: 'session'; readonly session: SessionDate }

/**
 * Reads a time of day ("10:30", "9.05", "@1030") or a date ("2013-10-11", "11 Oct 2013", "Oct 11, 2013",
 * "20131011"); undefined for anything else, and for days that do not exist.
 */
export function parseEntry(text: string): PaletteEntry | undefined {
  const line = text.trim()
  return parseTime(line) ?? parseDate(line)
}

function parseTime(line: string): PaletteEntry | undefined {
  const match = /^@?\s*(\d{1,2})[:.h](\d{2})$/.exec(line) ?? /^@\s*(\d{1,2})(\d{2})$/.exec(line)
  if (!match) return undefined
  const hour = Number(match[1])
  const minute = Number(match[2])
  return hour < 24 && minute < 60 ? { kind: 'time', hour, minute } : undefined
}

function parseDate(line: string): PaletteEntry | undefined {
  const digits = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(line)
  if (digits) return session(digits[1], Number(digits[2]), digits[3])
  const dayFirst = /^(\d{1,2})\s+([a-z]{3,9})\.?\s+(\d{4})$/i.exec(line)
  if (dayFirst) return session(dayFirst[3], monthNumber(dayFirst[2]), dayFirst[1])
  const monthFirst = /^([a-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})$/i.exec(line)
  if (monthFirst) return session(monthFirst[3], monthNumber(monthFirst[1]), monthFirst[2])
  return undefined
}

function monthNumber(name = ''): number {
  return monthNames.findIndex((month) => month.toLowerCase().startsWith(name.toLowerCase())) + 1
}

function session(year = '', month = 0, day = ''): PaletteEntry | undefined {
  const date = parseSessionDate(`${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`)
  return date && { kind: 'session', session: date }
}
