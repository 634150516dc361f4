import { z } from 'zod'
import { isSettingName, unknownSetting, wrongValue } from './check-setting.ts'
import { defaultSettings, type Settings } from './settings.ts'

/** Form of the settings file. It goes up when settings are added, renamed or change their meaning. */
export const settingsVersion = 1

const fileShape = z.looseObject({
  version: z.int().min(1),
  settings: z.record(z.string(), z.unknown()),
})

/** What a settings file says. */
export interface SettingsContent {
  readonly version: number
  /** The settings that are set; the others have their defaults. */
  readonly set: Partial<Settings>
  /** Entries that this program does not understand, which are kept as they are. */
  readonly kept: Readonly<Record<string, unknown>>
  /** Keys beside the settings that this program does not know. */
  readonly beside: Readonly<Record<string, unknown>>
  /** What is wrong in it, one sentence each. */
  readonly problems: readonly string[]
}

export const noSettings: SettingsContent = {
  version: settingsVersion,
  set: {},
  kept: {},
  beside: {},
  problems: [],
}

/**
 * Reads what is in a settings file; undefined when it is none. A wrong value or an unknown name is a problem, and
 * the setting has its default; names in a file of a newer version are taken for settings of that version.
 */
export function readSettingsContent(content: unknown): SettingsContent | undefined {
  const parsed = fileShape.safeParse(content)
  if (!parsed.success) return undefined
  const { version, settings: entries, ...beside } = parsed.data
  const set: Record<string, unknown> = {}
  const kept: Record<string, unknown> = {}
  const problems: string[] = []
  for (const [name, value] of Object.entries(entries)) {
    const wrong = isSettingName(name) ? wrongValue(name, value) : unknownSetting(name)
    if (wrong === undefined) set[name] = value
    else {
      kept[name] = value
      if (isSettingName(name) || version <= settingsVersion) problems.push(wrong)
    }
  }
  return { version, set: set as Partial<Settings>, kept, beside, problems }
}

/** The text of a settings file that says this; what was kept goes back into it. */
export function settingsText({ version, set, kept, beside }: SettingsContent): string {
  const content = { ...beside, version: Math.max(version, settingsVersion), settings: { ...kept, ...set } }
  return `${JSON.stringify(content, null, 2)}\n`
}

/** A value for every setting: those that are set, and the defaults of the others. */
export function settingsOf({ set }: SettingsContent): Settings {
  return { ...defaultSettings, ...set }
}
