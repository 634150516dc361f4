import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

const writerScript = join(import.meta.dirname, 'writer-process.ts')

/** Another process at work on a store: see writer-process.ts, or the script that is told. */
export class WriterChild {
  readonly lines: string[] = []
  readonly #process: ChildProcess
  readonly #exit: Promise<unknown>
  #heard = () => {}

  constructor(path: string, owner: string, firstFile = 0, script = writerScript) {
    this.#process = spawn(process.execPath, [script, path, owner, String(firstFile)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#exit = once(this.#process, 'exit')
    const { stdout } = this.#process
    if (!stdout) throw new Error('The process has no output')
    createInterface({ input: stdout }).on('line', (line) => {
      this.lines.push(line)
      this.#heard()
    })
    onTestFinished(() => this.kill())
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  /** The first line that begins with any of `words`, once it has come. */
  async line(...words: readonly string[]): Promise<string> {
    for (;;) {
      const line = this.lines.find((one) => words.some((word) => one.startsWith(word)))
      if (line !== undefined) return line
      await new Promise<void>((resolve) => {
        this.#heard = resolve
      })
    }
  }

  /** Ends it as a crash would: kill -9. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.#exit
  }

  /** Has it close the store and end. */
  async end(): Promise<void> {
    this.#process.stdin?.write('end\n')
    await this.#exit
  }
}
