import { join } from 'node:path'
import { type EntryFor, entryName, lookMinutes, type SchedulerEntry, xml } from './entry.ts'

/** An agent of launchd for the user with this number, in the home folder `home`. */
export function launchdEntry(entry: EntryFor, home: string, user: number): SchedulerEntry {
  const label = `app.tapedeck.${entryName(entry)}`
  const path = join(home, 'Library', 'LaunchAgents', `${label}.plist`)
  const { program, args } = entry.call
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${xml(label)}</string>
  <key>ProgramArguments</key>
  <array>
${[program, ...args].map((word) => `    <string>${xml(word)}</string>\n`).join('')}  </array>
  <key>StartInterval</key>
  <integer>${lookMinutes * 60}</integer>
  <key>ProcessType</key>
  <string>Background</string>
</dict>
</plist>
`
  return {
    scheduler: 'launchd',
    files: [{ path, text, encoding: 'utf8' }],
    install: [{ program: 'launchctl', args: ['bootstrap', `gui/${user}`, path] }],
    remove: [{ program: 'launchctl', args: ['bootout', `gui/${user}/${label}`] }],
  }
}
