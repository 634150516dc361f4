import { z } from 'zod'
import { Failure } from '../protocol/failure.ts'
import type { Exceptions, Exchange } from './exchange.ts'
import { dateOfDay, dayNumber, parseSessionDate, type SessionDate } from './session-date.ts'
import { daysOf } from './special-days.ts'
import { minutesOf, wallHoursOf } from './wall-hours.ts'

const date = z.string().refine((text) => parseSessionDate(text) !== undefined, 'is no date YYYY-MM-DD')
const reason = z.string().trim().min(1, 'has to say why')
const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is no time HH:MM')
const day = z.strictObject({ date, reason })

const overlaySchema = z
  .strictObject({
    /** Days without a session. */
    closures: z.array(day).default([]),
    /** Days with a session, at the usual hours, though the table has none. */
    openings: z.array(day).default([]),
    /** Sessions that end early, at a time on the wall clock of the exchange. */
    earlyCloses: z.array(z.strictObject({ date, reason, close: wallTime })).default([]),
    /** Sessions that end at the usual time though the table cuts them. */
    fullDays: z.array(day).default([]),
  })
  .superRefine(({ closures, openings, earlyCloses, fullDays }, context) => {
    const once = (entries: readonly { readonly date: string }[]) => {
      const dates = entries.map((entry) => entry.date)
      const twice = dates.find((text, index) => dates.indexOf(text) !== index)
      if (twice !== undefined) context.addIssue(`${twice} is named twice`)
    }
    once([...closures, ...openings])
    once([...closures, ...earlyCloses, ...fullDays])
  })

/** What a user knows better than the table of an exchange: closures and early closes added or taken away. */
export type CalendarOverlay = z.infer<typeof overlaySchema>

/** Reads an overlay from plain data. Throws a Failure of code 'bad-file' that names the first entry that is wrong. */
export function parseOverlay(value: unknown): CalendarOverlay {
  const read = overlaySchema.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const where = issue?.path.join('.') ?? ''
  throw new Failure(
    'bad-file',
    `Calendar overlay: ${where && `${where}: `}${issue?.message ?? ''}. Correct it.`,
  )
}

/**
 * The table of an exchange with an overlay applied, its version marked by the overlay's content; the table itself
 * where the overlay is empty. Throws a Failure
 * of code 'outside-calendar' for a date out of the table's range, of code 'bad-file' for an early close outside
 * the regular hours of its day.
 */
export function withOverlay(exchange: Exchange, overlay: CalendarOverlay): Exchange {
  checkDates(exchange, overlay)
  checkCloses(exchange, overlay)
  const { closures, openings, earlyCloses, fullDays } = overlay
  if (closures.length + openings.length + earlyCloses.length + fullDays.length === 0) return exchange
  return {
    ...exchange,
    version: `${exchange.version}+${fingerprint(JSON.stringify(overlay))}`,
    closures: [...exchange.closures, ...closures.map(exception)],
    openings: [...without(exchange.openings, closures), ...openings.map(exception)],
    earlyCloses: [
      ...exchange.earlyCloses,
      ...earlyCloses.map((entry) => ({ ...exception(entry), close: entry.close })),
    ],
    fullDays: [...without(exchange.fullDays, earlyCloses), ...fullDays.map(exception)],
  }
}

function exception({ date, reason }: { readonly date: string; readonly reason: string }): Exceptions {
  return { reason, dates: [date] }
}

/** Exceptions without the dates of some entries, which say the opposite. */
function without(
  lists: readonly Exceptions[],
  entries: readonly { readonly date: string }[],
): readonly Exceptions[] {
  const gone = new Set(entries.map((entry) => dayNumber(entry.date as SessionDate)))
  return lists.map((list) => ({
    ...list,
    dates: daysOf(list.dates)
      .filter((number) => !gone.has(number))
      .map(dateOfDay),
  }))
}

function checkDates({ code, first, last }: Exchange, overlay: CalendarOverlay): void {
  const entries = [...overlay.closures, ...overlay.openings, ...overlay.earlyCloses, ...overlay.fullDays]
  const outside = entries.find((entry) => entry.date < first || entry.date > last)
  if (!outside) return
  throw new Failure(
    'outside-calendar',
    `Calendar overlay: ${outside.date} lies outside the ${code} calendar, which reaches from ${first} to ${last}. Take it out.`,
  )
}

function checkCloses(exchange: Exchange, { earlyCloses }: CalendarOverlay): void {
  const allHours = exchange.hours.map(wallHoursOf)
  for (const { date, close } of earlyCloses) {
    const hours = allHours.findLast(({ fromDay }) => fromDay <= dayNumber(date as SessionDate))
    const open = hours?.segments[0]?.open ?? 0
    const usual = hours?.segments.at(-1)?.close ?? 0
    if (minutesOf(close) > open && minutesOf(close) < usual) continue
    throw new Failure(
      'bad-file',
      `Calendar overlay: an early close of ${exchange.code} on ${date} at ${close} lies outside its regular hours. Correct it.`,
    )
  }
}

/** Eight hexadecimal digits that differ for texts that differ, but for one chance in four billion (FNV-1a). */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return (hash >>> 0).toString(16).padStart(8, '0')
}
