import { type Command, usageOf } from './command.ts'

/** What `tapedeck --help` prints. */
export function overview(commands: readonly Command[]): string {
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`)
  return [
    'usage: tapedeck COMMAND …',
    '',
    'The engine of Tapedeck without a window.',
    '',
    ...lines,
    '',
    '  help COMMAND       what a command takes',
    '  help settings      every setting, its default and what it does',
    '  help session-file  what describes a run, key by key',
    '  --version          the version',
    '',
  ].join('\n')
}

/** What `tapedeck help COMMAND` prints. */
export function commandHelp(command: Command): string {
  const options = Object.entries(command.options).map(([name, { value, help }]) => {
    const label = value === undefined ? `--${name}` : `--${name} ${value}`
    return `  ${label.padEnd(22)} ${help}`
  })
  return [usageOf(command), '', `${command.summary}.`, '', ...options, ''].join('\n')
}
