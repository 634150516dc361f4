import { existsSync, renameSync } from 'node:fs'
import { Failure } from '#shared/protocol/failure.ts'
import {
  isSettingName,
  parseChanges,
  settingWarnings,
  unknownSetting,
} from '#shared/settings/check-setting.ts'
import { type SettingName, type Settings, settingNames } from '#shared/settings/settings.ts'
import type { SettingsState } from '#shared/settings/settings-calls.ts'
import {
  noSettings,
  readSettingsContent,
  type SettingsContent,
  settingsOf,
  settingsText,
} from '#shared/settings/settings-content.ts'
import { formatUtc } from '#shared/time/epoch.ts'
import { writeAtomically } from '../files/atomic-file.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { readSettings } from './read-settings.ts'

/** Hears of changes: all values, and the names of those that are not what they were. */
export type SettingsListener = (settings: Settings, changed: readonly SettingName[]) => void

/**
 * The settings, kept in a file. Only what was set is written, so that the others follow the defaults of later
 * versions. A file that cannot be read is put aside under another name, never written over.
 */
export class SettingsFile {
  readonly path: string
  readonly #listeners = new Set<SettingsListener>()
  #content: SettingsContent
  #values: Settings
  /** Where a damaged file went, and whether it could be put aside: else it must not be written over. */
  readonly #aside: Aside | undefined

  /** Opens the file at `path`, which need not exist. Nothing is thrown: what is wrong is in the state. */
  constructor(path: string, time: TimeProvider) {
    this.path = path
    const found = readSettings(path)
    if (found.kind === 'damaged') this.#aside = putAside(path, found.cause, time)
    this.#content = found.kind === 'damaged' ? noSettings : found.content
    this.#values = settingsOf(this.#content)
  }

  get values(): Settings {
    return this.#values
  }

  state(): SettingsState {
    return {
      values: this.#values,
      set: settingNames.filter((name) => this.#content.set[name] !== undefined),
      warnings: [...settingWarnings(this.#values)],
      problems: this.#problems(),
    }
  }

  /**
   * Sets some, all or none of them. Throws a Failure of code 'usage' that names what is wrong with one, or of code
   * 'bad-file' when the file cannot be written; then nothing has changed.
   */
  set(changes: Readonly<Record<string, unknown>>): void {
    const parsed = parseChanges(changes)
    const kept = without(this.#content.kept, Object.keys(parsed))
    this.#replace({ ...this.#content, set: { ...this.#content.set, ...parsed }, kept })
  }

  /** Gives settings their defaults again: those named, or all. Throws as `set` does. */
  reset(names: readonly string[] = settingNames): void {
    for (const name of names) if (!isSettingName(name)) throw new Failure('usage', unknownSetting(name))
    const { set, kept } = this.#content
    this.#replace({ ...this.#content, set: without(set, names), kept: without(kept, names) })
  }

  /** Tells `listener` of every change until the returned function is called. */
  onChange(listener: SettingsListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #problems(): string[] {
    const own = this.#content.problems.map((problem) => `${this.path}: ${problem}`)
    return this.#aside ? [this.#aside.problem, ...own] : own
  }

  #replace(content: SettingsContent): void {
    if (this.#aside?.isLeft) throw new Failure('bad-file', this.#aside.problem)
    const text = settingsText(content)
    try {
      writeAtomically(this.path, text)
    } catch (error) {
      throw new Failure(
        'bad-file',
        `${this.path}: the settings could not be written (${messageOf(error)}); check the folder and the disk`,
      )
    }
    const before = this.#values
    this.#content = readSettingsContent(JSON.parse(text)) ?? content
    this.#values = settingsOf(this.#content)
    const changed = settingNames.filter((name) => !isSame(this.#values[name], before[name]))
    if (changed.length > 0) for (const listener of this.#listeners) listener(this.#values, changed)
  }
}

interface Aside {
  readonly problem: string
  /** Whether the damaged file is still where the settings belong. */
  readonly isLeft: boolean
}

/** Renames a damaged file and says so. */
function putAside(path: string, cause: string, time: TimeProvider): Aside {
  const stamp = formatUtc(time.now()).replaceAll(':', '-')
  let aside = `${path}.damaged-${stamp}`
  for (let copy = 2; existsSync(aside); copy++) aside = `${path}.damaged-${stamp}-${copy}`
  try {
    renameSync(path, aside)
    const problem = `${path} is damaged (${cause}); it was kept as ${aside}, and every setting has its default`
    return { problem, isLeft: false }
  } catch (error) {
    const problem =
      `${path} is damaged (${cause}) and cannot be put aside (${messageOf(error)}); every setting has its ` +
      'default until the file is moved away'
    return { problem, isLeft: true }
  }
}

function without<T extends object>(record: T, names: readonly string[]): T {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name))) as T
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
