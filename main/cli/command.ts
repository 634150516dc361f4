import type { Arguments } from './arguments.ts'
import type { Io } from './io.ts'

/** An option of a command. One with a `value` takes a value of that name; one without is a switch. */
export interface Option {
  readonly value?: string
  /** Whether it may be given more than once. */
  readonly repeated?: boolean
  readonly help: string
}

/** One command of the command line. */
export interface Command {
  readonly name: string
  /** What follows `tapedeck NAME` on its usage line. */
  readonly usage: string
  /** What it does, in a few words. */
  readonly summary: string
  readonly options: Readonly<Record<string, Option>>
  /**
   * Names of the arguments without an option, in order; the command says which it needs. A last one that ends in "…"
   * takes all that follow.
   */
  readonly operands: readonly string[]
  /** Does the work; throws a Failure, of code 'usage' where the arguments are wrong. */
  run(args: Arguments, io: Io): Promise<void>
}

/** The usage line of a command. */
export function usageOf(command: Command): string {
  return `usage: tapedeck ${command.name} ${command.usage}`
}
