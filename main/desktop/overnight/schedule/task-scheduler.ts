import { win32 } from 'node:path'
import { type EntryFor, entryName, lookMinutes, type SchedulerEntry, xml } from './entry.ts'

/** A task of the Windows Task Scheduler, described in a file in the absolute folder `data`. */
export function taskSchedulerEntry(entry: EntryFor, data: string): SchedulerEntry {
  const name = entryName(entry)
  const path = win32.join(data, `${name}.xml`)
  const { program, args } = entry.call
  const text = `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>${xml(`Looks whether the Tapedeck plan ${entry.plan} is due`)}</Description>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <StartBoundary>2020-01-01T00:00:00</StartBoundary>
      <Repetition>
        <Interval>PT${lookMinutes}M</Interval>
      </Repetition>
    </TimeTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <WakeToRun>true</WakeToRun>
    <ExecutionTimeLimit>PT12H</ExecutionTimeLimit>
  </Settings>
  <Actions>
    <Exec>
      <Command>${xml(program)}</Command>
      <Arguments>${xml(args.map(quoted).join(' '))}</Arguments>
    </Exec>
  </Actions>
</Task>
`
  return {
    scheduler: 'Task Scheduler',
    files: [{ path, text, encoding: 'utf16le' }],
    install: [{ program: 'schtasks', args: ['/Create', '/TN', `Tapedeck\\${name}`, '/XML', path, '/F'] }],
    remove: [{ program: 'schtasks', args: ['/Delete', '/TN', `Tapedeck\\${name}`, '/F'] }],
  }
}

/** As CommandLineToArgvW reads it back: backslashes count only before a quote. */
export function quoted(word: string): string {
  if (word !== '' && !/[\s"]/.test(word)) return word
  return `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`
}
