import type { CallHandlers } from '#shared/protocol/server.ts'
import type { settingsCalls } from '#shared/settings/settings-calls.ts'
import type { SettingsFile } from './settings-file.ts'

interface SettingsContract {
  readonly calls: typeof settingsCalls
  readonly signals: Record<never, never>
  readonly events: Record<never, never>
}

/** Answers the calls about settings. */
export function settingsHandlers(file: SettingsFile): CallHandlers<SettingsContract> {
  return {
    'settings.get': () => file.state(),
    'settings.set': ({ changes }) => {
      file.set(changes)
      return file.state()
    },
    'settings.reset': ({ names }) => {
      file.reset(names)
      return file.state()
    },
  }
}
