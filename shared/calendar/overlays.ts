import { asFailure, Failure } from '../protocol/failure.ts'
import { calendarWith, exchangeOf } from './calendars.ts'
import { type CalendarOverlay, entriesOf, parseOverlay } from './overlay.ts'

/** Overlays by the code of their exchange, never by an alias; those that change nothing are left out. */
export type CalendarOverlays = ReadonlyMap<string, CalendarOverlay>

/** The form of the file, for a later version that has to tell them apart. */
const version = 1

/**
 * Reads the overlays of all exchanges from plain data, `{version, exchanges: {XNYS: {…}}}`, and tries each on the
 * table of its exchange. Throws a Failure that names the exchange and the first entry that is wrong.
 */
export function parseOverlays(value: unknown): CalendarOverlays {
  if (!isRecord(value) || value.version !== version || !isRecord(value.exchanges))
    throw new Failure(
      'bad-file',
      `It is no calendar overlay: {"version": ${version}, "exchanges": {…}} was expected. Correct it.`,
    )
  const overlays = new Map<string, CalendarOverlay>()
  for (const [code, entries] of Object.entries(value.exchanges)) {
    const table = exchangeOf(code)
    if (overlays.has(table.code))
      throw new Failure('bad-file', `${code} shares the calendar of ${table.code}, named before. Join them.`)
    const overlay = parsedFor(code, entries)
    if (entriesOf(overlay).length > 0) overlays.set(table.code, overlay)
  }
  return overlays
}

/** Overlays as the text of a file, entries that say nothing left out. */
export function overlaysText(overlays: CalendarOverlays): string {
  const exchanges = Object.fromEntries(
    [...overlays]
      .filter(([, overlay]) => entriesOf(overlay).length > 0)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([code, overlay]) => [
        code,
        Object.fromEntries(Object.entries(overlay).filter(([, list]) => list.length > 0)),
      ]),
  )
  return `${JSON.stringify({ version, exchanges }, undefined, 2)}\n`
}

function parsedFor(code: string, entries: unknown): CalendarOverlay {
  try {
    const overlay = parseOverlay(entries)
    calendarWith(code, overlay)
    return overlay
  } catch (error) {
    const failure = asFailure(error)
    throw new Failure(failure.code, `${code}: ${failure.message}`)
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
