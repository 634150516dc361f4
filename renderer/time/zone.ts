import type { SessionDate } from '#shared/calendar/session-date.ts'
import { dayMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'

/** Zones change their offset at most at quarter hours, so one look-up answers for a whole quarter. */
const blockMs = 15 * minuteMs
const mostBlocks = 20_000

const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, Map<number, number>>()

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** Milliseconds that local time of an IANA zone is ahead of UTC at an instant (R1). */
export function zoneOffset(zone: string, time: EpochMs): number {
  let blocks = offsets.get(zone)
  if (!blocks || blocks.size > mostBlocks) {
    blocks = new Map()
    offsets.set(zone, blocks)
  }
  const block = Math.floor(time / blockMs)
  const known = blocks.get(block)
  if (known !== undefined) return known
  const offset = readOffset(zone, block * blockMs)
  blocks.set(block, offset)
  return offset
}

function readOffset(zone: string, time: number): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
  return local - time
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  formats.set(zone, made)
  return made
}

/** The instant shifted so that its UTC fields read as local time of the zone. For display only (R4). */
export function localFields(zone: string, time: EpochMs): Date {
  return new Date(time + zoneOffset(zone, time))
}

/** HH:MM of an instant in a zone. */
export function formatMinute(zone: string, time: EpochMs): string {
  return localFields(zone, time).toISOString().slice(11, 16)
}

/** "09:30–16:00" of a stretch in a zone; a close at midnight reads 24:00. */
export function formatSpan(zone: string, open: EpochMs, close: EpochMs): string {
  const end = formatMinute(zone, close)
  return `${formatMinute(zone, open)}–${end === '00:00' && close > open ? '24:00' : end}`
}

/** HH:MM:SS of an instant in a zone. */
export function formatSecond(zone: string, time: EpochMs): string {
  return localFields(zone, time).toISOString().slice(11, 19)
}

/** "Fri 11" of an instant in a zone. */
export function formatDay(zone: string, time: EpochMs): string {
  const local = localFields(zone, time)
  return `${weekdays[local.getUTCDay()]} ${local.getUTCDate()}`
}

/** "Fri 11 Oct 2013" of an instant in a zone. */
export function formatDate(zone: string, time: EpochMs): string {
  return longDate(localFields(zone, time))
}

/** "Fri 11 Oct 2013" of a session's label. */
export function formatSession(session: SessionDate): string {
  return longDate(new Date(`${session}T00:00:00Z`))
}

/** "Fri 11" of a session's label. */
export function formatSessionDay(session: SessionDate): string {
  const date = new Date(`${session}T00:00:00Z`)
  return `${weekdays[date.getUTCDay()]} ${date.getUTCDate()}`
}

function longDate(date: Date): string {
  const month = (monthNames[date.getUTCMonth()] ?? '').slice(0, 3)
  return `${weekdays[date.getUTCDay()]} ${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`
}

const names = new Map<string, string>()

function isUtc(zone: string): boolean {
  return zone === 'UTC' || zone === 'Etc/UTC'
}

/** What people call the zone: "ET" where the generic name is short, else "BST", "GMT+9". */
export function zoneName(zone: string, time: EpochMs): string {
  const key = `${zone} ${zoneOffset(zone, time)}`
  const known = names.get(key)
  if (known !== undefined) return known
  const named = (style: 'shortGeneric' | 'short', locale: string): string =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: style })
      .formatToParts(time)
      .find(({ type }) => type === 'timeZoneName')?.value ?? zone
  const generic = isUtc(zone) ? 'UTC' : named('shortGeneric', 'en-US')
  const name = generic.length <= 4 ? generic : named('short', 'en-GB')
  names.set(key, name)
  return name
}

/**
 * The first instant in [start, end] that reads `hour`:`minute` on a clock of the zone; undefined when the
 * span has none. On the repeated hour that is its first pass.
 */
export function instantOfTime(
  zone: string,
  start: EpochMs,
  end: EpochMs,
  hour: number,
  minute: number,
): EpochMs | undefined {
  const midnight = Math.floor((start + zoneOffset(zone, start)) / dayMs) * dayMs
  const wall = (hour * 60 + minute) * minuteMs
  for (let day = midnight; day - dayMs <= end + dayMs; day += dayMs) {
    const candidates = [start, end]
      .map((near) => (day + wall - zoneOffset(zone, near)) as EpochMs)
      .filter((time) => time >= start && time <= end && time + zoneOffset(zone, time) === day + wall)
      .sort((one, other) => one - other)
    if (candidates[0] !== undefined) return candidates[0]
  }
  return undefined
}
