import type { Clock } from './clock.ts'

const longestLine = 2000
const linesASecond = 200
const keptLines = 20

/**
 * Passes what an engine prints on, line by line and within bounds, so that an engine that prints without end
 * harms nobody; and keeps its last lines of stderr for the report of a crash.
 */
export class EngineOutput {
  readonly #clock: Clock
  readonly #show: (line: string) => void
  readonly #rest = { stdout: '', stderr: '' }
  #lastLines: string[] = []
  #secondStart = Number.NEGATIVE_INFINITY
  #shown = 0

  constructor(clock: Clock, show: (line: string) => void) {
    this.#clock = clock
    this.#show = show
  }

  /** The last lines of stderr, at most twenty. */
  get lastLines(): string {
    const unfinished = this.#rest.stderr ? [this.#rest.stderr] : []
    return [...this.#lastLines, ...unfinished].slice(-keptLines).join('\n').trim()
  }

  take(stream: 'stdout' | 'stderr', text: string): void {
    const lines = (this.#rest[stream] + text).split(/\r?\n/)
    this.#rest[stream] = (lines.pop() ?? '').slice(0, longestLine)
    for (const line of lines) this.#line(stream, line.slice(0, longestLine))
  }

  #line(stream: 'stdout' | 'stderr', line: string): void {
    if (stream === 'stderr') this.#lastLines = [...this.#lastLines, line].slice(-keptLines)
    const now = this.#clock.now()
    if (now - this.#secondStart >= 1000) {
      this.#secondStart = now
      this.#shown = 0
    }
    this.#shown++
    if (this.#shown < linesASecond) this.#show(line)
    else if (this.#shown === linesASecond) this.#show('… the engine prints more than can be shown')
  }
}
