import { z } from 'zod'
import { call } from '../protocol/contract.ts'
import { settingsShape } from './check-setting.ts'
import { type SettingName, settingNames } from './settings.ts'

const settingName = z.custom<SettingName>((name) => settingNames.some((known) => known === name))

const settingsState = z.object({
  values: settingsShape,
  /** The settings that are set by the user; the others have their defaults. */
  set: z.array(settingName),
  /** Values that do not make sense, and why. */
  warnings: z.array(z.object({ name: settingName, text: z.string() })),
  /** What is wrong with the settings file, one sentence each. */
  problems: z.array(z.string()),
})
export type SettingsState = z.infer<typeof settingsState>

/** What a window may ask about settings: part of the engine's contract. */
export const settingsCalls = {
  'settings.get': call(z.void().optional(), settingsState),
  /** Sets some; refused as a whole with 'usage' when one is unknown or has a wrong value. */
  'settings.set': call(z.object({ changes: z.record(z.string(), z.unknown()) }), settingsState),
  /** Gives some, or all when none is named, their defaults again. */
  'settings.reset': call(z.object({ names: z.array(z.string()).optional() }), settingsState),
} as const

/** What the engine tells about settings. */
export const settingsEvents = { 'settings.changed': settingsState } as const
