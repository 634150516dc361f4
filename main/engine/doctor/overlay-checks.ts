import { entriesOf } from '#shared/calendar/overlay.ts'
import type { CalendarOverlays } from '#shared/calendar/overlays.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import { overlaysOfText, readOverlayText } from '../calendars/read-overlays.ts'
import { counted, error, type HealthCheck, healthy } from './health-check.ts'

/** Whether the file of the user's changes to calendars can be read, and how many there are. Changes nothing. */
export function checkOverlays(path: string | undefined): readonly HealthCheck[] {
  if (path === undefined) return [healthy('calendar', 'overlay', 'none: the calendars are as published')]
  try {
    const text = readOverlayText(path)
    if (text === undefined)
      return [healthy('calendar', 'overlay', `there is none at ${path}: the calendars are as published`)]
    const overlays = overlaysOfText(path, text)
    const details = [...overlays].map(
      ([code, overlay]) => `${counted(entriesOf(overlay).length, 'change')} of ${code}`,
    )
    return [healthy('calendar', 'overlay', `${path}: ${details.join(', ') || 'it changes nothing'}`)]
  } catch (cause) {
    return [error('calendar', 'overlay', asFailure(cause).message, 'correct the file, or move it away')]
  }
}

/** The overlays of a file to check sessions by; none where there is no file, or a wrong one, which is told apart. */
export function overlaysAt(path: string | undefined): CalendarOverlays {
  try {
    const text = path === undefined ? undefined : readOverlayText(path)
    return path === undefined || text === undefined ? new Map() : overlaysOfText(path, text)
  } catch {
    return new Map()
  }
}
