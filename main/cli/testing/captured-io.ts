import { join } from 'node:path'
import { processTicker } from '../../engine/time/ticker.ts'
import type { TimeProvider } from '../../engine/time/time-provider.ts'
import { WallTime } from '../../engine/time/wall-time.ts'
import type { Io, Output } from '../io.ts'
import { type ExitCode, main } from '../program.ts'

export interface Captured {
  readonly exit: ExitCode
  readonly stdout: string
  readonly stderr: string
}

export interface CaptureOptions {
  readonly folder?: string
  readonly signal?: AbortSignal
  /** Home of the user, with the files that the window keeps; below the folder unless told. */
  readonly home?: string
  /** Whether stderr plays a terminal. */
  readonly terminal?: boolean
  /** The environment, which is empty unless told. */
  readonly variables?: Readonly<Record<string, string>>
  /** The clock; the wall's unless told. */
  readonly time?: TimeProvider
}

/** Runs one call of the command line in this process and returns all it wrote. */
export async function capture(argv: readonly string[], options: CaptureOptions = {}): Promise<Captured> {
  const stdout: string[] = []
  const stderr: string[] = []
  const folder = options.folder ?? process.cwd()
  const io: Io = {
    stdout: collect(stdout, false),
    stderr: collect(stderr, options.terminal ?? false),
    folder,
    place: {
      platform: 'linux',
      home: options.home ?? join(folder, 'home'),
      variables: options.variables ?? {},
    },
    entry: new URL('../index.ts', import.meta.url),
    signal: options.signal ?? new AbortController().signal,
    time: options.time ?? new WallTime(),
    ticker: processTicker,
    random: Math.random,
  }
  const exit = await main(argv, io)
  return { exit, stdout: stdout.join(''), stderr: stderr.join('') }
}

function collect(parts: string[], isTerminal: boolean): Output {
  return {
    isTerminal,
    columns: 80,
    write: async (text) => {
      parts.push(text)
    },
  }
}
