import type { SettingName } from '#shared/settings/settings.ts'

/** What every control of a setting is told. */
export interface ControlProps {
  readonly name: SettingName
  readonly id: string
  readonly 'aria-describedby': string
}
