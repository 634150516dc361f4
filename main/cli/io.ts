import type { UserPlace } from '../engine/settings/settings-place.ts'
import type { Ticker } from '../engine/time/ticker.ts'
import type { TimeProvider } from '../engine/time/time-provider.ts'

/** Nobody reads the results any more: nothing is wrong, and nothing is left to do. */
export class ReaderGone extends Error {}

/** Somewhere text goes. The promise is fulfilled when more may be written; results may meet ReaderGone. */
export interface Output {
  write(text: string): Promise<void>
  /** Whether a person watches it. */
  readonly isTerminal: boolean
  /** Width of the terminal in letters. */
  readonly columns: number
}

/** All that a command touches of the outside world but files. */
export interface Io {
  readonly stdout: Output
  readonly stderr: Output
  /** Folder against which paths are resolved. */
  readonly folder: string
  /** The program's first module, which a thread of it runs too. */
  readonly entry: URL
  /** Aborted when the caller wants the command to end. */
  readonly signal: AbortSignal
  /** What decides where the files of the user lie. */
  readonly place: UserPlace
  readonly time: TimeProvider
  readonly ticker: Ticker
  /** Uniform in [0, 1). */
  readonly random: () => number
}
