import { dirname, join } from 'node:path'

/** The file of the user's changes to calendars: it lies beside the settings file. */
export function overlayBeside(settingsPath: string): string {
  return join(dirname(settingsPath), 'calendar-overlay.json')
}
