import { Cron, CronPattern } from 'croner'
import { dateOfDay } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { dayMs } from '#shared/time/epoch.ts'

/** A cron line as the days it runs on and the times of those days, on the clock of the wall. */
export interface CronLine {
  /** Minutes after midnight, in order, the same on every day it runs. */
  readonly minutes: Float64Array
  /** The first day from `day` on, in days since 1970, on which it runs. */
  dayFrom(day: number): number
  /** Whether it runs on a day. */
  runsOn(day: number): boolean
}

const fields = ['minute', 'hour', 'day of the month', 'month', 'day of the week'] as const
/** What a field may have; croner takes more, e.g. a question mark for the present minute. */
const allowed = /^[0-9A-Za-z*,/#-]+$/
const options = { mode: '5-part', timezone: 'UTC' } as const
const midnight = 'T00:00:00Z'

/**
 * Reads a cron line of five fields. Where neither day is `*` either will do, as in cron. Throws a
 * Failure with code 'usage' that names the field that is wrong.
 */
export function parseCronLine(line: string): CronLine {
  const known = lines.get(line)
  if (known) return known
  const read = readLine(line)
  if (lines.size >= mostLines) lines.clear()
  lines.set(line, read)
  return read
}

/** Lines that were read: reading one takes a millisecond, and plans are looked at over and over. */
const lines = new Map<string, CronLine>()
const mostLines = 1000

function readLine(line: string): CronLine {
  const found = line.trim().split(/\s+/)
  if (found.length !== fields.length)
    throw wrongPlan(
      `The cron line "${line}" has ${found.length} of 5 fields: minute, hour, day of the month, month, day of the ` +
        'week. Write * for any.',
    )
  for (const [index, name] of fields.entries()) checkField(line, found, index, name)
  const [minute, hour, ...day] = found
  const days = new Cron(['0', '0', ...day].join(' '), options)
  if (!days.nextRun(leapYear))
    throw wrongPlan(`The cron line "${line}" names a date that never comes. Choose another day or month.`)
  return {
    minutes: minutesOf(`${minute} ${hour} * * *`),
    dayFrom: (from) => dayFrom(line, days, from),
    runsOn: (on) => days.match(new Date(on * dayMs)),
  }
}

/** Every date comes in the years from here on that croner looks at. */
const leapYear = `2024-01-01${midnight}`

function checkField(line: string, found: readonly string[], index: number, name: string): void {
  const field = found[index] ?? ''
  const refused = allowed.test(field) ? refusalOf(fields.map((_, at) => (at === index ? field : '*'))) : ''
  if (refused !== undefined)
    throw wrongPlan(
      `The ${name} "${field}" of the cron line "${line}" is not understood. Write a number, a range like 1-5, a ` +
        'list like 1,3 or steps like */10.',
    )
}

function refusalOf(pattern: readonly string[]): string | undefined {
  try {
    new CronPattern(pattern.join(' '), options.timezone, { mode: options.mode })
    return undefined
  } catch (error) {
    return String(error)
  }
}

function minutesOf(line: string): Float64Array {
  const { hour, minute } = new CronPattern(line, options.timezone, { mode: options.mode })
  const at = (units: readonly number[]) => units.flatMap((runs, unit) => (runs ? [unit] : []))
  return Float64Array.from(at(hour).flatMap((hours) => at(minute).map((minutes) => 60 * hours + minutes)))
}

function dayFrom(line: string, days: Cron, from: number): number {
  const next = days.nextRun(new Date(from * dayMs - 1000))
  if (!next) throw wrongPlan(`The cron line "${line}" does not run after ${dateOfDay(from)}.`)
  return next.getTime() / dayMs
}

function wrongPlan(message: string): Failure {
  return new Failure('usage', message, { field: 'when' })
}
