import { homedir } from 'node:os'
import type { WriteStream } from 'node:tty'
import { processTicker } from '../engine/time/ticker.ts'
import { WallTime } from '../engine/time/wall-time.ts'
import { type Io, type Output, ReaderGone } from './io.ts'

const usualColumns = 80

/** The outside world of the running process. */
export function processIo(entry: URL, signal: AbortSignal): Io {
  return {
    stdout: outputOf(process.stdout, 'stop'),
    stderr: outputOf(process.stderr, 'go on'),
    folder: process.cwd(),
    entry,
    signal,
    place: { platform: process.platform, home: homedir(), variables: process.env },
    time: new WallTime(),
    ticker: processTicker,
    random: Math.random,
  }
}

/**
 * A stream of the process. When a reader such as head has seen enough and closes the pipe, results have no
 * purpose any more; the log may get lost.
 */
function outputOf(stream: WriteStream, afterReader: 'stop' | 'go on'): Output {
  // Every failed write is told to its callback; without a listener it would also end the process.
  stream.on('error', () => {})
  return {
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns ?? usualColumns
    },
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => {
          if (!error) resolve()
          else if ((error as NodeJS.ErrnoException).code !== 'EPIPE') reject(error)
          else if (afterReader === 'stop') reject(new ReaderGone())
          else resolve()
        })
      }),
  }
}
