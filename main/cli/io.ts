import type { Ticker } from '../engine/time/ticker.ts'
import type { TimeProvider } from '../engine/time/time-provider.ts'

/** Somewhere text goes. The promise is fulfilled when more may be written. */
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
  /** Aborted when the caller wants the command to end. */
  readonly signal: AbortSignal
  readonly time: TimeProvider
  readonly ticker: Ticker
}
