import { oneMinute } from '#shared/bars/interval.ts'
import type { SecretName } from '#shared/protocol/keys-contract.ts'
import { BarGatherer } from '../answer/bar-gatherer.ts'
import type { BarRequest, DataSource, SourceReply, SourceTest } from '../data-source.ts'
import { checkCancelled, faultOf } from '../fault.ts'
import type { SourceLimits } from '../limits/limits.ts'
import type { Sent } from '../limits/retry.ts'
import { type Asked, allFailed, replyTo } from '../reply.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { JsonClient, type NetSurroundings } from './json-client.ts'
import { gatherPages, type Page } from './pages.ts'

/** One request of a vendor's protocol: what is sent, and how its answer is understood. */
export interface PageAsk {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** Throws a RangeError that says what is wrong with an answer that is none. */
  readonly parse: (body: unknown) => Page
}

/** What is different from vendor to vendor. */
export interface VendorProtocol {
  /** What is asked: server and feed, see `sourceIdentity`. */
  readonly identity: string
  /** The server that its keys are for. */
  readonly server: string
  readonly secrets: readonly SecretName[]
  /** Exchanges whose symbols it has. */
  readonly exchanges: readonly string[]
  /** Symbols that one request may name. */
  readonly symbolsAtOnce: number
  /** How long after a minute its bar may still not be published. */
  readonly settleMs: number
  /** The request for a page of 1m bars; `next` is what the page before it named. Throws a RangeError like `parse`. */
  page(request: BarRequest, keys: readonly string[], next: string | undefined): PageAsk
  /** A small request that shows whether a key is let in. */
  probe(keys: readonly string[]): PageAsk
}

/** A vendor's server that is asked for 1m bars over HTTP. */
export class HttpSource implements DataSource {
  readonly name: string
  readonly identity: string
  readonly #protocol: VendorProtocol
  readonly #secrets: Secrets
  readonly #around: NetSurroundings
  readonly #client: JsonClient

  constructor(
    name: string,
    protocol: VendorProtocol,
    limits: SourceLimits,
    secrets: Secrets,
    around: NetSurroundings,
  ) {
    this.name = name
    this.identity = protocol.identity
    this.#protocol = protocol
    this.#secrets = secrets
    this.#around = around
    this.#client = new JsonClient(name, limits, around)
  }

  fetch(request: BarRequest, signal: AbortSignal): Promise<SourceReply> {
    return replyTo(this.name, request, this.#around, () => this.#ask(request, signal))
  }

  async test(signal: AbortSignal): Promise<SourceTest> {
    checkCancelled(signal, this.name)
    const keys = await this.#keys()
    if (typeof keys === 'string') return { ok: false, detail: keys }
    const ask = this.#protocol.probe(keys)
    const sent = await this.#send(ask, keys, signal, () => {})
    if (!sent.ok) return { ok: false, detail: sent.fault.cause }
    return { ok: true, detail: `${this.name}: ${ask.url.host} takes the key and answers.` }
  }

  async close(): Promise<void> {}

  async #ask(request: BarRequest, signal: AbortSignal): Promise<Asked> {
    checkCancelled(signal, this.name)
    const unsupported = this.#unsupported(request)
    if (unsupported !== undefined)
      return { tries: 0, answers: allFailed(request, faultOf('unsupported', unsupported)) }
    const keys = await this.#keys()
    if (typeof keys === 'string') return { tries: 0, answers: allFailed(request, faultOf('no-key', keys)) }
    const asked = await Promise.all(this.#parts(request).map((part) => this.#askPart(part, keys, signal)))
    return {
      tries: asked.reduce((sum, { tries }) => sum + tries, 0),
      answers: new Map(asked.flatMap(({ answers }) => [...answers])),
    }
  }

  async #askPart(request: BarRequest, keys: readonly string[], signal: AbortSignal): Promise<Asked> {
    const { settleMs } = this.#protocol
    const gatherer = new BarGatherer(this.name, request, { now: this.#around.time.now(), settleMs })
    let tries = 0
    const countTry = (): void => {
      tries++
    }
    const progress = await gatherPages(this.name, request, gatherer, async (next) => {
      try {
        return await this.#send(this.#protocol.page(request, keys, next), keys, signal, countTry)
      } catch (error) {
        return this.#notUnderstood(error)
      }
    })
    return { tries, answers: gatherer.answers((symbol) => progress.horizonOf(symbol)) }
  }

  async #send(
    { url, headers, parse }: PageAsk,
    secrets: readonly string[],
    signal: AbortSignal,
    onSent: () => void,
  ): Promise<Sent<Page>> {
    const sent = await this.#client.get({ url, headers, secrets, onSent, signal })
    if (!sent.ok) return sent
    try {
      return { ok: true, value: parse(sent.value) }
    } catch (error) {
      return this.#notUnderstood(error)
    }
  }

  #notUnderstood(error: unknown): Sent<Page> {
    if (!(error instanceof RangeError)) throw error
    return { ok: false, fault: faultOf('bad-answer', `${this.name}: ${error.message}.`) }
  }

  #unsupported({ exchange, interval }: BarRequest): string | undefined {
    if (!this.#protocol.exchanges.includes(exchange))
      return `${this.name} has bars of ${this.#protocol.exchanges.join(', ')}, not of ${exchange}.`
    // Longer bars begin at full hours of the clock there, and at the session's open here (R8).
    if (interval !== oneMinute)
      return `${this.name} is asked for 1m bars only, not for ${interval}; longer ones are derived.`
    return undefined
  }

  /** The keys in the order of the protocol, or which one is missing and where it goes. */
  async #keys(): Promise<readonly string[] | string> {
    const keys: string[] = []
    for (const secret of this.#protocol.secrets) {
      const key = await this.#secrets.read({ source: this.name, server: this.#protocol.server }, secret)
      if (key === undefined)
        return `${this.name} needs a key that is not there; put it ${this.#secrets.placeOf(this.name, secret)}.`
      keys.push(key)
    }
    return keys
  }

  #parts(request: BarRequest): readonly BarRequest[] {
    const { symbolsAtOnce } = this.#protocol
    const parts: BarRequest[] = []
    for (let from = 0; from < request.symbols.length; from += symbolsAtOnce)
      parts.push({ ...request, symbols: request.symbols.slice(from, from + symbolsAtOnce) })
    return parts
  }
}
