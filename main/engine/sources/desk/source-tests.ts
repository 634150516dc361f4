import { Failure } from '#shared/protocol/failure.ts'
import type { ListedSource } from '#shared/protocol/source-calls.ts'
import type { Ticker } from '../../time/ticker.ts'
import type { TimeProvider } from '../../time/time-provider.ts'
import type { SourceTest } from '../data-source.ts'
import { cancelled } from '../fault.ts'

type Result = NonNullable<ListedSource['test']>

/** How long a test may take; a server that is well answers in a second. */
const longestMs = 30_000

/** Tests of sources that are under way, one a source, and what each found last. */
export class SourceTests {
  readonly #time: TimeProvider
  readonly #ticker: Ticker
  readonly #running = new Map<string, AbortController>()
  readonly #results = new Map<string, Result>()

  constructor(time: TimeProvider, ticker: Ticker) {
    this.#time = time
    this.#ticker = ticker
  }

  resultOf(source: string): Result | undefined {
    return this.#results.get(source)
  }

  /**
   * Runs a test and notes what it found; one that does not end in time found just that. Throws a Failure with code
   * 'cancelled' when it is stopped, or another test of the same source begins.
   */
  async run(source: string, test: (signal: AbortSignal) => Promise<SourceTest>): Promise<Result> {
    this.stop(source)
    const stop = new AbortController()
    this.#running.set(source, stop)
    try {
      const { ok, detail } = await this.#within(source, stop, test)
      const result = { ok, detail, at: this.#time.now() }
      this.#results.set(source, result)
      return result
    } finally {
      if (this.#running.get(source) === stop) this.#running.delete(source)
    }
  }

  /** Ends the test of a source. Does nothing when there is none. */
  stop(source: string): void {
    this.#running.get(source)?.abort()
  }

  /** What was found says nothing of the source any more. */
  forget(source: string): void {
    this.stop(source)
    this.#results.delete(source)
  }

  /** Ends and forgets everything. */
  forgetAll(): void {
    for (const stop of this.#running.values()) stop.abort()
    this.#results.clear()
  }

  /** The first of the answer, the end of the time and the end of patience. */
  #within(
    source: string,
    stop: AbortController,
    test: (signal: AbortSignal) => Promise<SourceTest>,
  ): Promise<SourceTest> {
    return new Promise((resolve, reject) => {
      const work = new AbortController()
      const callOff = this.#ticker.after(longestMs, () => {
        resolve({ ok: false, detail: `${source} did not answer within ${longestMs / 1000} s.` })
        work.abort()
      })
      const give = (): void => {
        reject(cancelled(source))
        work.abort()
      }
      stop.signal.addEventListener('abort', give, { once: true })
      test(work.signal)
        .catch(explain)
        .then(resolve, reject)
        .finally(() => {
          callOff()
          stop.signal.removeEventListener('abort', give)
        })
    })
  }
}

/** A test that failed for a reason that a person can act on found that reason. */
function explain(error: unknown): SourceTest {
  if (error instanceof Failure && error.code !== 'cancelled') return { ok: false, detail: error.message }
  throw error
}
