import { readFileSync } from 'node:fs'
import { noSettings, readSettingsContent, type SettingsContent } from '#shared/settings/settings-content.ts'

/** What was found at the path of a settings file. */
export type FoundSettings =
  | { readonly kind: 'none' | 'read'; readonly content: SettingsContent }
  | { readonly kind: 'damaged'; readonly cause: string }

/** Looks at a settings file and changes nothing. */
export function readSettings(path: string): FoundSettings {
  try {
    const content = readSettingsContent(JSON.parse(readFileSync(path, 'utf8')))
    if (content) return { kind: 'read', content }
    return { kind: 'damaged', cause: 'it does not have the form of a settings file' }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return code === 'ENOENT' ? { kind: 'none', content: noSettings } : { kind: 'damaged', cause: message }
  }
}
