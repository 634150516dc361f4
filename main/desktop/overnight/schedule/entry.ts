import { createHash } from 'node:crypto'

/** A program and what it is told. */
export interface ProgramCall {
  readonly program: string
  readonly args: readonly string[]
}

export interface EntryFile {
  readonly path: string
  readonly text: string
  readonly encoding: 'utf8' | 'utf16le'
}

/** What makes the scheduler of the system look whether a plan is due, exactly as it would be installed. */
export interface SchedulerEntry {
  readonly scheduler: 'systemd' | 'launchd' | 'Task Scheduler'
  /** Written before the calls of `install`, removed after those of `remove`; in folders of the user's own. */
  readonly files: readonly EntryFile[]
  readonly install: readonly ProgramCall[]
  readonly remove: readonly ProgramCall[]
}

/** What an entry is for: the plan of a store, and the call that runs it when it is due. */
export interface EntryFor {
  readonly plan: string
  /** Absolute. */
  readonly store: string
  readonly call: ProgramCall
}

/** Minutes between two looks at whether a plan is due: no system's clock of its own knows the exchange's. */
export const lookMinutes = 15

/** The name of an entry, of the plan's letters and a mark that tells plans of two stores apart. */
export function entryName({ plan, store }: Pick<EntryFor, 'plan' | 'store'>): string {
  const letters = plan
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
  const mark = createHash('sha256')
    .update(JSON.stringify([plan, store]))
    .digest('hex')
    .slice(0, 8)
  return `tapedeck-prefetch-${letters === '' ? '' : `${letters}-`}${mark}`
}

/** Text in an XML document. */
export function xml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
