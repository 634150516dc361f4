import type { WriteStream } from 'node:tty'
import { processTicker } from '../engine/time/ticker.ts'
import { WallTime } from '../engine/time/wall-time.ts'
import type { Io, Output } from './io.ts'

const usualColumns = 80

/** The outside world of the running process. */
export function processIo(signal: AbortSignal): Io {
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    folder: process.cwd(),
    signal,
    time: new WallTime(),
    ticker: processTicker,
  }
}

function outputOf(stream: WriteStream): Output {
  return {
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns ?? usualColumns
    },
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => (error && !readerHasGone(error) ? reject(error) : resolve()))
      }),
  }
}

/**
 * Lets the process live, or end in peace, when a reader such as head has seen enough and closes the pipe: without
 * a reader of results there is nothing left to do, without one of the log there is.
 */
export function tolerateClosedPipes(): void {
  process.stdout.on('error', (error) => {
    if (readerHasGone(error)) process.exit(0)
  })
  process.stderr.on('error', () => {})
}

function readerHasGone(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EPIPE'
}
