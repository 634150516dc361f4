import { asFailure, Failure } from '#shared/protocol/failure.ts'
import { sessionFilePage } from '#shared/session-file/session-file-page.ts'
import { settingsPage } from '#shared/settings/settings-page.ts'
import { nearest } from '#shared/text/nearest.ts'
import { engineVersion } from '../engine/version.ts'
import { Arguments } from './arguments.ts'
import type { Command } from './command.ts'
import { backtest } from './commands/backtest.ts'
import { bars } from './commands/bars.ts'
import { demo } from './commands/demo.ts'
import { doctor } from './commands/doctor.ts'
import { fill } from './commands/fill.ts'
import { gaps } from './commands/gaps.ts'
import { halts } from './commands/halts.ts'
import { importBars } from './commands/import.ts'
import { prefetch } from './commands/prefetch.ts'
import { publish } from './commands/publish.ts'
import { quality } from './commands/quality.ts'
import { replay } from './commands/replay.ts'
import { scenarios } from './commands/scenarios.ts'
import { sessions } from './commands/sessions.ts'
import { sources } from './commands/sources.ts'
import { sweep } from './commands/sweep.ts'
import { verify } from './commands/verify.ts'
import { commandHelp, overview } from './help.ts'
import { type Io, ReaderGone } from './io.ts'

/** Done; the work failed; the command was called in a wrong way. */
export type ExitCode = 0 | 1 | 2

const commands: readonly Command[] = [
  demo,
  importBars,
  sessions,
  bars,
  quality,
  gaps,
  halts,
  scenarios,
  replay,
  verify,
  backtest,
  sweep,
  sources,
  fill,
  publish,
  prefetch,
  doctor,
]

/** Runs one call of the command line; `argv` is what follows `tapedeck`. Never throws. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    await dispatch(argv, io)
    return 0
  } catch (error) {
    if (error instanceof ReaderGone) return 0
    const { code, message } = asFailure(error)
    await io.stderr.write(`${message.replaceAll(/\s*\n\s*/g, ' ')}\n`)
    return code === 'usage' ? 2 : 1
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<void> {
  const [name, ...rest] = argv
  if (name === undefined) throw new Failure('usage', `tapedeck: a command is missing; ${known()}`)
  if (name === '--version') return io.stdout.write(`${engineVersion()}\n`)
  if (name === '--help' || name === '-h') return io.stdout.write(overview(commands))
  if (name === 'help') return help(rest, io)
  const command = find(name)
  if (asksForHelp(rest)) return io.stdout.write(commandHelp(command))
  return command.run(new Arguments(command, rest, io.folder), io)
}

function help([name]: readonly string[], io: Io): Promise<void> {
  if (name === 'settings') return io.stdout.write(settingsPage())
  if (name === 'session-file') return io.stdout.write(sessionFilePage())
  return io.stdout.write(name === undefined ? overview(commands) : commandHelp(find(name)))
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return argv.slice(0, end < 0 ? argv.length : end).some((word) => word === '--help' || word === '-h')
}

function find(name: string): Command {
  const command = commands.find((candidate) => candidate.name === name)
  if (command) return command
  const [closest] = nearest(
    name,
    commands.map((candidate) => candidate.name),
    1,
  )
  const hint = closest ? `did you mean ${closest}?` : known()
  const kind = name.startsWith('-') ? 'option' : 'command'
  throw new Failure('usage', `tapedeck: unknown ${kind} ${name}; ${hint}`)
}

function known(): string {
  return `commands: ${commands.map(({ name }) => name).join(' ')}; tapedeck help COMMAND tells more`
}
