import { settingWarnings } from '#shared/settings/check-setting.ts'
import { settingsOf } from '#shared/settings/settings-content.ts'
import { readSettings } from '../settings/read-settings.ts'
import { counted, error, type HealthCheck, healthy, warning } from './health-check.ts'

/** Whether the settings file can be read, and which settings do not make sense. Changes nothing. */
export function checkSettings(path: string): readonly HealthCheck[] {
  const found = readSettings(path)
  if (found.kind === 'damaged')
    return [
      error(
        'settings',
        'file',
        `${path} is damaged: ${found.cause}`,
        'correct it, or move it away to begin with the defaults',
      ),
    ]
  const { content } = found
  const set = Object.keys(content.set).length
  const file =
    found.kind === 'none'
      ? `there is none at ${path}: every setting has its default`
      : `${path}: ${counted(set, 'setting')} not left to the default`
  return [
    healthy('settings', 'file', file),
    ...content.problems.map((problem) => error('settings', 'file', problem, `correct it in ${path}`)),
    ...settingWarnings(settingsOf(content)).map(({ name, text }) =>
      warning('settings', name, text, 'change it in the settings, or leave it if you mean it'),
    ),
  ]
}
