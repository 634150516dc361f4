import { asFailure } from '#shared/protocol/failure.ts'
import type { SettingName } from '#shared/settings/settings.ts'
import { engine } from '../engine/link.ts'
import { dropRefusals, noteRefusal, takeSettings, useSettings } from '../stores/settings.ts'
import { attempt } from '../stores/toasts.ts'

/**
 * Asks the engine to set a value; what the window shows is its answer. A refusal stays at the setting with
 * `entered`, what the user gave for the value.
 */
export async function changeSetting(name: SettingName, value: unknown, entered: string): Promise<void> {
  try {
    takeSettings(await engine().call('settings.set', { changes: { [name]: value } }))
    dropRefusals([name])
  } catch (error) {
    const { code, message } = asFailure(error)
    // An engine that is gone is told by the banner.
    if (code !== 'engine-gone') noteRefusal(name, { entered, cause: message })
  }
}

/** Gives settings their defaults again. */
export async function resetSettings(names: readonly SettingName[]): Promise<void> {
  const state = await attempt(async () => engine().call('settings.reset', { names: [...names] }))
  if (state) takeSettings(state)
  if (state) dropRefusals(names)
}

/** Gives every setting its default again. */
export async function resetAllSettings(): Promise<void> {
  const state = await attempt(async () => engine().call('settings.reset', {}))
  if (state) useSettings.setState({ state, refusals: {} })
}
