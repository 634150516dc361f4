import { Failure } from '../protocol/failure.ts'
import type { Exceptions, Exchange } from './exchange.ts'
import { type CalendarOverlay, entriesOf } from './overlay.ts'
import { dateOfDay, dayNumber, type SessionDate } from './session-date.ts'
import { daysOf } from './special-days.ts'
import { minutesOf, wallHoursOf } from './wall-hours.ts'

/**
 * The table of an exchange with an overlay applied, its version marked by the overlay's content; the table itself
 * where the overlay is empty. Throws a Failure
 * of code 'outside-calendar' for a date out of the table's range, of code 'bad-file' for an early close or a late
 * open outside the regular hours of its day.
 */
export function withOverlay(exchange: Exchange, overlay: CalendarOverlay): Exchange {
  checkDates(exchange, overlay)
  checkHours(exchange, overlay)
  if (entriesOf(overlay).length === 0) return exchange
  const { closures, openings, earlyCloses, fullDays, lateOpens } = overlay
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
    lateOpens: [
      ...exchange.lateOpens,
      ...lateOpens.map((entry) => ({ ...exception(entry), open: entry.open })),
    ],
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
  const outside = entriesOf(overlay).find((entry) => entry.date < first || entry.date > last)
  if (!outside) return
  throw new Failure(
    'outside-calendar',
    `Calendar overlay: ${outside.date} lies outside the ${code} calendar, which reaches from ${first} to ${last}. Take it out.`,
  )
}

/** Every early close and late open lies inside the regular hours that are usual on its day. */
function checkHours(exchange: Exchange, { earlyCloses, lateOpens }: CalendarOverlay): void {
  for (const { date, close } of earlyCloses) checkTime(exchange, date, 'an early close', close)
  for (const { date, open } of lateOpens) checkTime(exchange, date, 'a late open', open)
}

function checkTime(exchange: Exchange, date: string, what: string, time: string): void {
  const day = dayNumber(date as SessionDate)
  const hours = exchange.hours.map(wallHoursOf).findLast(({ fromDay }) => fromDay <= day)
  const open = hours?.segments[0]?.open ?? 0
  const close = hours?.segments.at(-1)?.close ?? 0
  if (minutesOf(time) > open && minutesOf(time) < close) return
  throw new Failure(
    'bad-file',
    `Calendar overlay: ${what} of ${exchange.code} on ${date} at ${time} lies outside its regular hours. Correct it.`,
  )
}

/** Eight hexadecimal digits that differ for texts that differ, but for one chance in four billion (FNV-1a). */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return (hash >>> 0).toString(16).padStart(8, '0')
}
