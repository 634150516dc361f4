import { create } from 'zustand'
import type { SettingName } from '#shared/settings/settings.ts'
import type { SettingsState } from '#shared/settings/settings-calls.ts'

/** What was entered for a setting, and why the engine did not take it. */
export interface Refusal {
  readonly entered: string
  readonly cause: string
}

interface KnownSettings {
  /** The settings as the engine told them last; undefined until it did. */
  readonly state: SettingsState | undefined
  readonly refusals: Readonly<Partial<Record<SettingName, Refusal>>>
}

export const useSettings = create<KnownSettings>(() => ({ state: undefined, refusals: {} }))

/** Takes over what the engine told. */
export function takeSettings(state: SettingsState): void {
  useSettings.setState({ state })
}

export function noteRefusal(name: SettingName, refusal: Refusal): void {
  useSettings.setState(({ refusals }) => ({ refusals: { ...refusals, [name]: refusal } }))
}

/** Forgets what was refused for some settings. */
export function dropRefusals(names: readonly SettingName[]): void {
  useSettings.setState(({ refusals }) => {
    const left = { ...refusals }
    for (const name of names) delete left[name]
    return { refusals: left }
  })
}
