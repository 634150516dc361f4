import { tzOffset } from '@date-fns/tz'

/**
 * Has the process read its tables of zones and dates. The first question about a zone does that otherwise, and holds its
 * thread for 16 ms; what one thread has read, all of the process share.
 */
export function loadZones(): void {
  tzOffset('America/New_York', new Date(0))
}
