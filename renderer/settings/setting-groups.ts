import { type SettingName, settingNames, settings } from '#shared/settings/settings.ts'
import { mostTrailing } from '#shared/settings/trailing-windows.ts'
import { labels } from './labels.ts'

/** The settings of one part of the engine. */
export interface SettingGroup {
  readonly title: string
  /** What of them this version does not follow yet; absent where it follows all. */
  readonly note?: string
  readonly names: readonly SettingName[]
}

/** All settings by the part they belong to, which their names begin with. */
export const settingGroups: readonly SettingGroup[] = [
  {
    title: 'Data upkeep',
    names: namesOf('dataUpkeep'),
  },
  {
    title: 'Historical bars',
    note:
      `Replays keep the sessions before the present one as set here, up to ${mostTrailing} of them; charts of ` +
      'other intervals are made of the 1m ones. They are always loaded when a session is opened: that setting ' +
      'has no effect in this version yet and is kept.',
    names: namesOf('historicalBars'),
  },
  {
    title: 'Prefetch',
    names: namesOf('prefetch'),
  },
  {
    title: 'Session',
    names: namesOf('session'),
  },
]

function namesOf(part: string): readonly SettingName[] {
  return settingNames.filter((name) => name.startsWith(part))
}

/** The groups with those settings that have every word of a text in what is said about them. */
export function findSettings(text: string): readonly SettingGroup[] {
  const words = text.toLowerCase().split(/\s+/)
  return settingGroups.flatMap((group) => {
    const names = group.names.filter((name) => {
      const said = `${group.title} ${labels[name]} ${name} ${settings[name].help}`.toLowerCase()
      return words.every((word) => said.includes(word))
    })
    return names.length > 0 ? [{ ...group, names }] : []
  })
}
