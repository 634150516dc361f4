import { markdownTable } from '../text/table.ts'
import { sensibleText } from './check-setting.ts'
import type { Setting } from './setting.ts'
import { settingNames, settings } from './settings.ts'

/** All settings as a page of Markdown, made from their declaration. */
export function settingsPage(): string {
  const rows = settingNames.map((name) => {
    const setting: Setting = settings[name]
    return [`\`${name}\``, defaultText(setting), sensibleOf(setting), appliesText(setting), setting.help]
  })
  return [
    '# Settings',
    '',
    'A value outside the sensible range is explained, not refused. `tapedeck help settings` prints this page.',
    '',
    ...markdownTable([['Setting', 'Default', 'Sensible', 'Applies', 'What it does'], ...rows]),
    '',
  ].join('\n')
}

/** The default of a setting as it is written for people, e.g. "60 seconds". */
export function defaultText(setting: Setting): string {
  switch (setting.kind) {
    case 'switch':
      return setting.default ? 'on' : 'off'
    case 'amount':
      return `${setting.default} ${setting.unit}`
    case 'intervals':
      return setting.default.join(', ')
  }
}

function sensibleOf(setting: Setting): string {
  return setting.kind === 'amount' ? sensibleText(setting) : ''
}

function appliesText({ applies }: Setting): string {
  return applies === 'live' ? 'at once' : 'next session'
}
