import { join } from 'node:path'
import { type EntryFor, entryName, lookMinutes, type SchedulerEntry } from './entry.ts'

/** A timer of the user's own systemd; `config` is the user's folder of settings, ~/.config unless set otherwise. */
export function systemdEntry(entry: EntryFor, config: string): SchedulerEntry {
  const name = entryName(entry)
  const folder = join(config, 'systemd', 'user')
  const { program, args } = entry.call
  const service = `[Unit]
Description=${plain(`Tapedeck plan ${entry.plan}`)}

[Service]
Type=oneshot
ExecStart=${[program, ...args].map(quoted).join(' ')}
`
  const timer = `[Unit]
Description=${plain(`Looks whether the Tapedeck plan ${entry.plan} is due`)}

[Timer]
OnCalendar=*:0/${lookMinutes}
Persistent=true

[Install]
WantedBy=timers.target
`
  return {
    scheduler: 'systemd',
    files: [
      { path: join(folder, `${name}.service`), text: service, encoding: 'utf8' },
      { path: join(folder, `${name}.timer`), text: timer, encoding: 'utf8' },
    ],
    install: [systemctl('daemon-reload'), systemctl('enable', '--now', `${name}.timer`)],
    remove: [systemctl('disable', '--now', `${name}.timer`)],
  }
}

function systemctl(...args: readonly string[]): {
  readonly program: string
  readonly args: readonly string[]
} {
  return { program: 'systemctl', args: ['--user', ...args] }
}

/** As systemd.service(5) wants words with blanks; % and $ would be replaced. */
function quoted(word: string): string {
  const escaped = word
    .replace(/[\\"]/g, '\\$&')
    .replace(/%/g, '%%')
    .replace(/\$/g, '$$$$')
    .replace(/\n/g, '\\n')
  return `"${escaped}"`
}

function plain(text: string): string {
  return text.replace(/%/g, '%%').replace(/\s+/g, ' ')
}
