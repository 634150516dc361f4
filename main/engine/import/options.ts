import { calendarOf } from '#shared/calendar/calendars.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { ImportOptions } from '#shared/protocol/import-calls.ts'
import { isImportInterval } from './csv/interval.ts'
import { knownZone } from './text/local-time.ts'

/** Throws a Failure with code 'usage' or 'unknown-exchange' for options that no file could be imported with. */
export function checkOptions({ exchange, zone, interval }: ImportOptions): void {
  if (exchange !== undefined) calendarOf(exchange)
  if (zone !== undefined && !knownZone(zone)) {
    throw new Failure('usage', `Unknown time zone "${zone}". Use an IANA name, e.g. America/New_York.`)
  }
  if (interval !== undefined && !isImportInterval(interval)) {
    throw new Failure(
      'usage',
      `Bars of ${interval} cannot be imported: they are derived from shorter ones. Use an interval up to 1d.`,
    )
  }
}
