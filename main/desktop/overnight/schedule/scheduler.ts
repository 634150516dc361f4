import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Failure } from '#shared/protocol/failure.ts'
import type { EntryFile, EntryFor, ProgramCall, SchedulerEntry } from './entry.ts'
import { launchdEntry } from './launchd.ts'
import { systemdEntry } from './systemd.ts'
import { taskSchedulerEntry } from './task-scheduler.ts'

/** The user's place on this computer, as far as schedulers go. */
export interface SchedulerPlace {
  readonly platform: NodeJS.Platform
  readonly home: string
  /** Folder of the user's settings where it is not ~/.config (XDG_CONFIG_HOME). */
  readonly config?: string | undefined
  /** Where the program keeps files of its own. */
  readonly data: string
  /** The user's number; 0 where there are none. */
  readonly user: number
}

/** A scheduler that takes so long does not answer any more. */
const longestCallMs = 30_000
/** What stands before the text of a file in UTF-16. */
const mark = '\ufeff'

/** The entry that this system's scheduler would get. Throws a Failure with code 'usage' where none is known. */
export function schedulerEntry(entry: EntryFor, place: SchedulerPlace): SchedulerEntry {
  const { platform, home, config, data, user } = place
  switch (platform) {
    case 'linux':
      return systemdEntry(entry, config ?? join(home, '.config'))
    case 'darwin':
      return launchdEntry(entry, home, user)
    case 'win32':
      return taskSchedulerEntry(entry, data)
    default:
      throw new Failure('usage', `No scheduler is known for ${platform}; have one call the command by hand.`)
  }
}

/** Whether an entry is there, word for word. */
export function isInstalled({ files }: SchedulerEntry): boolean {
  return files.every(
    (file) => existsSync(file.path) && readFileSync(file.path, file.encoding) === textOf(file),
  )
}

/** Writes the files of an entry and has the scheduler take it up; what was written is taken away when it refuses. */
export async function install(entry: SchedulerEntry): Promise<void> {
  for (const file of entry.files) {
    mkdirSync(dirname(file.path), { recursive: true })
    writeFileSync(file.path, textOf(file), { encoding: file.encoding, mode: 0o600 })
  }
  try {
    for (const call of entry.install) await run(call, entry.scheduler)
  } catch (error) {
    removeFiles(entry)
    throw error
  }
}

/** Has the scheduler forget an entry. Its files go even where the scheduler knew nothing of it. */
export async function remove(entry: SchedulerEntry): Promise<void> {
  try {
    for (const call of entry.remove) await run(call, entry.scheduler)
  } finally {
    removeFiles(entry)
  }
}

function removeFiles({ files }: SchedulerEntry): void {
  for (const { path } of files) rmSync(path, { force: true })
}

function textOf({ text, encoding }: EntryFile): string {
  return encoding === 'utf16le' ? mark + text : text
}

function run({ program, args }: ProgramCall, scheduler: SchedulerEntry['scheduler']): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: longestCallMs, windowsHide: true }, (error, _stdout, stderr) => {
      if (!error) return resolve()
      const said = stderr.trim().split('\n')[0] || error.message.split('\n')[0]
      reject(
        new Failure('usage', `${scheduler} did not take the entry: ${program} ${args.join(' ')}: ${said}`),
      )
    })
  })
}
