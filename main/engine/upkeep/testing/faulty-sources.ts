import type {
  BarRequest,
  DataSource,
  SourceFault,
  SourceReply,
  SourceTest,
} from '../../sources/data-source.ts'
import { faultOf } from '../../sources/fault.ts'
import { allFailed } from '../../sources/reply.ts'
import type { TimeProvider } from '../../time/time-provider.ts'

const busy = faultOf('server-error', 'It is busy.')

/** A source that is what another one is, but fails whenever `fails` says so; it keeps what it was asked for. */
export class FailingSource implements DataSource {
  readonly name: string
  readonly identity: string
  readonly asked: BarRequest[] = []
  readonly #inner: DataSource
  readonly #time: TimeProvider
  readonly #fails: (request: BarRequest) => boolean
  readonly #fault: SourceFault

  constructor(
    inner: DataSource,
    time: TimeProvider,
    fails: (request: BarRequest) => boolean = () => false,
    fault = busy,
  ) {
    this.name = inner.name
    this.identity = inner.identity
    this.#inner = inner
    this.#time = time
    this.#fails = fails
    this.#fault = fault
  }

  fetch(request: BarRequest, signal: AbortSignal): Promise<SourceReply> {
    this.asked.push(request)
    if (!this.#fails(request)) return this.#inner.fetch(request, signal)
    const now = this.#time.now()
    const answers = allFailed(request, this.#fault)
    return Promise.resolve({ source: this.name, request, askedAt: now, answeredAt: now, tries: 1, answers })
  }

  test(signal: AbortSignal): Promise<SourceTest> {
    return this.#inner.test(signal)
  }

  close(): Promise<void> {
    return this.#inner.close()
  }
}

/** A source that never answers, not even when it is told to stop. */
export class SilentSource implements DataSource {
  readonly name: string
  readonly identity: string
  readonly signals: AbortSignal[] = []

  constructor(name: string) {
    this.name = name
    this.identity = `silent:${name}`
  }

  fetch(_: BarRequest, signal: AbortSignal): Promise<SourceReply> {
    this.signals.push(signal)
    return new Promise(() => {})
  }

  async test(): Promise<SourceTest> {
    return { ok: false, detail: 'Nobody is there.' }
  }

  async close(): Promise<void> {}
}
